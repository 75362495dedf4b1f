"""The multivariate check: is the mean reconstruction error of a window what chance gives?

Under no drift the difference of the two means is close to normal, with variance
error_deviation² · (1/window's rows + 1/reference's rows): errors are bounded, and a check needs
hundreds of rows.
"""

from dataclasses import dataclass
from math import erfc, sqrt
from statistics import NormalDist

from monitoring.drift.joint_profile import JointErrors, JointProfile


@dataclass(frozen=True)
class JointEffect:
    value: float
    """Window's mean error minus the reference's, in standard deviations of one row's error."""
    floor: float
    """What a share ``confidence`` of windows without drift stays at or under, in absolute value."""
    exceedance: float
    """Probability of at least this much, either way, where nothing has changed; 0–1."""


def joint_effect(reference: JointProfile, window: JointErrors, confidence: float) -> JointEffect:
    """The window has rows; the reference's errors vary."""
    mean = window.total / window.rows
    value = (mean - reference.error_mean) / reference.error_deviation
    noise = sqrt(1 / window.rows + 1 / reference.rows)
    floor = NormalDist().inv_cdf((1 + confidence) / 2) * noise
    return JointEffect(value, floor, erfc(abs(value) / noise / sqrt(2)))
