"""A confidence sequence for the mean of a row, by rows or clusters of them; no limits known."""

import numpy as np

from monitoring.sequential.interval import ALPHA, Interval
from monitoring.sequential.moments import Moments
from monitoring.sequential.normal_mixture import half_width


def mean_interval(moments: Moments, *, planned_units: float, alpha: float = ALPHA) -> Interval:
    """The mean of y per x: with pairs (rows, total), the mean value of a row.

    The ratio's variance is that of the totals about the ratio times the rows (Cochran, 1977,
    Sampling Techniques, section 6.4). The interval is narrowest at about ``planned_units`` and
    holds at every look whatever they are. Infinite limits where too little is known.
    """
    if moments.count == 0 or moments.mean_x <= 0:
        return Interval(float("nan"), float("-inf"), float("inf"), moments.count, alpha)
    ratio = moments.mean_y / moments.mean_x
    squares = moments.yy - 2 * ratio * moments.xy + ratio**2 * moments.xx
    units, freedom = np.array(float(moments.count)), np.array(moments.count - 1.0)
    variance = np.maximum(squares, 0.0) / np.maximum(freedom, 1.0)
    width = float(half_width(units, variance, freedom, planned_units=planned_units, alpha=alpha))
    width /= moments.mean_x
    return Interval(ratio, ratio - width, ratio + width, moments.count, alpha)
