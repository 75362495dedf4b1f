"""Quantiles read off histogram counts. Pure."""

from collections.abc import Sequence

from api.core.predictions.types import LatencyQuantiles
from monitoring.metrics import LATENCY_BUCKETS_SECONDS


def quantiles(counts: Sequence[int]) -> LatencyQuantiles:
    """``counts`` by bucket, the last without upper bound."""
    return LatencyQuantiles(
        p50=quantile(counts, 0.50), p95=quantile(counts, 0.95), p99=quantile(counts, 0.99)
    )


def quantile(
    counts: Sequence[int], share: float, bounds: Sequence[float] = LATENCY_BUCKETS_SECONDS
) -> float | None:
    """The value below which ``share`` (0–1) lie, taking each bucket as evenly filled.

    None without any count; in the last bucket, which has no upper bound, its lower bound.
    """
    total = sum(counts)
    if total == 0:
        return None
    rank = share * total
    below = 0
    for index, upper in enumerate(bounds):
        lower = bounds[index - 1] if index else 0.0
        if counts[index] and below + counts[index] >= rank:
            return lower + (upper - lower) * (rank - below) / counts[index]
        below += counts[index]
    return bounds[-1]
