"""A confidence sequence for a quantile of a histogram that adds up, such as one of latencies.

The share of values at or below the true quantile is a rate whose value is known, so a bin edge
whose share has refuted it is not the quantile, whichever edges are tried (Howard and Ramdas, 2022,
Bernoulli 28(3), theorem 1; here with the Beta mixture of ``rate``). To compare two latencies, fix
the threshold before (the champion's 95th percentile in its reference) and compare the shares above
it: ``share_above`` of both, in ``rate_ratio`` or ``rate_difference``.
"""

import math

import numpy as np

from monitoring.quality.arrays import Floats, Ints
from monitoring.sequential.interval import ALPHA, Interval, require_level
from monitoring.sequential.rate import RateCounts, log_evidence


def quantile_interval(edges: Floats, counts: Ints, level: float, alpha: float = ALPHA) -> Interval:
    """The quantile at ``level`` lies in (lower, upper]; both are edges, or infinite.

    ``counts[i]`` values lie in (edges[i−1], edges[i]], the first and last bin being open; there is
    one edge fewer than counts. The estimate is the upper edge of the quantile's bin. Each side
    holds at ``alpha``/2, as values may be tied at the quantile.
    """
    require_level(alpha)
    rows, threshold = int(counts.sum()), math.log(2.0 / alpha)
    if rows == 0:
        return Interval(float("nan"), float("-inf"), float("inf"), 0, alpha)
    below = np.cumsum(counts)[:-1]
    refuted = np.array(
        [log_evidence(RateCounts(int(count), rows), level) >= threshold for count in below]
    )
    lower = edges[refuted & (below < level * rows)].max(initial=-np.inf)
    upper = edges[refuted & (below > level * rows)].min(initial=np.inf)
    estimate = edges[below >= level * rows].min(initial=np.inf)
    return Interval(float(estimate), float(lower), float(upper), rows, alpha)


def share_above(edges: Floats, counts: Ints, threshold: float) -> RateCounts:
    """Values above ``threshold``, which must be an edge: inside a bin there is no telling."""
    if threshold not in edges:
        raise ValueError(f"{threshold} is not an edge of the histogram")
    position = int(np.searchsorted(edges, threshold))
    return RateCounts(int(counts[position + 1 :].sum()), int(counts.sum()))
