"""What a rollout is compared with, over which rows."""

from dataclasses import dataclass
from datetime import datetime

import msgspec
from sqlalchemy.orm import Session

from api.artifact.schema import Schema
from api.core.models.queries import get_model, get_version
from api.core.policies.queries import current_policy
from api.core.policies.types import Policy
from api.core.rollouts import queries
from api.core.rollouts.rules import Step
from api.core.rollouts.types import RolloutState, Stage
from worker.recipes import catalogue

SCORED_BY_BOTH = frozenset({Stage.SHADOW, Stage.CANARY})


@dataclass(frozen=True)
class Trial:
    state: RolloutState
    policy: Policy
    schema: Schema
    """The candidate's."""
    baseline: int
    """Version that it is compared with: the champion, or on probation the one before it."""
    began: datetime
    """When both began to score the same rows, event time."""
    at: datetime
    """Now, on the model's clock."""
    time_zone: str
    """Whose midnights part the days, which are the clusters of rows."""


def trial_of(session: Session, state: RolloutState, at: datetime) -> Trial | None:
    """None where two versions do not score the same rows, or their answers cannot be compared."""
    baseline = _baseline(session, state)
    if baseline is None:
        return None
    schema = msgspec.convert(get_version(session, state.model, state.version).schema, Schema)
    if schema.task == "tensor":
        return None
    recipe = catalogue().get(get_model(session, state.model).recipe or "")
    return Trial(
        state=state,
        policy=current_policy(session, state.model),
        schema=schema,
        baseline=baseline,
        began=_began(session, state),
        at=at,
        time_zone=recipe.time_zone if recipe else "UTC",
    )


def _baseline(session: Session, state: RolloutState) -> int | None:
    if state.stage in SCORED_BY_BOTH:
        return state.champion
    if state.stage is Stage.PROMOTED and state.probation_until is not None:
        return queries.get_rollout(session, state.id).previous_version
    return None


def _began(session: Session, state: RolloutState) -> datetime:
    """A canary's pairs begin with its shadow; a promotion asks a new question."""
    if state.stage is not Stage.CANARY:
        return state.since
    steps = queries.transitions(session, [state.id])[state.id]
    shadows = [step.at for step in steps if step.step == Step.START_SHADOW.value]
    return shadows[-1] if shadows else state.since
