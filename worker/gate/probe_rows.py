"""Rows that look for holes: every category, every null, every end of a range."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import prod
from typing import Any

from api.artifact.schema import Field, Schema
from api.serving.limits import NUMPY_TYPES, float_bounds, is_whole, refuses_unknown, whole_bounds

UNSEEN = "zz"
FURTHEST = 1e6
"""Where a range has no end, numbers are probed up to here."""


@dataclass(frozen=True)
class ProbeRow:
    what: str
    """For example ``carrier = UA``."""
    row: dict[str, Any]


def probe_rows(schema: Schema, typical: Sequence[dict[str, Any]]) -> tuple[ProbeRow, ...]:
    """Each typical row, with one field at a time set to each of its remarkable values, and once
    with every field null that may be."""
    nothing = {field.name: None for field in schema.fields if field.nullable}
    variants: list[tuple[str, dict[str, Any]]] = [
        (f"{field.name} = {_shown(value)}", {field.name: value})
        for field in schema.fields
        for value in remarkable_values(field)
    ]
    if nothing:
        variants.append(("everything null that may be", nothing))
    return tuple(
        ProbeRow(what, {**row, **changed}) for what, changed in variants for row in typical
    )


def remarkable_values(field: Field) -> Iterator[Any]:
    if field.nullable:
        yield None
    if field.kind == "tensor":
        yield from ([end] * prod(field.shape) for end in _ends(field))
    elif field.kind == "boolean":
        yield from (False, True)
    elif field.kind in ("category", "text"):
        yield from field.choices
        if not refuses_unknown(field):
            yield UNSEEN[: field.max_length]
    else:
        yield from _ends(field)


def _ends(field: Field) -> tuple[Any, ...]:
    if NUMPY_TYPES[field.datatype] in (NUMPY_TYPES["BYTES"], NUMPY_TYPES["BOOL"]):
        return ()
    if is_whole(field):
        least, most = whole_bounds(field)
        return max(least, -int(FURTHEST)), min(most, int(FURTHEST))
    low, high = float_bounds(field)
    return max(low, -FURTHEST), min(high, FURTHEST)


def _shown(value: Any) -> str:
    if isinstance(value, list):
        return f"all {value[0]}"
    return "null" if value is None else str(value)
