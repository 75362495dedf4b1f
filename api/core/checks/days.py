"""What is kept of each measured day."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

import msgspec
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from api.core.checks.judged import store_judged_day
from api.core.checks.slices import SliceKey, SliceWindow, as_stored
from api.core.insertion import insert_for
from api.core.tables import DriftDay, QualityDay
from monitoring.drift.stored import read_window
from monitoring.drift.window import Window
from monitoring.quality.sums import QualitySums

Answerer = tuple[int, str]
"""Version and variant."""


@dataclass
class CountedDay:
    """The rows about a day in the bins of a version's profile."""

    rows: int = 0
    """Live ones, whichever version answered."""
    inputs: Window = field(default_factory=Window)
    outputs: Window = field(default_factory=Window)
    """Of the answers that the version itself gave."""
    slices: dict[SliceKey, SliceWindow] = field(default_factory=dict)


def drift_day_rows(
    session: Session, *, model: str, version: int, first: date, last: date
) -> dict[date, int]:
    """Rows that each day had when it was counted into the version's bins."""
    statement = select(DriftDay.day, DriftDay.rows).where(
        DriftDay.model_name == model,
        DriftDay.version == version,
        DriftDay.day >= first,
        DriftDay.day <= last,
    )
    return {day: rows for day, rows in session.execute(statement)}  # noqa: C416 - rows are typed


def quality_day_rows(session: Session, *, model: str, first: date, last: date) -> dict[date, int]:
    """Rows that each day had when its quality was measured, over versions and variants."""
    statement = select(QualityDay.day, QualityDay.rows).where(
        QualityDay.model_name == model, QualityDay.day >= first, QualityDay.day <= last
    )
    found: dict[date, int] = {}
    for day, rows in session.execute(statement):
        found[day] = found.get(day, 0) + rows
    return found


def store_drift_day(
    session: Session,
    *,
    model: str,
    version: int,
    day: date,
    counted: CountedDay,
    now: datetime,
) -> None:
    """In place of what was kept before."""
    values = {
        "rows": counted.rows,
        "inputs": msgspec.to_builtins(counted.inputs),
        "outputs": msgspec.to_builtins(counted.outputs),
        "slices": as_stored(counted.slices),
        "measured_at": now,
    }
    statement = insert_for(session, DriftDay).values(
        model_name=model, version=version, day=day, **values
    )
    session.execute(
        statement.on_conflict_do_update(
            index_elements=["model_name", "version", "day"], set_=values
        )
    )


def store_quality_day(
    session: Session,
    *,
    model: str,
    day: date,
    sums: Mapping[Answerer, QualitySums],
    now: datetime,
) -> None:
    """All answerers of the day, in place of what was kept before."""
    session.execute(delete(QualityDay).where(QualityDay.model_name == model, QualityDay.day == day))
    session.add_all(
        QualityDay(
            model_name=model,
            version=version,
            variant=variant,
            day=day,
            rows=found.rows,
            truths=found.truths,
            sums=msgspec.to_builtins(found),
            measured_at=now,
        )
        for (version, variant), found in sums.items()
    )
    session.flush()
    answers = [(version, variant, found) for (version, variant), found in sums.items()]
    store_judged_day(session, model=model, day=day, sums=answers)


def drift_windows(
    session: Session, *, model: str, version: int, first: date, last: date
) -> tuple[Window, Window]:
    """Inputs and outputs from ``first`` to ``last``, both included, added up."""
    statement = (
        select(DriftDay.inputs, DriftDay.outputs)
        .where(
            DriftDay.model_name == model,
            DriftDay.version == version,
            DriftDay.day >= first,
            DriftDay.day <= last,
        )
        .order_by(DriftDay.day)
    )
    inputs, outputs = Window(), Window()
    for taken, given in session.execute(statement):
        inputs, outputs = inputs + read_window(taken), outputs + read_window(given)
    return inputs, outputs


def quality_days(
    session: Session,
    *,
    model: str,
    first: date,
    last: date,
    version: int | None = None,
    variants_not: Sequence[str] = (),
) -> Sequence[QualityDay]:
    """By day, version and variant."""
    statement = select(QualityDay).where(
        QualityDay.model_name == model,
        QualityDay.day >= first,
        QualityDay.day <= last,
        QualityDay.variant.not_in(variants_not),
    )
    if version is not None:
        statement = statement.where(QualityDay.version == version)
    ordered = statement.order_by(QualityDay.day, QualityDay.version, QualityDay.variant)
    return session.scalars(ordered.execution_options(populate_existing=True)).all()


def read_sums(stored: Mapping[str, Any]) -> QualitySums:
    return msgspec.convert(stored, QualitySums)
