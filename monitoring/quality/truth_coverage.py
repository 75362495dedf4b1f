"""How much truth is in yet, and whether the rows that lack it look like those that have it.

Quality is measured on rows with truth; where the others were scored differently (cancelled flights,
refused credits), it is the quality of a selection. Distances are Kolmogorov–Smirnov's, judged
against what chance gives *and* against a size that matters, so that a large window does not alarm
on nothing.
"""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from monitoring.quality.arrays import Floats

MINIMUM_ROWS = 50
"""With truth and without, each, to compare them."""
ALPHA = 0.01
SIZE_THAT_MATTERS = 0.1
"""Distance between the distributions of scores, 0–1."""


class Missing(StrEnum):
    NONE = "none"
    ALIKE = "alike"
    DIFFERENT = "different"
    TOO_FEW = "too few to tell"


@dataclass(frozen=True)
class TruthCoverage:
    predictions: int
    with_truth: int
    share: float
    """0–1; nan of no predictions."""
    score_distance: float
    """Between rows with and without truth, 0–1; nan where either has none."""
    chance_distance: float
    """What equal distributions exceed with probability ``ALPHA``; nan as above."""
    missing: Missing


def truth_coverage(score: Floats, has_truth: NDArray[np.bool_]) -> TruthCoverage:
    """Of (n,) predictions in a window. ``score`` is any number that orders them; no nan."""
    known, unknown = np.sort(score[has_truth]), np.sort(score[~has_truth])
    share = len(known) / len(score) if len(score) else float("nan")
    distance, chance = _distance(known, unknown), _distance_by_chance(len(known), len(unknown))
    missing = _judge(distance, chance, len(known), len(unknown))
    return TruthCoverage(len(score), len(known), share, distance, chance, missing)


def _judge(distance: float, chance: float, known: int, unknown: int) -> Missing:
    if unknown == 0:
        return Missing.NONE
    if min(known, unknown) < MINIMUM_ROWS:
        return Missing.TOO_FEW
    return Missing.DIFFERENT if distance > max(chance, SIZE_THAT_MATTERS) else Missing.ALIKE


def _distance(one: Floats, other: Floats) -> float:
    """Largest gap between two distribution functions, of sorted values."""
    if len(one) == 0 or len(other) == 0:
        return float("nan")
    at = np.concatenate([one, other])
    first = np.searchsorted(one, at, side="right") / len(one)
    second = np.searchsorted(other, at, side="right") / len(other)
    return float(np.abs(first - second).max())


def _distance_by_chance(one: int, other: int) -> float:
    """Smirnov's asymptotic bound (1948, Annals of Mathematical Statistics 19(2))."""
    if one == 0 or other == 0:
        return float("nan")
    return float(np.sqrt(-np.log(ALPHA / 2) / 2 * (one + other) / (one * other)))
