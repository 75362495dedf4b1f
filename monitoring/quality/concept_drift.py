"""Whether, when and by how much the errors changed: River's ADWIN on the error stream.

ADWIN keeps a window of the latest errors and raises an alarm when the means of an older and a newer
part differ by more than a Hoeffding-type bound allows (Bifet and Gavaldà, 2007, SDM). Where the
change began is then the likeliest split of the errors since the change before (Hinkley, 1970,
Biometrika 57(1)), and a new window starts there. All is worked out anew from the stored errors in
event order, so that late truth changes the answer as if it had come in time.

Where rows go together (one stormy day), give it the mean of each cluster: by rows it would call
every storm a drift. The bound knows only the errors' limits, so that it takes hundreds of errors to
notice a change of a tenth of them.
"""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from river.drift import ADWIN

from monitoring.quality.arrays import Floats
from monitoring.quality.estimate import TooLittleData

MINIMUM_ERRORS = 40
DELTA = 0.002
"""Chance of a false cut at one check of a stable stream (their theorem 3.1)."""


@dataclass(frozen=True)
class Change:
    detected_at: int
    """Position of the error at which it was noticed."""
    began_at: int
    """Position of the first error that belongs to the new level, as the likeliest."""
    before: float
    """Mean error from the change before, or the first error, up to ``began_at``."""
    after: float
    """Mean error from ``began_at`` up to the next change, or the end."""


@dataclass(frozen=True)
class ConceptDrift:
    errors: int
    changes: tuple[Change, ...]

    @property
    def drifted(self) -> bool:
        return bool(self.changes)

    @property
    def total_change(self) -> float:
        """Mean error at the end less that at the start, by the changes; above 0 is worse."""
        return self.changes[-1].after - self.changes[0].before if self.changes else 0.0


def find_concept_drift(
    errors: Floats, *, largest_error: float = 1.0, delta: float = DELTA
) -> ConceptDrift | TooLittleData:
    """Look for changes in (n,) errors from 0 to ``largest_error``, in event order.

    Refuses errors beyond these limits, and nan: the bound rests on them.
    """
    if not ((errors >= 0) & (errors <= largest_error)).all():
        raise ValueError(f"an error lies outside [0, {largest_error}]")
    if len(errors) < MINIMUM_ERRORS:
        reason = f"{len(errors)} errors are too few: it takes {MINIMUM_ERRORS}"
        return TooLittleData(len(errors), reason)
    return ConceptDrift(len(errors), _measured(errors, _cuts(errors / largest_error, delta)))


def _cuts(scaled: Floats, delta: float) -> list[tuple[int, int]]:
    """(detected_at, began_at) of each change, in order."""
    start, cuts = 0, []
    while (seen := _errors_until_alarm(scaled[start:], delta)) is not None:
        began = start + likeliest_split(scaled[start : start + seen])
        cuts.append((start + seen - 1, began))
        start = began
    return cuts


def _errors_until_alarm(scaled: Floats, delta: float) -> int | None:
    window = ADWIN(delta=delta)  # type: ignore[no-untyped-call]  # River types only parts of itself
    for seen, error in enumerate(scaled.tolist(), start=1):
        window.update(error)  # type: ignore[no-untyped-call]
        if window.drift_detected:
            return seen
    return None


def likeliest_split(values: Floats) -> int:
    """Length of the first part, 1 to n − 1, of the two whose means explain most of the variance."""
    count = len(values)
    length = np.arange(1, count)
    gap = np.cumsum(values)[:-1] - length * values.mean()
    return int(np.argmax(gap**2 / (length * (count - length)))) + 1


def _measured(errors: Floats, cuts: list[tuple[int, int]]) -> tuple[Change, ...]:
    borders = [0, *(began for _, began in cuts), len(errors)]
    levels = [float(np.mean(errors[start:end])) for start, end in pairwise(borders)]
    return tuple(
        Change(detected, began, before, after)
        for (detected, began), (before, after) in zip(cuts, pairwise(levels), strict=True)
    )
