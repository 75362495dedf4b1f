"""How bad a finding is, by the policy's rules. Pure."""

from collections.abc import Sequence

from api.core.policies.observations import DriftObservation, QualityObservation, Severity
from api.core.policies.types import Policy


def drift_severity(policy: Policy, drift: DriftObservation) -> Severity:
    rules = policy.severity
    if drift.rows < policy.checks.min_rows:
        return Severity.TOO_LITTLE_DATA
    return _level(drift.flagged_share, rules.drift_moderate_share, rules.drift_serious_share)


def quality_severity(policy: Policy, quality: QualityObservation | None) -> Severity:
    """A loss counts only when it is shown: its whole interval lies above zero."""
    rules = policy.severity
    if quality is None or quality.rows < policy.checks.min_rows:
        return Severity.TOO_LITTLE_DATA
    if not quality.loss_increase_lower > 0:
        return Severity.NONE
    return _level(quality.loss_increase, rules.quality_moderate_loss, rules.quality_serious_loss)


def serious_checks_running(policy: Policy, drift: Sequence[DriftObservation]) -> int:
    """How many of the newest checks were serious without a break.

    A check with too little data neither counts nor breaks the run.
    """
    running = 0
    for check in reversed(drift):
        severity = drift_severity(policy, check)
        if severity is Severity.SERIOUS:
            running += 1
        elif severity is not Severity.TOO_LITTLE_DATA:
            break
    return running


def _level(value: float, moderate: float, serious: float) -> Severity:
    if value >= serious:
        return Severity.SERIOUS
    return Severity.MODERATE if value >= moderate else Severity.NONE
