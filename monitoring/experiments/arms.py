"""The difference of two arms' means, with the part that a covariate explains taken out.

A covariate known before allocation (a subject's past value) cannot differ between arms but by
chance, so that the share of the difference that it predicts is noise (CUPED: Deng, Xu, Kohavi and
Walker, 2013, WSDM). With one slope within both arms this is the analysis of covariance.
"""

import numpy as np

from monitoring.sequential.interval import Interval
from monitoring.sequential.mean import ROUNDING, varies
from monitoring.sequential.moments import Moments
from monitoring.sequential.normal_mixture import half_width


def difference_interval(
    control: Moments, treated: Moments, *, planned_subjects: float, alpha: float
) -> Interval:
    """Mean outcome of ``treated`` less that of ``control``; holds at every look.

    Moments are of (covariate, outcome), one pair a subject; where there is no covariate, x is 0
    throughout. Asymptotic, by the two-sample form of ``normal_mixture``; infinite limits while
    either arm has fewer than two subjects, or spread by a few of them alone.
    """
    subjects = control.count + treated.count
    if not (varies(control) and varies(treated)):
        return Interval(float("nan"), float("-inf"), float("inf"), subjects, alpha)
    slope = covariate_slope(control, treated)
    by_chance = slope * (treated.mean_x - control.mean_x)
    estimate = treated.mean_y - control.mean_y - by_chance
    variance, freedom = _variance_of_mean((control, treated), slope)
    units = np.array(float(subjects))
    width = float(
        half_width(
            units,
            np.array(variance * subjects),
            np.array(freedom),
            planned_units=planned_subjects,
            alpha=alpha,
        )
    )
    return Interval(estimate, estimate - width, estimate + width, subjects, alpha)


def covariate_slope(control: Moments, treated: Moments) -> float:
    """Change of outcome per covariate within the arms; 0 where the covariate never varies."""
    spread = control.xx + treated.xx
    return (control.xy + treated.xy) / spread if spread > 0 else 0.0


def _variance_of_mean(arms: tuple[Moments, Moments], slope: float) -> tuple[float, float]:
    """Variance of the difference and its degrees of freedom (Welch, 1947, Biometrika 34)."""
    left = [max(arm.yy - 2 * slope * arm.xy + slope**2 * arm.xx, ROUNDING * arm.yy) for arm in arms]
    parts = [squares / (arm.count - 1) / arm.count for squares, arm in zip(left, arms, strict=True)]
    total = sum(parts)
    freedom = sum(part**2 / (arm.count - 1) for part, arm in zip(parts, arms, strict=True))
    return total, total**2 / freedom
