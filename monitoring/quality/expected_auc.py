"""The area under the ROC curve that calibrated probabilities lead one to expect."""

import numpy as np

from monitoring.quality.arrays import Floats
from monitoring.quality.estimate import Estimate, normal_estimate


def expected_auc(probability: Floats, confidence: float) -> Estimate | None:
    """Expected rightly ordered pairs over expected pairs, ties counted half.

    The error is that of outcomes drawn row by row, by the first derivative of the area in each
    outcome. None where no pair of different outcomes can be expected.
    """
    one, zero = probability, 1.0 - probability
    itself = float((one * zero).sum())
    pairs = float(one.sum() * zero.sum()) - itself
    if pairs <= 0 or itself <= 0:
        return None
    zeros_below = _weight_below(probability, zero)
    ones_above = one.sum() - _weight_below(probability, one)
    # A row is no pair with itself: take its own half tie out.
    zeros_below, ones_above = zeros_below - 0.5 * zero, ones_above - 0.5 * one
    area = float((one * zeros_below).sum()) / pairs
    pairs_by_row = (zero.sum() - zero) - (one.sum() - one)
    slope = (zeros_below - ones_above - area * pairs_by_row) / pairs
    error = float(np.sqrt((one * zero * slope**2).sum()))
    return normal_estimate(area, error, len(probability), confidence, limits=(0.0, 1.0))


def _weight_below(score: Floats, weight: Floats) -> Floats:
    """(n,) weight of the rows scored below each row, and half of those scored the same."""
    _, group = np.unique(score, return_inverse=True)
    by_group = np.bincount(group, weight)
    below: Floats = (np.cumsum(by_group) - 0.5 * by_group)[group]
    return below
