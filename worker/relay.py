"""From the outbox to Celery: sends the wake-up calls that transactions left behind.

Send, then delete, then commit: a crash in between sends twice, which the claim makes harmless.
"""

import logging

from celery import Celery
from sqlalchemy import select
from sqlalchemy.orm import Session

from api.adapters.database import read_session, write_session
from api.core import outbox
from api.core.jobs import queries
from api.core.jobs.queues import ALL, DEFAULT
from api.core.tables import OutboxMessage
from worker.runtime import Runtime

logger = logging.getLogger(__name__)

IDLE_SECONDS = 0.1
"""One look at an empty table; with the broker's own poll a job starts within 0.2 s."""
BATCH_MESSAGES = 100


def relay(runtime: Runtime, app: Celery) -> float:
    """Send what is due; returns the seconds until it is worth looking again."""
    with read_session(runtime.sessions) as session:
        # On SQLite a write transaction keeps every other writer out: begin one only for a reason.
        if session.scalar(select(OutboxMessage.id).limit(1)) is None:
            return IDLE_SECONDS
    with write_session(runtime.sessions) as session:
        messages = outbox.pending(session, now=runtime.clock(), limit=BATCH_MESSAGES)
        for message in messages:
            _send(session, app, message.job_id)
        outbox.delete(session, ids=[message.id for message in messages])
    return 0.0 if len(messages) == BATCH_MESSAGES else IDLE_SECONDS


def _send(session: Session, app: Celery, job_id: int) -> None:
    job = queries.get(session, job_id)
    queue = job.queue if job.queue in ALL else DEFAULT
    app.send_task(job.task, kwargs={"job_id": job_id}, queue=queue)
    logger.info("job %s: woke a worker of queue %s", job_id, queue)
