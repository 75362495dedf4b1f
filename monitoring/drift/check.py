"""The drift check: a window against a reference, feature by feature and together.

An alarm needs three things: an effect above the noise floor that the reference itself implies for
so many rows, a feature that survives false discovery control over all of them, and an effect large
enough to matter. So neither a small window's noise nor a million rows' trifles alarm.
"""

import numpy as np

from monitoring.drift import reasons
from monitoring.drift.false_discovery import adjusted_exceedances
from monitoring.drift.joint_check import JointEffect, joint_effect
from monitoring.drift.judge import (
    effect_severity,
    feature_severity,
    joint_severity,
    overall_severity,
)
from monitoring.drift.limits import DriftLimits, Severity
from monitoring.drift.measure import Measured, measure
from monitoring.drift.noise_floor import Floors
from monitoring.drift.report import DriftReport, FeatureDrift, JointDrift
from monitoring.drift.window import Reference, Window


def check_drift(
    reference: Reference, window: Window, limits: DriftLimits, floors: Floors
) -> DriftReport:
    """Compare a window with its reference. ``floors`` are those of ``reference.columns``; kept
    between checks, they make the next one faster and change nothing else.

    Too little data is a severity of its own, for a feature and for the whole report. Refuses a
    window with rows that lacks one of the reference's columns (KeyError).
    """
    if window.rows < limits.fewest_rows:
        return _too_few_rows(reference, window, limits)
    measured = [
        measure(name, column, window.columns[name], limits, floors)
        for name, column in reference.columns.items()
    ]
    joint = _measure_joint(reference, window, limits)
    exceedances = [feature.exceedance for feature in measured]
    adjusted = _adjusted([*exceedances, joint.exceedance if joint else None])
    features = tuple(
        _judge(feature, value, limits)
        for feature, value in zip(measured, adjusted[:-1], strict=True)
    )
    together = _judge_joint(joint, adjusted[-1], limits)
    severity = overall_severity([f.severity for f in features], together.severity, limits)
    told = together.reason if together.flagged else ""
    return DriftReport(
        rows=window.rows,
        severity=severity,
        reason=reasons.report_reason(severity, features, told),
        features=features,
        joint=together,
    )


def _measure_joint(reference: Reference, window: Window, limits: DriftLimits) -> JointEffect | None:
    if reference.joint is None or window.joint is None or reference.joint.error_deviation == 0:
        return None
    return joint_effect(reference.joint, window.joint, limits.noise_confidence)


def _adjusted(exceedances: list[float | None]) -> list[float | None]:
    """Adjusted over those that were measured."""
    measured = np.array([value for value in exceedances if value is not None], dtype=float)
    adjusted = iter(adjusted_exceedances(measured).tolist())
    return [None if value is None else next(adjusted) for value in exceedances]


def _judge(feature: Measured, adjusted: float | None, limits: DriftLimits) -> FeatureDrift:
    severity: Severity = "too little data"
    if adjusted is not None:
        severity = feature_severity(feature.effects, adjusted, limits)
    if severity == "none" and feature.short:
        severity = "too little data"
    return FeatureDrift(
        name=feature.name,
        rows=feature.counts.rows,
        known_rows=feature.counts.known,
        effects=feature.effects,
        mean_shift=feature.shift,
        exceedance=feature.exceedance,
        adjusted_exceedance=adjusted,
        severity=severity,
        reason=_reason(feature, adjusted, severity, limits),
    )


def _reason(
    feature: Measured, adjusted: float | None, severity: Severity, limits: DriftLimits
) -> str:
    if severity == "too little data":
        return feature.short
    if severity == "none":
        beyond_chance = adjusted is not None and adjusted <= limits.false_discovery_rate
        return reasons.TOO_SMALL_TO_MATTER if beyond_chance else reasons.WITHIN_CHANCE
    weighed = [e for e in feature.effects if effect_severity(e, limits) == severity]
    told = min(weighed, key=lambda effect: reasons.MOST_TELLING.index(effect.name))
    return reasons.flagged_feature(told, feature.reference, feature.counts, feature.shift)


def _judge_joint(
    effect: JointEffect | None, adjusted: float | None, limits: DriftLimits
) -> JointDrift:
    if effect is None or adjusted is None:
        return JointDrift(None, None, None, None, "too little data", reasons.NO_REFERENCE)
    severity = joint_severity(effect, adjusted, limits)
    reason = reasons.TOGETHER
    if severity != "none":
        reason = reasons.RARER_TOGETHER if effect.value > 0 else reasons.ALIKE
    return JointDrift(effect.value, effect.floor, effect.exceedance, adjusted, severity, reason)


def _too_few_rows(reference: Reference, window: Window, limits: DriftLimits) -> DriftReport:
    reason = f"Too little data: {window.rows:,} rows, {limits.fewest_rows:,} are needed."
    features = tuple(
        FeatureDrift(
            name=name,
            rows=window.rows,
            known_rows=window.columns[name].known if name in window.columns else 0,
            effects=(),
            mean_shift=None,
            exceedance=None,
            adjusted_exceedance=None,
            severity="too little data",
            reason=reason,
        )
        for name in reference.columns
    )
    joint = JointDrift(None, None, None, None, "too little data", reason)
    return DriftReport(window.rows, "too little data", reason, features, joint)
