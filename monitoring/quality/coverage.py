"""Share of truths inside their prediction interval; right when near its nominal share."""

from monitoring.quality.arrays import Floats


def covered(truth: Floats, lower: Floats, upper: Floats) -> Floats:
    """Per-row 1.0 where ``lower`` ≤ truth ≤ ``upper``, else 0.0."""
    return ((truth >= lower) & (truth <= upper)).astype(float)
