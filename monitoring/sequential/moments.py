"""Means and centred second moments of pairs (x, y): a summary that adds up without cancellation.

Pairs are (rows, total) of a cluster, where rows go together, or (1, value) of a single row, or
(covariate, outcome) of a subject in an experiment. Take clusters, usually days, whenever rows share
what makes their values high or low: neighbouring rows then tell less than their number says, and an
interval by rows is too narrow. One cluster must be whole before it is added.
"""

from dataclasses import dataclass

import numpy as np

from monitoring.quality.arrays import Floats, Ints


@dataclass(frozen=True)
class Moments:
    count: int = 0
    mean_x: float = 0.0
    mean_y: float = 0.0
    xx: float = 0.0
    """Sum of squares of x about its mean; ``yy`` and ``xy`` likewise."""
    yy: float = 0.0
    xy: float = 0.0
    low_y: float = 0.0
    high_y: float = 0.0
    """Least and greatest y; 0 of no pairs."""

    @property
    def largest_square(self) -> float:
        """Square of the y farthest from the mean, which shows when one unit outweighs the rest."""
        return max(self.high_y - self.mean_y, self.mean_y - self.low_y) ** 2


def update(moments: Moments, x: Floats, y: Floats) -> Moments:
    """Add (n,) pairs. Refuses nan and infinite values."""
    if not (np.isfinite(x).all() and np.isfinite(y).all()):
        raise ValueError("a value is nan or infinite")
    if len(x) == 0:
        return moments
    dx, dy = x - x.mean(), y - y.mean()
    sums = (float(dx @ dx), float(dy @ dy), float(dx @ dy))
    limits = (float(y.min()), float(y.max()))
    return merge(moments, Moments(len(x), float(x.mean()), float(y.mean()), *sums, *limits))


def merge(one: Moments, other: Moments) -> Moments:
    """Moments of both together (Chan, Golub and LeVeque, 1983, American Statistician 37(3))."""
    if one.count == 0 or other.count == 0:
        return other if one.count == 0 else one
    count = one.count + other.count
    dx, dy = other.mean_x - one.mean_x, other.mean_y - one.mean_y
    share, weight = other.count / count, one.count * other.count / count
    return Moments(
        count,
        one.mean_x + share * dx,
        one.mean_y + share * dy,
        one.xx + other.xx + weight * dx * dx,
        one.yy + other.yy + weight * dy * dy,
        one.xy + other.xy + weight * dx * dy,
        min(one.low_y, other.low_y),
        max(one.high_y, other.high_y),
    )


def add_rows(moments: Moments, values: Floats) -> Moments:
    """Add (n,) values, each row a cluster by itself."""
    return update(moments, np.ones(len(values)), values)


def add_clusters(moments: Moments, values: Floats, clusters: Ints) -> Moments:
    """Add the rows' sums by cluster; ``clusters`` (n,) labels the rows."""
    _, index = np.unique(clusters, return_inverse=True)
    rows = np.bincount(index).astype(np.float64)
    totals = np.bincount(index, values, minlength=len(rows)).astype(np.float64)
    return update(moments, rows, totals)
