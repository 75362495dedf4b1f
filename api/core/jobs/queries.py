from collections.abc import Sequence
from datetime import datetime
from typing import ClassVar

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session

from api.core.errors import FarolError, Kind
from api.core.jobs.types import JobState, QueueFigures
from api.core.tables import Job, JobEvent, OutboxMessage


class JobAbsent(FarolError):
    kind: ClassVar[Kind] = "not_found"


def get(session: Session, job_id: int) -> Job:
    """Raises JobAbsent."""
    job = session.get(Job, job_id)
    if job is None:
        raise JobAbsent(f"there is no job {job_id}")
    return job


def events_after(session: Session, *, job_id: int, after_id: int, limit: int) -> Sequence[JobEvent]:
    """The job's events with greater ids, oldest first.

    Every event is written under the lock of its job's row, so none appears later with a lower id.
    """
    statement = (
        select(JobEvent)
        .where(JobEvent.job_id == job_id, JobEvent.id > after_id)
        .order_by(JobEvent.id)
        .limit(limit)
    )
    return session.scalars(statement).all()


def queue_figures(session: Session, *, now: datetime) -> list[QueueFigures]:
    """One entry a queue that has ever had a job, by name."""
    kept_back = and_(OutboxMessage.job_id == Job.id, OutboxMessage.not_before > now)
    statement = (
        select(
            Job.queue,
            func.count().filter(Job.state == JobState.QUEUED.value),
            func.count().filter(Job.state == JobState.RUNNING.value),
            func.count().filter(Job.state == JobState.DEAD.value),
            func.min(Job.created_at).filter(
                Job.state == JobState.QUEUED.value, OutboxMessage.id.is_(None)
            ),
        )
        .outerjoin(OutboxMessage, kept_back)
        .group_by(Job.queue)
        .order_by(Job.queue)
    )
    return [
        QueueFigures(
            queue=queue,
            queued=queued,
            running=running,
            dead=dead,
            oldest_queued_age_seconds=max((now - oldest).total_seconds(), 0.0) if oldest else 0.0,
        )
        for queue, queued, running, dead, oldest in session.execute(statement)
    ]
