from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.core.experiments.types import RULES
from api.core.tables import Experiment, ExperimentAllocation
from api.core.timeline.cursor import earlier
from api.core.timeline.types import Entry, Place
from api.core.timeline.wording import sentences

CREATED = "experiment_created"
STARTED = "experiment_started"
ENDED = "experiment_ended"
ALLOCATED = "experiment_allocated"
FIRST = 1
"""Number of the allocation that an experiment starts with."""


def created(session: Session, model: str, before: Place | None, limit: int) -> list[Entry]:
    statement = (
        select(Experiment)
        .where(
            Experiment.model_name == model,
            earlier(Experiment.created_at, Experiment.id, CREATED, before),
        )
        .order_by(Experiment.created_at.desc(), Experiment.id.desc())
        .limit(limit)
    )
    return [
        _entry(row, Place(row.created_at, CREATED, row.id), CREATED, row.created_by, row.reason)
        for row in session.scalars(statement)
    ]


def started(session: Session, model: str, before: Place | None, limit: int) -> list[Entry]:
    statement = (
        select(Experiment, Experiment.started_at)
        .where(
            Experiment.model_name == model,
            Experiment.started_at.is_not(None),
            earlier(Experiment.started_at, Experiment.id, STARTED, before),
        )
        .order_by(Experiment.started_at.desc(), Experiment.id.desc())
        .limit(limit)
    )
    return [
        _entry(row, Place(at, STARTED, row.id), STARTED, row.started_by, row.start_reason)
        for row, at in session.execute(statement)
        if at is not None
    ]


def ended(session: Session, model: str, before: Place | None, limit: int) -> list[Entry]:
    """Stopped, or discarded as a draft."""
    statement = (
        select(Experiment, Experiment.stopped_at)
        .where(
            Experiment.model_name == model,
            Experiment.stopped_at.is_not(None),
            earlier(Experiment.stopped_at, Experiment.id, ENDED, before),
        )
        .order_by(Experiment.stopped_at.desc(), Experiment.id.desc())
        .limit(limit)
    )
    return [
        _entry(
            row,
            Place(at, ENDED, row.id),
            f"experiment_{row.status}",
            row.stopped_by,
            row.stop_reason,
        )
        for row, at in session.execute(statement)
        if at is not None
    ]


def allocated(session: Session, model: str, before: Place | None, limit: int) -> list[Entry]:
    """New shares for a running experiment; those that it starts with are in its plan."""
    statement = (
        select(Experiment, ExperimentAllocation)
        .join(ExperimentAllocation, ExperimentAllocation.experiment_id == Experiment.id)
        .where(
            Experiment.model_name == model,
            ExperimentAllocation.number > FIRST,
            earlier(ExperimentAllocation.at, ExperimentAllocation.id, ALLOCATED, before),
        )
        .order_by(ExperimentAllocation.at.desc(), ExperimentAllocation.id.desc())
        .limit(limit)
    )
    return [
        _entry(
            row,
            Place(allocation.at, ALLOCATED, allocation.id),
            ALLOCATED,
            RULES,
            allocation.reason,
            {"shares": allocation.shares},
        )
        for row, allocation in session.execute(statement)
    ]


def _entry(
    row: Experiment,
    place: Place,
    event: str,
    actor: str | None,
    reason: str | None,
    evidence: dict[str, Any] | None = None,
) -> Entry:
    return Entry(
        place=place,
        kind="experiment",
        event=event,
        actor=actor,
        version=None,
        title=sentences(event, name=row.name),
        reason=reason,
        evidence={"experiment": row.id, **(evidence or {})},
        path=f"/v1/experiments/{row.id}",
    )
