"""What had been decided by a moment: the version's way to its users, and the model's policy."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.core.tables import PolicyVersion, Prediction, RolloutTransition
from api.core.traces.types import TracedPolicy, TracedStep

REPLAY = "replay"
"""Source of predictions that are played."""


def moment(session: Session, answered: Prediction) -> datetime:
    """When it was answered, by the clock that the model's rollouts keep.

    A replay plays in an afternoon what happened in a year. Where the model lives on the time that
    is played, something was decided before it by that clock; else it lives on wall time.
    """
    if answered.source != REPLAY:
        return answered.served_at
    decided = select(RolloutTransition.id).where(
        RolloutTransition.model_name == answered.model_name,
        RolloutTransition.at <= answered.occurred_at,
    )
    lives_on_it = session.scalar(decided.limit(1)) is not None
    return answered.occurred_at if lives_on_it else answered.served_at


def steps_until(
    session: Session, model: str, version: int, moment: datetime
) -> tuple[TracedStep, ...]:
    """Every step of the version's rollouts up to and with the moment, oldest first."""
    statement = (
        select(RolloutTransition)
        .where(
            RolloutTransition.model_name == model,
            RolloutTransition.version == version,
            RolloutTransition.at <= moment,
        )
        .order_by(RolloutTransition.id)
    )
    return tuple(
        TracedStep(
            at=step.at,
            step=step.step,
            to_stage=step.to_stage,
            weight=step.weight,
            actor=step.actor,
            reason=step.reason,
            evidence=step.evidence,
        )
        for step in session.scalars(statement)
    )


def policy_then(session: Session, model: str, moment: datetime) -> TracedPolicy:
    """The newest that had been set by then, or the default as number 0."""
    statement = select(PolicyVersion).where(
        PolicyVersion.model_name == model, PolicyVersion.created_at <= moment
    )
    row = session.scalars(statement.order_by(PolicyVersion.number.desc()).limit(1)).one_or_none()
    if row is None:
        return TracedPolicy(number=0, set_at=None, set_by=None, reason=None)
    return TracedPolicy(row.number, row.created_at, row.created_by, row.reason)
