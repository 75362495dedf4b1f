"""A figure with its interval, or the answer that there is too little to give one."""

from dataclasses import dataclass
from statistics import NormalDist

import numpy as np

from monitoring.quality.arrays import Floats, Ints
from monitoring.quality.bootstrap import CONFIDENCE

MINIMUM_ROWS = 30
MINIMUM_CLUSTERS = 5


@dataclass(frozen=True)
class Estimate:
    value: float
    lower: float
    upper: float
    rows: int
    confidence: float


@dataclass(frozen=True)
class TooLittleData:
    rows: int
    reason: str
    """In words, for the person who asked."""


def mean_estimate(
    values: Floats, *, clusters: Ints | None = None, confidence: float = CONFIDENCE
) -> Estimate | TooLittleData:
    """The mean of per-row ``values`` (Brier, log loss, absolute error, right or wrong …).

    For one look at one window; by the normal approximation, with a cluster-robust error where
    ``clusters`` (n,) labels rows that go together (Liang and Zeger, 1986, Biometrika 73(1)).
    """
    refusal = too_little(len(values), clusters)
    if refusal is not None:
        return refusal
    mean = float(values.mean())
    error = standard_error((values - mean) / len(values), clusters)
    return normal_estimate(mean, error, len(values), confidence)


def too_little(rows: int, clusters: Ints | None) -> TooLittleData | None:
    if rows < MINIMUM_ROWS:
        return TooLittleData(rows, f"{rows} rows are too few: it takes {MINIMUM_ROWS}")
    if clusters is not None and len(np.unique(clusters)) < MINIMUM_CLUSTERS:
        found = len(np.unique(clusters))
        return TooLittleData(rows, f"{found} clusters are too few: it takes {MINIMUM_CLUSTERS}")
    return None


def standard_error(influence: Floats, clusters: Ints | None) -> float:
    """Of a statistic whose rows contribute ``influence`` (n,), which sums to about 0.

    Sums within clusters are squared, and G/(G − 1) makes up for their common mean.
    """
    totals = influence if clusters is None else _totals(influence, clusters)
    count = len(totals)
    return float(np.sqrt(count / (count - 1) * np.square(totals).sum()))


def normal_estimate(
    value: float,
    error: float,
    rows: int,
    confidence: float,
    limits: tuple[float, float] = (float("-inf"), float("inf")),
) -> Estimate:
    """``value`` ± its error times the normal quantile, kept within ``limits``."""
    reach = NormalDist().inv_cdf(0.5 + confidence / 2) * error
    lower, upper = max(value - reach, limits[0]), min(value + reach, limits[1])
    return Estimate(value, lower, upper, rows, confidence)


def _totals(influence: Floats, clusters: Ints) -> Floats:
    _, index = np.unique(clusters, return_inverse=True)
    return np.bincount(index, influence).astype(np.float64)
