"""Confidence intervals by the percentile bootstrap over clusters of rows.

Rows that share their circumstances (the flights of one stormy day) are not independent: whole
clusters are drawn with replacement (Davison and Hinkley, 1997, section 3.8). One ``Resampling`` is
used for the model and for its baseline, so that their difference is paired.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from monitoring.quality.arrays import Floats, Ints

CONFIDENCE = 0.95


@dataclass(frozen=True)
class Resampling:
    """``draws[b, c]``: how often cluster ``c`` was drawn in resample ``b``."""

    draws: Floats
    cluster_of_row: Ints

    def means(self, values: Floats) -> Floats:
        """(resamples,) mean of per-row ``values`` in each resample."""
        clusters = self.draws.shape[1]
        sums = np.bincount(self.cluster_of_row, values, minlength=clusters)
        rows = np.bincount(self.cluster_of_row, minlength=clusters)
        means: Floats = (self.draws @ sums) / (self.draws @ rows)
        return means

    def statistics(self, statistic: Callable[[Floats], float]) -> Floats:
        """(resamples,) ``statistic(row weights)`` of each resample."""
        return np.array([statistic(draw[self.cluster_of_row]) for draw in self.draws])


def resample(
    rows: int, *, clusters: Ints | None = None, resamples: int = 1000, seed: int
) -> Resampling:
    """Draw the resamples. ``clusters`` (n,) labels the rows; None takes each row by itself.

    Refuses zero rows: an empty sample has no interval.
    """
    if rows == 0:
        raise ValueError("no rows to resample")
    labels = np.arange(rows) if clusters is None else clusters
    distinct, index = np.unique(labels, return_inverse=True)
    count = len(distinct)
    generator = np.random.default_rng(seed)
    draws = generator.multinomial(count, np.full(count, 1.0 / count), size=resamples)
    return Resampling(draws.astype(float), index.astype(np.int64))


def interval(samples: Floats, confidence: float = CONFIDENCE) -> tuple[float, float]:
    """Percentile interval; resamples without a value (nan) are left out; (nan, nan) if all are."""
    known = samples[~np.isnan(samples)]
    if len(known) == 0:
        return float("nan"), float("nan")
    tail = (1.0 - confidence) / 2.0
    lower, upper = np.quantile(known, [tail, 1.0 - tail])
    return float(lower), float(upper)
