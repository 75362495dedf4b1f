"""A confidence sequence for the mean of a row, by rows or clusters of them; no limits known."""

import numpy as np

from monitoring.sequential.interval import ALPHA, Interval
from monitoring.sequential.moments import Moments
from monitoring.sequential.normal_mixture import half_width, spread_is_known

ROUNDING = 1e-12
"""Share of a variance that rounding may leave where nothing is left."""


def mean_interval(moments: Moments, *, planned_units: float, alpha: float = ALPHA) -> Interval:
    """The mean of y per x: with pairs (rows, total), the mean value of a row.

    The ratio's variance is that of the totals about the ratio times the rows (Cochran, 1977,
    Sampling Techniques, section 6.4). The interval is narrowest at about ``planned_units`` and
    holds at every look whatever they are. Infinite limits where too little is known, as
    ``normal_mixture`` says.
    """
    if moments.count == 0 or moments.mean_x <= 0:
        return Interval(float("nan"), float("-inf"), float("inf"), moments.count, alpha)
    ratio = moments.mean_y / moments.mean_x
    squares = moments.yy - 2 * ratio * moments.xy + ratio**2 * moments.xx
    if not varies(moments) or squares <= ROUNDING * moments.yy:
        return Interval(ratio, float("-inf"), float("inf"), moments.count, alpha)
    units, freedom = np.array(float(moments.count)), np.array(moments.count - 1.0)
    variance = np.maximum(squares, 0.0) / np.maximum(freedom, 1.0)
    width = float(half_width(units, variance, freedom, planned_units=planned_units, alpha=alpha))
    width /= moments.mean_x
    return Interval(ratio, ratio - width, ratio + width, moments.count, alpha)


def varies(moments: Moments) -> bool:
    """Whether y varies, and not by a few units alone."""
    if moments.low_y == moments.high_y:
        return False
    numbers = (float(moments.count), moments.largest_square, moments.yy)
    return bool(spread_is_known(*map(np.array, numbers)))
