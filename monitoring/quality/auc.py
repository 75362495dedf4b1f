"""Area under the ROC curve: the chance that a late row is scored above one that is not.

The Mann–Whitney form with ties counted half (Hanley and McNeil, 1982, Radiology 143(1)), with
weights, so that a bootstrap resample costs two cumulative sums and no sort. Higher is better.
"""

from dataclasses import dataclass

import numpy as np

from monitoring.quality.arrays import Floats, Ints


@dataclass(frozen=True)
class RankedScores:
    """Rows in the order of their scores, sorted once for any number of weightings."""

    order: Ints
    positive: Floats
    group_starts: Ints
    """Where each run of tied scores begins."""

    def auc(self, weights: Floats) -> float:
        """Area with each row counted ``weights[row]`` times; nan where a class has no weight."""
        weight = weights[self.order]
        positives = np.add.reduceat(weight * self.positive, self.group_starts)
        negatives = np.add.reduceat(weight * (1.0 - self.positive), self.group_starts)
        pairs = positives.sum() * negatives.sum()
        if pairs == 0:
            return float("nan")
        below = np.cumsum(negatives) - negatives
        return float((positives * (below + 0.5 * negatives)).sum() / pairs)


def rank(truth: Ints, score: Floats) -> RankedScores:
    """Sort rows by ``score``; ``truth`` (n,) is 0 or 1. Refuses an empty array."""
    if len(truth) == 0:
        raise ValueError("no rows to rank")
    order = np.argsort(score, kind="stable")
    ranked = score[order]
    starts = np.flatnonzero(np.concatenate(([True], ranked[1:] != ranked[:-1])))
    return RankedScores(order, truth[order].astype(float), starts)


def auc(truth: Ints, score: Floats) -> float:
    """Area of one unweighted sample; nan where there is only one class."""
    return rank(truth, score).auc(np.ones(len(truth)))
