"""What had been decided by a moment: the version's way to its users, and the model's policy."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from api.core.tables import Model, PolicyVersion, Prediction, RolloutTransition
from api.core.traces.types import TracedPolicy, TracedStep


@dataclass(frozen=True)
class Then:
    """When something was answered, by the clock that the model's life goes by."""

    at: datetime
    clock_at: datetime | None
    """What the model's own clock shows now. What bears a later time was written down by the wall
    clock, before the model had one of its own."""

    def had_come(self, column: InstrumentedAttribute[datetime]) -> ColumnElement[bool]:
        past = column <= self.at
        return past if self.clock_at is None else or_(past, column > self.clock_at)


def then(session: Session, answered: Prediction) -> Then:
    """A model with a clock of its own lives in the time that its predictions are about."""
    clock_at = session.scalar(select(Model.clock_at).where(Model.name == answered.model_name))
    return Then(answered.served_at if clock_at is None else answered.occurred_at, clock_at)


def steps_until(session: Session, model: str, version: int, then: Then) -> tuple[TracedStep, ...]:
    """Every step of the version's rollouts up to then, oldest first."""
    statement = (
        select(RolloutTransition)
        .where(
            RolloutTransition.model_name == model,
            RolloutTransition.version == version,
            then.had_come(RolloutTransition.at),
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


def policy_then(session: Session, model: str, then: Then) -> TracedPolicy:
    """The newest that had been set by then, or the default as number 0."""
    statement = select(PolicyVersion).where(
        PolicyVersion.model_name == model, then.had_come(PolicyVersion.created_at)
    )
    row = session.scalars(statement.order_by(PolicyVersion.number.desc()).limit(1)).one_or_none()
    if row is None:
        return TracedPolicy(number=0, set_at=None, set_by=None, reason=None)
    return TracedPolicy(row.number, row.created_at, row.created_by, row.reason)
