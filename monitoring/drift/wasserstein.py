"""Wasserstein-1 distance from binned counts, in standard deviations of the reference.

W₁ is the area between the two distribution functions. Bins give these exactly at their edges;
between them values count as spread evenly. Values beyond the reference's range count as lying at
its nearer end, so that one absurd value cannot be the whole distance; how many there are is an
effect size of its own (``out_of_range``).

How far a value can be from where it is counted is bounded by its bin: ``error_bound``.
"""

import numpy as np

from monitoring.drift.profile import NumberProfile
from monitoring.quality.arrays import Floats


def wasserstein(reference: NumberProfile, counts: Floats, below: Floats, above: Floats) -> Floats:
    """(...) distance of ``counts`` (..., k), of which ``below`` and ``above`` (...) rows lie
    outside the range; 0 or more. 0 for a reference of one value only; nan for no rows or a
    reference without any."""
    left, right, width = _gaps(reference, counts, below, above)
    together = np.abs(left) + np.abs(right)
    # Where the functions cross between two edges there are two triangles, not a trapezium.
    crossing = (left**2 + right**2) / np.where(together == 0, 1.0, together)
    area = np.where(left * right < 0, crossing, together) / 2
    return _in_deviations(reference, (area * width).sum(axis=-1))


def mean_shift(reference: NumberProfile, counts: Floats, below: Floats, above: Floats) -> Floats:
    """(...) by how much the window's mean lies higher, in the same unit; within ± the distance."""
    left, right, width = _gaps(reference, counts, below, above)
    return _in_deviations(reference, -((left + right) / 2 * width).sum(axis=-1))


def error_bound(reference: NumberProfile, counts: Floats) -> Floats:
    """(...) the most by which ``wasserstein`` can differ from that of the values themselves, had
    those beyond the range been moved to its ends: each row is at most half a bin's width from an
    even spread on average, on either side."""
    points = _points(reference)
    shares = _shares(counts) + _shares(np.array(reference.counts, dtype=float))
    return _in_deviations(reference, (shares * np.diff(points)).sum(axis=-1) / 2)


def standard_deviation(reference: NumberProfile) -> float:
    """Sealed, or for older profiles that of values spread evenly in their bins; nan without any."""
    if reference.standard_deviation is not None:
        return reference.standard_deviation
    points, shares = _points(reference), _shares(np.array(reference.counts, dtype=float))
    middle, width = (points[1:] + points[:-1]) / 2, np.diff(points)
    mean = (shares * middle).sum()
    return float(np.sqrt((shares * ((middle - mean) ** 2 + width**2 / 12)).sum()))


def _gaps(
    reference: NumberProfile, counts: Floats, below: Floats, above: Floats
) -> tuple[Floats, Floats, Floats]:
    """Window minus reference distribution function at each bin's ends (..., k), and its width."""
    own = np.array(reference.counts, dtype=float)
    window_left, window_right = _distribution(counts, below, above)
    own_left, own_right = _distribution(own, np.zeros(()), np.zeros(()))
    return window_left - own_left, window_right - own_right, np.diff(_points(reference))


def _distribution(counts: Floats, below: Floats, above: Floats) -> tuple[Floats, Floats]:
    """Shares up to each bin's left and right end; the range starts and ends inside the open bins,
    or inside any other where the bins were fixed beforehand."""
    rows = counts.sum(axis=-1, keepdims=True)
    with np.errstate(invalid="ignore"):
        up_to = np.cumsum(counts, axis=-1) / rows
        first, last = below[..., None] / rows, 1 - above[..., None] / rows
    inner = np.clip(up_to[..., :-1], first, last)
    return np.concatenate([first, inner], axis=-1), np.concatenate([inner, last], axis=-1)


def _points(reference: NumberProfile) -> Floats:
    """(k + 1,) ends of the bins, those outside the reference's range moved to its ends."""
    if reference.minimum is None or reference.maximum is None:
        return np.full(len(reference.counts) + 1, np.nan)
    points = np.array([reference.minimum, *reference.edges, reference.maximum])
    inside: Floats = np.clip(points, reference.minimum, reference.maximum)
    return inside


def _shares(counts: Floats) -> Floats:
    with np.errstate(invalid="ignore"):
        shares: Floats = counts / counts.sum(axis=-1, keepdims=True)
    return shares


def _in_deviations(reference: NumberProfile, distance: Floats) -> Floats:
    scale = standard_deviation(reference)
    return distance if scale == 0 else distance / scale
