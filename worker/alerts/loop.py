"""Alerts about what the loop finds, raised and resolved in the transaction that keeps the finding.

Seen again they are only counted, and what there is too little data to judge changes nothing.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from api.core.alerts.conditions import Condition, key_of, resolve_by_promotion
from api.core.alerts.operations import raise_alert, resolve
from api.core.alerts.types import SEVERITY_ORDER, Severity
from api.core.rollouts.rules import Step
from api.core.rollouts.types import RolloutState, Stage
from api.core.tables import Check
from worker.alerts import wording
from worker.alerts.wording import Told

IN_TRIAL = frozenset({Stage.SHADOW, Stage.CANARY})


@dataclass(frozen=True)
class _Condition:
    kind: Condition
    model: str
    now: datetime
    """The wall's: people hear of it today, also in a replay."""

    @property
    def key(self) -> str:
        return key_of(self.kind, self.model)

    @property
    def actor(self) -> str:
        return f"policy:{self.model}"


def tell_of_check(session: Session, check: Check, *, now: datetime) -> None:
    """``now`` by the wall's clock."""
    drift = _Condition("drift", check.model_name, now)
    if check.drift_severity == "none":
        _over(session, drift, wording.checked_again(check, check.drift_reason))
    elif check.drift_severity in SEVERITY_ORDER:
        _raise(session, drift, check.drift_severity, wording.drift(check))
    quality = _Condition("quality", check.model_name, now)
    if check.quality_severity == "none":
        _over(session, quality, wording.checked_again(check, check.quality_reason))
    elif check.quality_severity in SEVERITY_ORDER:
        _raise(session, quality, check.quality_severity, wording.quality(check))


def tell_of_step(
    session: Session, state: RolloutState, step: Step, reason: str, *, now: datetime
) -> None:
    """A policy took ``step`` with a rollout that stood in ``state``; ``now`` by the wall's clock.

    That the gate refuses a version is everyday business, and no alert.
    """
    condition = _Condition("rollout", state.model, now)
    if step is Step.PROMOTE:
        resolve_by_promotion(
            session, model=state.model, version=state.version, actor=condition.actor, now=now
        )
    elif step is Step.ROLL_BACK:
        _raise(session, condition, "serious", wording.stopped(state, step, reason))
    elif step is Step.REJECT and state.stage in IN_TRIAL:
        _raise(session, condition, "moderate", wording.stopped(state, step, reason))


def _raise(session: Session, condition: _Condition, severity: Severity, told: Told) -> None:
    raise_alert(
        session,
        key=condition.key,
        model=condition.model,
        kind=condition.kind,
        severity=severity,
        title=told.title,
        detail=told.detail,
        now=condition.now,
        actor=condition.actor,
        path=f"/models/{condition.model}/{condition.kind}",
    )


def _over(session: Session, condition: _Condition, reason: str) -> None:
    resolve(session, key=condition.key, actor=condition.actor, reason=reason, now=condition.now)
