"""Drift within a slice: its rows of a window against the slice's own sealed profile.

The days are counted by slice with everything else; a slice is judged when somebody asks, for the
noise floors of forty slices cost more than a check.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, ClassVar

import msgspec
from sqlalchemy import select
from sqlalchemy.orm import Session

from api.core.errors import FarolError, Kind
from api.core.tables import DriftDay
from monitoring.drift.check import check_drift
from monitoring.drift.limits import DriftLimits
from monitoring.drift.noise_floor import Floors
from monitoring.drift.stored import read_reference, read_window
from monitoring.drift.window import Reference, Window

FLOOR_SEED = 20130101
"""Of all floors: the same window is judged alike whenever it is looked at."""

SliceKey = tuple[str, str]
"""Column and value."""


class SliceAbsent(FarolError):
    kind: ClassVar[Kind] = "not_found"


@dataclass(frozen=True)
class SliceReference:
    rows: int
    """That the version was trained on."""
    inputs: Reference
    outputs: Reference


@dataclass(frozen=True)
class SliceWindow:
    inputs: Window = field(default_factory=Window)
    outputs: Window = field(default_factory=Window)

    def __add__(self, other: "SliceWindow") -> "SliceWindow":
        return SliceWindow(self.inputs + other.inputs, self.outputs + other.outputs)


def slice_references(profile: Mapping[str, Any]) -> dict[SliceKey, SliceReference]:
    """Of a decoded ``profile.json``; none for a version that was sealed without slices."""
    return {
        (part["column"], part["value"]): SliceReference(
            rows=part["input_rows"],
            inputs=read_reference(part["fields"], None),
            outputs=read_reference(part["outputs"], None),
        )
        for part in profile.get("slices", ())
    }


def as_stored(windows: Mapping[SliceKey, SliceWindow]) -> list[dict[str, Any]]:
    """Those of a day, for ``drift_days.slices``."""
    return [
        {
            "column": column,
            "value": value,
            "inputs": msgspec.to_builtins(window.inputs),
            "outputs": msgspec.to_builtins(window.outputs),
        }
        for (column, value), window in windows.items()
    ]


def slice_windows(
    session: Session, *, model: str, version: int, first: date, last: date
) -> dict[SliceKey, SliceWindow]:
    """From ``first`` to ``last``, both included, added up."""
    statement = (
        select(DriftDay.slices)
        .where(
            DriftDay.model_name == model,
            DriftDay.version == version,
            DriftDay.day >= first,
            DriftDay.day <= last,
        )
        .order_by(DriftDay.day)
    )
    found: dict[SliceKey, SliceWindow] = {}
    for day in session.scalars(statement):
        for part in day or ():
            key = (part["column"], part["value"])
            counted = SliceWindow(read_window(part["inputs"]), read_window(part["outputs"]))
            found[key] = found.get(key, SliceWindow()) + counted
    return found


def slice_drift(
    reference: SliceReference, window: SliceWindow, *, fewest_rows: int
) -> dict[str, Any]:
    """As a check's ``drift`` is stored, of one slice; no ``outputs`` where nothing is known of
    what goes out."""
    limits = DriftLimits(fewest_rows=fewest_rows)
    found = _side("input", reference.inputs, window.inputs, limits)
    if reference.outputs.columns:
        found |= _side("output", reference.outputs, window.outputs, limits)
    return found


def _side(side: str, reference: Reference, window: Window, limits: DriftLimits) -> dict[str, Any]:
    report = check_drift(reference, window, limits, Floors(reference.columns, seed=FLOOR_SEED))
    return {
        f"{side}s": msgspec.to_builtins(report),
        f"{side}_reference": msgspec.to_builtins(reference.columns),
        f"{side}_counts": msgspec.to_builtins(window),
    }


def largest_first(
    references: Mapping[SliceKey, SliceReference], windows: Mapping[SliceKey, SliceWindow]
) -> Sequence[tuple[SliceKey, SliceReference, SliceWindow]]:
    """The slices that have rows in the window, by column, then by rows."""
    known = [
        (key, reference, windows[key])
        for key, reference in references.items()
        if key in windows and windows[key].inputs.rows
    ]
    return sorted(known, key=lambda entry: (entry[0][0], -entry[2].inputs.rows, entry[0][1]))
