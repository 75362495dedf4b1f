"""Area under the ROC curve: the chance that a late row is scored above one that is not.

The Mann–Whitney form with ties counted half (Hanley and McNeil, 1982, Radiology 143(1)), with
weights, so that a bootstrap resample costs two cumulative sums and no sort. Higher is better.
"""

from dataclasses import dataclass

import numpy as np

from monitoring.quality.arrays import Floats, Ints
from monitoring.quality.bootstrap import Resampling

LARGEST_TABLE = 4_000_000
"""Cells of the tables of scores by clusters; beyond it each resample is ranked by itself."""


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

    def resampled(self, resampling: Resampling) -> Floats:
        """(resamples,) area in each; nan where a class was not drawn.

        A pair of rows is drawn as often as the product of its clusters' counts, so that few
        clusters need their pairs counted once for all resamples (Obuchowski, 1997).
        """
        clusters = resampling.draws.shape[1]
        if len(self.group_starts) * clusters > LARGEST_TABLE:
            return resampling.statistics(self.auc)
        cluster = resampling.cluster_of_row[self.order]
        positives, negatives = (
            self._by_cluster(cluster, kind, clusters)
            for kind in (self.positive, 1.0 - self.positive)
        )
        below = np.cumsum(negatives, axis=0) - negatives
        right = positives.T @ (below + 0.5 * negatives)
        draws = resampling.draws
        pairs = (draws @ positives.sum(axis=0)) * (draws @ negatives.sum(axis=0))
        with np.errstate(invalid="ignore"):
            areas: Floats = np.einsum("bc,cd,bd->b", draws, right, draws, optimize=True) / pairs
        return areas

    def _by_cluster(self, cluster: Ints, rows: Floats, clusters: int) -> Floats:
        """(groups, clusters) how many of ``rows`` each run of tied scores has."""
        group = np.zeros(len(rows), dtype=np.int64)
        group[self.group_starts[1:]] = 1
        cell = np.cumsum(group) * clusters + cluster
        groups = len(self.group_starts)
        counts = np.bincount(cell, rows, groups * clusters).astype(np.float64)
        return counts.reshape(groups, clusters)


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
