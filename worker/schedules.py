"""What is done at its hour. An entry becomes a job like any other, so that it too happens once.

Celery's schedules say when; the jobs table says when last. So nothing is kept in a file of beat's,
and what fell due while the machine was off is caught up at the next start.
"""

from dataclasses import dataclass
from datetime import UTC, datetime

from celery.schedules import crontab, schedule
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from api.adapters.database import read_session, write_session
from api.core.jobs import operations
from api.core.tables import Job
from worker.runtime import Runtime

CHECK_SECONDS = 5.0
ACTOR = "system"
NEVER = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Entry:
    task: str
    when: schedule


ENTRIES = (Entry("housekeeping.tidy", crontab(hour="3", minute="17")),)


def enqueue_due(runtime: Runtime) -> float:
    """Enqueue what is due now; returns the seconds until the next look."""
    for entry in ENTRIES:
        with read_session(runtime.sessions) as session:
            due = _is_due(session, entry)
        if due:
            with write_session(runtime.sessions) as session:
                # Asked again under the write lock: two schedulers make one job on SQLite, and at
                # worst two on PostgreSQL, which an entry must bear.
                if _is_due(session, entry):
                    operations.enqueue(
                        session,
                        task=entry.task,
                        arguments={},
                        now=runtime.clock(),
                        created_by=ACTOR,
                    )
    return CHECK_SECONDS


def _is_due(session: Session, entry: Entry) -> bool:
    last = session.scalar(select(func.max(Job.created_at)).where(Job.task == entry.task))
    return bool(entry.when.is_due(last or NEVER).is_due)
