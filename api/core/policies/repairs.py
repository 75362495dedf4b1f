"""Whether a model is to be repaired now, how, and why. Pure: a decision over recorded evidence."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from api.core.policies.observations import (
    Observations,
    QualityObservation,
    Repair,
    RepairHistory,
    Severity,
)
from api.core.policies.severity import quality_severity, serious_checks_running
from api.core.policies.types import Policy


@dataclass(frozen=True)
class RepairDecision:
    repair: Repair | None
    """None is a wait."""
    reason: str
    until: datetime | None = None
    """When a wait ends by itself; None where only an event ends it."""


@dataclass(frozen=True)
class _Trigger:
    reason: str
    is_loss: bool = False
    """Quality was lost, so that a repair must answer to how it was lost."""
    is_growth: bool = False
    """There is more to learn from, which no recalibration does."""


def decide_retraining(
    policy: Policy, observations: Observations, history: RepairHistory, now: datetime
) -> RepairDecision:
    """Retrain, recalibrate or wait.

    Quality decides before drift, drift before the schedule, and the schedule before new truth: the
    better the evidence, the sooner. A recalibration is cheap and has a cooldown of its own; only
    retrainings are counted against the budget.
    """
    if not policy.retraining.automatic:
        return RepairDecision(None, "a person: the policy starts no retraining by itself")
    if history.under_way is not None:
        return RepairDecision(None, f"the repair under way: {history.under_way}")
    trigger = _trigger(policy, observations, history, now)
    if trigger is None:
        return _routine(policy, history, now)
    if trigger.is_growth:
        chosen = RepairDecision(Repair.RETRAIN, trigger.reason)
    else:
        chosen = _choose(policy, observations.quality, trigger)
    if chosen.repair is Repair.RECALIBRATE:
        return _after_recalibration_cooldown(policy, chosen, history, now)
    if chosen.repair is Repair.RETRAIN:
        allowed = _within_budget(policy, chosen, history, now)
        return allowed if allowed.repair else _meanwhile(policy, allowed, history, now)
    return chosen


def _meanwhile(
    policy: Policy, held_back: RepairDecision, history: RepairHistory, now: datetime
) -> RepairDecision:
    """The routine goes on while a retraining has to wait."""
    routine = _routine(policy, history, now)
    if routine.repair is None:
        return held_back
    return RepairDecision(routine.repair, f"{routine.reason}; a retraining waits for its turn")


def _trigger(
    policy: Policy, observations: Observations, history: RepairHistory, now: datetime
) -> _Trigger | None:
    rules = policy.retraining
    quality = observations.quality
    lost = quality_severity(policy, quality) is Severity.SERIOUS
    if rules.on_quality_loss and quality is not None and lost:
        return _Trigger(f"its loss rose by {quality.loss_increase:.1%}", is_loss=True)
    running = serious_checks_running(policy, observations.drift)
    if rules.drift_checks is not None and running >= rules.drift_checks:
        return _Trigger(f"drift was serious in {running} checks running")
    due = _next_schedule(policy, history)
    if due is not None and now >= due:
        return _Trigger(
            f"the schedule asks for it every {rules.schedule_days:g} days", is_growth=True
        )
    return _new_truth(policy, observations)


def _new_truth(policy: Policy, observations: Observations) -> _Trigger | None:
    rules, rows, trained = policy.retraining, observations.new_truth_rows, observations.trained_rows
    if rules.new_truth_rows is not None and rows >= rules.new_truth_rows:
        return _Trigger(f"the truth of {rows:,} new rows has come", is_growth=True)
    if rules.new_truth_share is not None and trained and rows >= rules.new_truth_share * trained:
        return _Trigger(
            f"the truth of {rows:,} new rows has come, {rows / trained:.0%} of what it was "
            "trained on",
            is_growth=True,
        )
    return None


def _routine(policy: Policy, history: RepairHistory, now: datetime) -> RepairDecision:
    """Nothing is wrong: a scheduled recalibration, or a wait for the next one of either kind."""
    rules, retraining_due = policy.retraining.recalibration, _next_schedule(policy, history)
    if not rules.allowed or rules.schedule_days is None:
        return RepairDecision(None, "a reason to repair it", retraining_due)
    last = max((history.trained_at, *(past.at for past in history.repairs)))
    due = last + timedelta(days=rules.schedule_days)
    if now >= due:
        reason = f"a routine recalibration is due {rules.schedule_days:g} days after each repair"
        return RepairDecision(Repair.RECALIBRATE, reason)
    ends = [due] if retraining_due is None else [due, retraining_due]
    return RepairDecision(None, "a reason to repair it", min(ends))


def _choose(
    policy: Policy, quality: QualityObservation | None, trigger: _Trigger
) -> RepairDecision:
    """Which repair fits the harm; a loss that neither would mend is waited out."""
    rules = policy.retraining.recalibration
    retrain = RepairDecision(Repair.RETRAIN, trigger.reason)
    if not rules.allowed or quality is None or quality.rows < rules.min_rows:
        return retrain
    if quality.auc_loss is None or quality.calibration_shift is None:
        return retrain
    if not quality.auc_loss <= rules.max_auc_loss:
        why = f"it tells cases apart less well than it did (AUC {-quality.auc_loss:+.3f})"
        return RepairDecision(Repair.RETRAIN, f"{trigger.reason}, and {why}")
    if _calibration_is_lost(policy, quality):
        why = (
            "it still tells cases apart, but its predictions are "
            f"{quality.calibration_shift:+.1%} off the truth on average: recalibrating is enough"
        )
        return RepairDecision(Repair.RECALIBRATE, f"{trigger.reason}; {why}")
    if trigger.is_loss:
        why = "it still tells cases apart and is calibrated: the cases became harder, not it worse"
        return RepairDecision(None, f"easier days or more evidence: {trigger.reason}, but {why}")
    return retrain


def _calibration_is_lost(policy: Policy, quality: QualityObservation) -> bool:
    """Large enough to matter, and shown: the interval, where there is one, excludes zero."""
    lower, upper = quality.calibration_shift_lower, quality.calibration_shift_upper
    shift = quality.calibration_shift
    if shift is None or abs(shift) < policy.retraining.recalibration.min_calibration_shift:
        return False
    return lower is None or upper is None or not lower <= 0 <= upper


def _after_recalibration_cooldown(
    policy: Policy, chosen: RepairDecision, history: RepairHistory, now: datetime
) -> RepairDecision:
    cooldown = timedelta(hours=policy.retraining.recalibration.cooldown_hours)
    # A retraining calibrates, too.
    last = max((past.at for past in history.repairs), default=None)
    if last is not None and now < last + cooldown:
        return _held_back(chosen, "the cooldown after the last repair", last + cooldown)
    return chosen


def _within_budget(
    policy: Policy, chosen: RepairDecision, history: RepairHistory, now: datetime
) -> RepairDecision:
    rules = policy.retraining
    retrained = sorted(p.at for p in history.repairs if p.repair is Repair.RETRAIN)
    # The champion's own training is one, too.
    cooled = max((history.trained_at, *retrained)) + timedelta(hours=rules.cooldown_hours)
    if now < cooled:
        return _held_back(chosen, "the cooldown after the last training", cooled)
    period = timedelta(days=rules.budget_days)
    counted = [at for at in retrained if at > now - period]
    if len(counted) >= rules.budget:
        until = counted[-rules.budget] + period if rules.budget else None
        spent = f"the budget of {rules.budget} retrainings in {rules.budget_days:g} days"
        return _held_back(chosen, spent, until)
    return chosen


def _held_back(chosen: RepairDecision, by: str, until: datetime | None) -> RepairDecision:
    return RepairDecision(None, f"{by} to allow it to {chosen.repair}: {chosen.reason}", until)


def _next_schedule(policy: Policy, history: RepairHistory) -> datetime | None:
    days = policy.retraining.schedule_days
    if days is None:
        return None
    retrained = (past.at for past in history.repairs if past.repair is Repair.RETRAIN)
    return max((history.trained_at, *retrained)) + timedelta(days=days)
