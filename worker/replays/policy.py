"""The policies that a replay of the year is played under."""

from api.core.policies.types import (
    Canary,
    CanaryStep,
    Checks,
    GateDemands,
    GuardrailLimits,
    Policy,
    Probation,
    Recalibration,
    Retraining,
    ShadowDemands,
)

FLIGHTS = Policy(
    checks=Checks(every_hours=24.0, drift_window_days=7.0, quality_window_days=28.0),
    retraining=Retraining(
        automatic=True,
        drift_checks=None,
        new_truth_share=0.3,
        cooldown_hours=45 * 24.0,
        budget=4,
        budget_days=300.0,
        holdout_days=6,
        calibration_days=8,
        refit=True,
        parameters={"calibration_blocks": 0},
        recalibration=Recalibration(
            schedule_days=7.0, cooldown_hours=5 * 24.0, window_days=12, holdout_days=6
        ),
    ),
    gate=GateDemands(margin=0.05, slice_margin=0.25),
    shadow=ShadowDemands(demand="no_harm", min_rows=300, min_days=0.5, max_days=7.0),
    canary=Canary(steps=(CanaryStep(0.5, 100, 12.0),), max_days=5.0),
    guardrails=GuardrailLimits(max_score_shift=4.0),
    probation=Probation(days=7.0),
    approvals=(),
)
"""Flights change with the season: by the month there is a third more to learn from, and the share
of late ones moves by the week. A recalibration changes little and is wanted soon, so that live rows
need show no more than that nothing speaks against it; the old version stays beside it for a week.
After a season, a retrained model's scores are meant to lie elsewhere: only a wild shift stops it.
The thresholds were chosen on this same year, see docs/loop-statistics.md.
"""
