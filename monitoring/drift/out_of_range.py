"""How many values lie beyond everything that the reference saw."""

from monitoring.drift.counts import NumberCounts


def out_of_range_share(counts: NumberCounts) -> float:
    """Share of the known values under the reference's minimum or over its maximum; 0–1.

    The window has known values.
    """
    return (counts.below + counts.above) / counts.known
