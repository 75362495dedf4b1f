"""Whether a policy makes sense, and if not, why: every contradiction in a sentence. Pure."""

from collections.abc import Iterator
from itertools import pairwise
from typing import ClassVar

from api.core.errors import FarolError, Kind
from api.core.policies.types import Policy


class PolicyRefused(FarolError):
    """The policy contradicts itself; the message says all of how."""

    kind: ClassVar[Kind] = "invalid"


HOURS = 24.0
MAX_DAYS = 36_500.0
MAX_NUMBER = 1e9
"""Of rows, ratios and the like: beyond it a number is a mistake."""
_SHARES = (
    "severity.drift_moderate_share",
    "severity.drift_serious_share",
    "shadow.min_truth_coverage",
    "shadow.max_dropped_share",
    "guardrails.max_error_share",
    "guardrails.max_nan_share",
    "retraining.recalibration.max_auc_loss",
    "retraining.recalibration.min_calibration_shift",
)
_POSITIVE = (
    "checks.every_hours",
    "checks.drift_window_days",
    "checks.quality_window_days",
    "checks.min_rows",
    "retraining.schedule_days",
    "retraining.drift_checks",
    "retraining.new_truth_rows",
    "retraining.new_truth_share",
    "retraining.budget_days",
    "retraining.recalibration.min_rows",
    "retraining.recalibration.schedule_days",
    "retraining.recalibration.window_days",
    "retraining.recalibration.holdout_days",
    "retraining.holdout_days",
    "gate.min_rows",
    "gate.min_slice_rows",
    "gate.max_latency_ratio",
    "gate.max_size_ratio",
    "gate.max_wait_days",
    "shadow.min_rows",
    "shadow.max_days",
    "shadow.approval_days",
    "canary.max_days",
    "guardrails.max_latency_ratio",
    "guardrails.max_score_shift",
    "probation.min_rows",
)
_NOT_NEGATIVE = (
    "retraining.calibration_days",
    "severity.quality_moderate_loss",
    "severity.quality_serious_loss",
    "retraining.cooldown_hours",
    "retraining.budget",
    "retraining.recalibration.cooldown_hours",
    "gate.margin",
    "gate.slice_margin",
    "shadow.min_days",
    "probation.days",
)


def require_consistent(policy: Policy) -> None:
    """Raises PolicyRefused with every contradiction."""
    found = contradictions(policy)
    if found:
        raise PolicyRefused(f"The policy contradicts itself: {' '.join(found)}")


def contradictions(policy: Policy) -> tuple[str, ...]:
    """One sentence each; values out of their range alone where there are any."""
    out_of_range = (*_out_of_range(policy), *_bad_canary_steps(policy))
    if out_of_range:
        return out_of_range
    return (
        *_severities(policy),
        *_windows(policy),
        *_retraining(policy),
        *_trial(policy),
        *_promotion(policy),
    )


def _out_of_range(policy: Policy) -> Iterator[str]:
    for path in _SHARES:
        value = _value(policy, path)
        if value is not None and not 0 <= value <= 1:
            yield f"{path} is {value:g}, and a share is 0 to 1."
    for path in _POSITIVE + _NOT_NEGATIVE:
        value, limit = _value(policy, path), _limit(path)
        if value is None:
            continue
        if path in _POSITIVE and not 0 < value <= limit:
            yield f"{path} is {value:g}, and must be above 0 and at most {limit:g}."
        if path in _NOT_NEGATIVE and not 0 <= value <= limit:
            yield f"{path} is {value:g}, and must be 0 to {limit:g}."


def _limit(path: str) -> float:
    if path.endswith("days"):
        return MAX_DAYS
    return MAX_DAYS * HOURS if path.endswith("hours") else MAX_NUMBER


def _value(policy: Policy, path: str) -> float | None:
    value: object = policy
    for name in path.split("."):
        value = getattr(value, name)
    return float(value) if isinstance(value, int | float) else None


def _bad_canary_steps(policy: Policy) -> Iterator[str]:
    steps = policy.canary.steps
    weights = [step.weight for step in steps]
    if not steps:
        yield "The canary has no steps, so nothing could ever be promoted by the policy."
    for step in steps:
        if not 0 < step.weight < 1:
            yield (
                f"A canary step of {step.weight:.0%} is not between 0 and 100 %: "
                "all of the traffic is the promotion itself."
            )
        if step.min_rows < 1 or not 0 <= step.min_hours <= MAX_DAYS * HOURS:
            yield f"The canary step of {step.weight:.0%} needs at least 1 row and 0 hours."
    if any(later <= earlier for earlier, later in pairwise(weights)):
        listed = ", ".join(f"{weight:.0%}" for weight in weights)
        yield f"The canary steps {listed} do not rise, and a canary only widens."


