"""How a running experiment ends, for whatever reason.

The rollouts end it too, in the transaction that changes who serves: so it stands apart from the
operations, and knows nothing of the rollouts.
"""

from datetime import datetime
from typing import cast

import msgspec
from sqlalchemy import select
from sqlalchemy.orm import Session

from api.core import audit
from api.core.audit_actions import AuditAction
from api.core.experiments.rules import Step, next_status
from api.core.experiments.types import Plan, Status
from api.core.models.clock import model_now
from api.core.tables import Experiment


def end(
    session: Session, experiment: Experiment, step: Step, *, actor: str, reason: str, now: datetime
) -> None:
    """Take the step that ends it. The caller tells the data plane. Raises ExperimentRefused."""
    before = experiment.status
    experiment.status = next_status(Status(before), step).value
    experiment.revision += 1
    stopped_at = model_now(session, experiment.model_name, now)
    experiment.stopped_at, experiment.stopped_by, experiment.stop_reason = stopped_at, actor, reason
    session.flush()
    audit.record(
        session,
        now=now,
        actor=actor,
        action=cast(AuditAction, f"experiment.{step}"),
        subject=f"model:{experiment.model_name}",
        before={"experiment": experiment.id, "status": before},
        after={"experiment": experiment.id, "status": experiment.status},
        reason=reason,
    )


def end_of_model(
    session: Session,
    *,
    model: str,
    what: str,
    actor: str,
    reason: str,
    now: datetime,
    only_with: int | None = None,
) -> None:
    """Stop the model's experiment because its versions' rollouts changed, as ``what`` says.

    ``only_with``: only if this version is in one of its arms. Without an experiment, nothing.
    """
    statement = select(Experiment).where(
        Experiment.model_name == model, Experiment.status == Status.RUNNING.value
    )
    experiment = session.scalars(statement).one_or_none()
    if experiment is None:
        return
    if only_with is not None and only_with not in versions_of(experiment):
        return
    end(session, experiment, Step.STOP, actor=actor, reason=f"{what}: {reason}", now=now)


def versions_of(experiment: Experiment) -> frozenset[int]:
    return frozenset(arm.version for arm in plan_of(experiment).arms)


def plan_of(experiment: Experiment) -> Plan:
    return msgspec.convert(experiment.plan, Plan)
