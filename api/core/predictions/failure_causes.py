"""What the rows that a version failed on have in common. Pure."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

MIN_FAILED_ROWS = 5
"""Fewer have too much in common by chance."""
MIN_FAILED_SHARE = 0.9
MIN_DIFFERENCE = 0.5

Inputs = Mapping[str, Any]
Value = str | bool | int | None


@dataclass(frozen=True, slots=True)
class CommonCause:
    """One field's value that most failed rows have and most others have not."""

    field: str
    value: Value
    """None where the field was null or absent."""
    failed_share: float
    """Of the failed rows, those with this value; 0–1."""
    answered_share: float
    """Of the answered rows, those with this value; 0–1."""


def common_cause(failed: Sequence[Inputs], answered: Sequence[Inputs]) -> CommonCause | None:
    """The value that tells the failed rows best from the answered ones.

    Best by Youden's J, the share among the failed less the share among the answered (Youden 1950,
    "Index for rating diagnostic tests"). None where there are too few failed rows, none answered,
    or no value that stands out: an answer is a lead to follow, not a proof. Only texts, whole
    numbers, truth values and missing ones are looked at.
    """
    if len(failed) < MIN_FAILED_ROWS or not answered:
        return None
    fields = sorted({name for row in (*failed, *answered) for name in row})
    counts = Counter(_values(failed, fields))
    others = Counter(_values(answered, fields))
    causes = [
        CommonCause(field, value, number / len(failed), others[key] / len(answered))
        for key, number in counts.items()
        for field, _, value in [key]
    ]
    best = max(causes, key=_difference, default=None)
    if best is None or best.failed_share < MIN_FAILED_SHARE or _difference(best) < MIN_DIFFERENCE:
        return None
    return best


def _values(rows: Sequence[Inputs], fields: Sequence[str]) -> list[tuple[str, type, Value]]:
    # The type belongs to the key: to Python, True and 1 are one.
    return [
        (field, type(row.get(field)), row.get(field))
        for row in rows
        for field in fields
        if isinstance(row.get(field), str | bool | int | None)
    ]


def _difference(cause: CommonCause) -> float:
    return cause.failed_share - cause.answered_share
