"""The rules that turn effects into severities: pure, with their parameters in ``DriftLimits``."""

from collections.abc import Sequence

from monitoring.drift.joint_check import JointEffect
from monitoring.drift.limits import DriftLimits, Severity
from monitoring.drift.report import Effect

RANK: dict[Severity, int] = {"too little data": 0, "none": 0, "moderate": 1, "serious": 2}


def effect_severity(effect: Effect, limits: DriftLimits) -> Severity:
    """None of an effect within the noise, however large it looks: small windows are noisy."""
    size = abs(effect.value)
    if size <= effect.floor:
        return "none"
    return limits.effects[effect.name].severity(size)


def feature_severity(effects: Sequence[Effect], adjusted: float, limits: DriftLimits) -> Severity:
    """The worst of the effects, of a feature that false discovery control lets through."""
    if adjusted > limits.false_discovery_rate:
        return "none"
    return max((effect_severity(effect, limits) for effect in effects), key=RANK.__getitem__)


def joint_severity(effect: JointEffect, adjusted: float, limits: DriftLimits) -> Severity:
    if adjusted > limits.false_discovery_rate or abs(effect.value) <= effect.floor:
        return "none"
    return limits.joint.severity(abs(effect.value))


def overall_severity(
    features: Sequence[Severity], joint: Severity, limits: DriftLimits
) -> Severity:
    """Of a whole report. Features with too little data are left out; where all are, the report is
    too little data as well, unless the joint check found something: it is never a pass."""
    judged = [severity for severity in features if severity != "too little data"]
    if not judged:
        return "too little data" if joint == "none" else joint
    serious = judged.count("serious")
    drifted = serious + judged.count("moderate")
    if serious and serious >= limits.serious_share * len(judged):
        return "serious"
    if drifted and drifted >= limits.widespread_share * len(judged):
        return "serious"
    return max("moderate" if drifted else "none", joint, key=RANK.__getitem__)
