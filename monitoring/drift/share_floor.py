"""The exact noise floor of the effects that are shares: missing, out of range, new categories.

Each is a count of rows with a property, of which the reference knows the share only from its own
rows: beta-binomial. The weights are those of ``no_drift``.
"""

from dataclasses import dataclass
from math import ceil, floor

from monitoring.drift.beta_binomial import lower_tail, upper_quantile, upper_tail
from monitoring.drift.counts import CategoryCounts, NumberCounts
from monitoring.drift.no_drift import SMALLEST_WEIGHT, unlisted_weight
from monitoring.drift.profile import CategoryProfile, ColumnProfile, NumberProfile

ROUNDING = 1e-9


@dataclass(frozen=True)
class ShareNoise:
    threshold: float
    """What a share ``confidence`` of windows without drift stays at or under."""
    exceedance: float
    """Probability that a window without drift shows as much or more."""


def missing_noise(
    reference: ColumnProfile, missing: int, rows: int, confidence: float
) -> ShareNoise:
    """Of the absolute difference of shares: both directions count. Both sides have rows."""
    a = reference.missing + SMALLEST_WEIGHT
    b = reference.known + SMALLEST_WEIGHT
    share = reference.missing / reference.rows
    distance = abs(missing - rows * share)
    # The smallest and largest counts that are as far away as the one found.
    far_up = ceil(rows * share + distance - ROUNDING * rows)
    far_down = floor(rows * share - distance + ROUNDING * rows)
    exceedance = upper_tail(far_up, rows, a, b) + lower_tail(far_down, rows, a, b)
    tail = (1 - confidence) / 2
    most = upper_quantile(tail, rows, a, b) / rows - share
    least = share - (rows - upper_quantile(tail, rows, b, a)) / rows
    return ShareNoise(max(most, least), min(1.0, exceedance))


def out_of_range_noise(
    reference: NumberProfile, counts: NumberCounts, confidence: float
) -> ShareNoise:
    """Both sides have known rows."""
    a, b = 2.0, max(reference.known - 1.0, SMALLEST_WEIGHT)
    exceedance = upper_tail(counts.below + counts.above, counts.known, a, b)
    most = upper_quantile(1 - confidence, counts.known, a, b)
    return ShareNoise(most / counts.known, exceedance)


def new_category_noise(
    reference: CategoryProfile, counts: CategoryCounts, confidence: float
) -> ShareNoise:
    """Both sides have known rows."""
    a = unlisted_weight(reference)
    b = max(reference.known - a, SMALLEST_WEIGHT)
    exceedance = upper_tail(counts.unlisted, counts.known, a, b)
    most = upper_quantile(1 - confidence, counts.known, a, b) / counts.known
    return ShareNoise(max(0.0, most - reference.other / reference.known), exceedance)
