"""The area under the ROC curve with its interval.

DeLong, DeLong and Clarke-Pearson (1988, Biometrics 44(3)): each row's placement among the other
class is its contribution; summed within clusters where rows go together (Obuchowski, 1997,
Biometrics 53(2)).
"""

import numpy as np

from monitoring.quality.arrays import Floats, Ints
from monitoring.quality.bootstrap import CONFIDENCE
from monitoring.quality.estimate import (
    Estimate,
    TooLittleData,
    normal_estimate,
    standard_error,
    too_little,
)

MINIMUM_OF_A_CLASS = 10


def auc_estimate(
    truth: Ints, score: Floats, *, clusters: Ints | None = None, confidence: float = CONFIDENCE
) -> Estimate | TooLittleData:
    """``truth`` (n,) is 0 or 1. Too little where a class is rare, or the classes do not overlap."""
    rows, rarest = len(truth), int(min(truth.sum(), (1 - truth).sum()))
    refusal = too_little(rows, clusters)
    if refusal is not None:
        return refusal
    if rarest < MINIMUM_OF_A_CLASS:
        reason = f"{rarest} rows of one class are too few: it takes {MINIMUM_OF_A_CLASS}"
        return TooLittleData(rows, reason)
    placed = placements(truth, score)
    area = float(placed[truth == 1].mean())
    if area in (0.0, 1.0):
        return TooLittleData(rows, "the scores part the classes wholly: no error can be estimated")
    count = np.where(truth == 1, truth.sum(), (1 - truth).sum())
    error = standard_error((placed - area) / count, clusters)
    return normal_estimate(area, error, rows, confidence, limits=(0.0, 1.0))


def placements(truth: Ints, score: Floats) -> Floats:
    """(n,) share of the other class that each row is on the right side of, ties counted half."""
    ones, zeros = np.sort(score[truth == 1]), np.sort(score[truth == 0])
    above = _share_below(zeros, score)
    below = 1.0 - _share_below(ones, score)
    return np.where(truth == 1, above, below)


def _share_below(others: Floats, score: Floats) -> Floats:
    strictly = np.searchsorted(others, score, side="left")
    at_most = np.searchsorted(others, score, side="right")
    share: Floats = (strictly + at_most) / (2.0 * len(others))
    return share