def _days(days: float) -> str:
    return "1 day" if days == 1 else f"{days:g} days"


def _severities(policy: Policy) -> Iterator[str]:
    rules = policy.severity
    for what, moderate, serious in (
        ("Drift", rules.drift_moderate_share, rules.drift_serious_share),
        ("A loss of quality", rules.quality_moderate_loss, rules.quality_serious_loss),
    ):
        if moderate >= serious:
            yield f"{what} is serious from {serious:.0%} but moderate only from {moderate:.0%}."


def _windows(policy: Policy) -> Iterator[str]:
    every, window = policy.checks.every_hours, policy.checks.drift_window_days
    if window * HOURS < every:
        yield (
            f"Drift is checked every {every:g} hours over {_days(window)}, "
            "so that some rows would never be looked at."
        )


def _retraining(policy: Policy) -> Iterator[str]:
    rules = policy.retraining
    if rules.automatic and not any(
        (
            rules.schedule_days,
            rules.drift_checks,
            rules.on_quality_loss,
            rules.new_truth_rows,
            rules.new_truth_share,
            rules.recalibration.schedule_days,
        )
    ):
        yield "Retraining is automatic, but nothing starts it."
    if rules.automatic and rules.budget == 0:
        yield "Retraining is automatic, but the budget allows none."
    if rules.budget > 1 and rules.cooldown_hours > rules.budget_days * HOURS:
        yield (
            f"The budget allows {rules.budget} retrainings in {_days(rules.budget_days)}, "
            f"but the cooldown of {rules.cooldown_hours:g} hours is longer than that period."
        )
    yield from _schedule(policy)
    yield from _recalibration(policy)


def _schedule(policy: Policy) -> Iterator[str]:
    rules = policy.retraining
    if rules.schedule_days is None:
        return
    if rules.schedule_days * HOURS < rules.cooldown_hours:
        yield (
            f"Retraining is due every {_days(rules.schedule_days)}, "
            f"but the cooldown forbids it for {rules.cooldown_hours:g} hours."
        )
    if rules.budget_days / rules.schedule_days > rules.budget:
        yield (
            f"Retraining every {_days(rules.schedule_days)} needs more than the budget of "
            f"{rules.budget} in {_days(rules.budget_days)}."
        )


def _recalibration(policy: Policy) -> Iterator[str]:
    rules = policy.retraining.recalibration
    if rules.holdout_days >= rules.window_days:
        yield (
            f"Recalibration is judged on {_days(rules.holdout_days)} of the "
            f"{_days(rules.window_days)} it has: nothing would be left to fit on."
        )
    if rules.schedule_days is None:
        return
    if not rules.allowed:
        yield "Recalibration is due on a schedule, but it is not allowed."
    if rules.schedule_days * HOURS < rules.cooldown_hours:
        yield (
            f"Recalibration is due every {_days(rules.schedule_days)}, "
            f"but its cooldown forbids it for {rules.cooldown_hours:g} hours."
        )


def _trial(policy: Policy) -> Iterator[str]:
    shadow, canary = policy.shadow, policy.canary
    if shadow.min_days >= shadow.max_days:
        yield (
            f"A shadow lasts at least {_days(shadow.min_days)} but is given up after "
            f"{shadow.max_days:g}: nothing could pass."
        )
    for step in canary.steps:
        if step.min_hours >= canary.max_days * HOURS:
            yield (
                f"The canary stays at {step.weight:.0%} for at least {step.min_hours:g} hours but "
                f"is taken back after {_days(canary.max_days)}: nothing could pass."
            )


def _promotion(policy: Policy) -> Iterator[str]:
    if "promotion" in policy.approvals:
        return
    if policy.probation.days == 0:
        yield (
            "Promotion needs no approval and is followed by no probation: "
            "nobody would notice a mistake."
        )
    if not policy.takes_back:
        yield (
            "Promotion needs no approval, and what proves worse is not taken back: "
            "a mistake would stay."
        )
