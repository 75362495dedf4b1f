from sqlalchemy import select
from sqlalchemy.orm import Session

from api.core.tables import RolloutTransition
from api.core.timeline.cursor import earlier
from api.core.timeline.types import Entry, Place
from api.core.timeline.wording import sentences

SOURCE = "rollout"


def stepped(session: Session, model: str, before: Place | None, limit: int) -> list[Entry]:
    """Every step of every rollout, with the evidence that it was decided on."""
    statement = (
        select(RolloutTransition)
        .where(
            RolloutTransition.model_name == model,
            earlier(RolloutTransition.at, RolloutTransition.id, SOURCE, before),
        )
        .order_by(RolloutTransition.at.desc(), RolloutTransition.id.desc())
        .limit(limit)
    )
    return [_entry(step) for step in session.scalars(statement)]


def _entry(step: RolloutTransition) -> Entry:
    event = f"rollout_{step.step.replace(' ', '_')}"
    return Entry(
        place=Place(step.at, SOURCE, step.id),
        kind="rollout",
        event=event,
        actor=step.actor,
        version=step.version,
        title=sentences(event, version=step.version, weight=f"{step.weight:.0%}"),
        reason=step.reason,
        evidence=step.evidence,
        path=f"/v1/models/{step.model_name}/rollouts",
    )
