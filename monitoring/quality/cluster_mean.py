"""The mean of rows that come in clusters, such as the flights of a day, with its interval.

Rows of one day share their weather: whole days are what varies independently. The mean over rows is
then a ratio of two sums over days, whose variance is that of the ratio estimator in cluster
sampling with clusters of unequal size (Cochran 1977, Sampling Techniques, 3rd edition, section
9A.1, without the finite-population correction); the interval is Student's, with one degree of
freedom less than there are days.
"""

from dataclasses import dataclass

import numpy as np
from scipy.special import stdtrit

from monitoring.quality.arrays import Floats

MINIMUM_CLUSTERS = 5
"""Fewer say too little about how they vary."""
CONFIDENCE = 0.95


@dataclass(frozen=True)
class ClusterMean:
    value: float
    """nan of no rows."""
    standard_error: float
    """nan where there are fewer than ``MINIMUM_CLUSTERS`` clusters."""
    lower: float
    """Of the interval for one look; nan as above."""
    upper: float
    rows: int
    clusters: int


@dataclass(frozen=True)
class MeanChange:
    """A mean less an earlier one."""

    value: float
    lower: float
    """nan where either mean has no interval."""
    upper: float


def cluster_mean(sums: Floats, rows: Floats) -> ClusterMean:
    """Of (clusters,) ``sums`` of what is averaged and numbers of ``rows``; clusters without rows
    are left out."""
    filled = rows > 0
    sums, rows = sums[filled], rows[filled]
    clusters, total = len(rows), float(rows.sum())
    value = float(sums.sum()) / total if total else float("nan")
    error = _standard_error(sums, rows, value)
    margin = _student(clusters - 1) * error
    return ClusterMean(value, error, value - margin, value + margin, int(total), clusters)


def mean_change(now: ClusterMean, before: ClusterMean) -> MeanChange:
    """The two windows are taken as independent; Student's quantile is that of the window with
    fewer clusters, which is wider than Welch's."""
    change = now.value - before.value
    error = float(np.hypot(now.standard_error, before.standard_error))
    margin = _student(min(now.clusters, before.clusters) - 1) * error
    return MeanChange(change, change - margin, change + margin)


def _standard_error(sums: Floats, rows: Floats, value: float) -> float:
    clusters = len(rows)
    if clusters < MINIMUM_CLUSTERS:
        return float("nan")
    residuals = sums - value * rows
    variance = clusters / (clusters - 1) * float(np.square(residuals).sum())
    return float(np.sqrt(variance)) / float(rows.sum())


def _student(degrees: int) -> float:
    """Two-sided quantile at ``CONFIDENCE``; nan without degrees of freedom."""
    if degrees < 1:
        return float("nan")
    return float(stdtrit(degrees, (1.0 + CONFIDENCE) / 2.0))
