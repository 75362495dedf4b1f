"""Work asked for in the transaction of what caused it: a job, and a message that wakes a worker.

The message may be sent twice or be lost on its way; the job's row decides what happens, and the
reaper announces again what nobody came for.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete as sql_delete
from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from api.core.jobs.queues import queue_of
from api.core.tables import Job, JobEvent, OutboxMessage

ANNOUNCE_AGAIN_SECONDS = 60
"""A job queued for so long without being claimed is announced again: its message may be lost."""


def enqueue(
    session: Session,
    *,
    task: str,
    arguments: dict[str, Any],
    now: datetime,
    created_by: str,
    queue: str | None = None,
    max_attempts: int = 3,
    not_before: datetime | None = None,
) -> Job:
    """Insert a queued job, its first event and its message. ``arguments`` are ids only.

    It waits in its task's queue where none is named.

    ``not_before`` keeps the message back, for a job that is another try of something.
    """
    job = Job(
        task=task,
        queue=queue or queue_of(task),
        arguments=arguments,
        state="queued",
        attempt=0,
        max_attempts=max_attempts,
        progress=0.0,
        message="",
        created_at=now,
        created_by=created_by,
    )
    session.add(job)
    session.flush()
    session.add(JobEvent(job_id=job.id, at=now, kind="state", level="info", message="queued"))
    announce(session, job=job, now=now, not_before=not_before)
    return job


def announce(
    session: Session, *, job: Job, now: datetime, not_before: datetime | None = None
) -> None:
    """Write a message for a queued job, and when to do so again if nobody claims it."""
    session.add(OutboxMessage(job_id=job.id, created_at=now, not_before=not_before))
    job.lease_expires_at = (not_before or now) + timedelta(seconds=ANNOUNCE_AGAIN_SECONDS)
    session.flush()


def pending(session: Session, *, now: datetime, limit: int) -> list[OutboxMessage]:
    """Messages to send, oldest first. Relays that run beside each other get different ones."""
    due = or_(OutboxMessage.not_before.is_(None), OutboxMessage.not_before <= now)
    statement = select(OutboxMessage).where(due).order_by(OutboxMessage.id).limit(limit)
    return list(session.scalars(statement.with_for_update(skip_locked=True)))


def delete(session: Session, *, ids: Sequence[int]) -> None:
    """Forget messages that were sent."""
    session.execute(sql_delete(OutboxMessage).where(OutboxMessage.id.in_(ids)))
