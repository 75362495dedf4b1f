"""From the outbox to Celery: sends the wake-up calls that transactions left behind.

Send, then delete, then commit: a crash in between sends twice, which the claim makes harmless.
"""

import logging
from time import monotonic

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
"""Between two looks at an empty table."""
BUSY_SECONDS = 0.02
STAYS_BUSY_SECONDS = 5.0
"""For so long after a message the next one is likely."""
BATCH_MESSAGES = 100


class Relay:
    """Keeps when it last sent something: one thread's."""

    def __init__(self, runtime: Runtime, app: Celery) -> None:
        self._runtime = runtime
        self._app = app
        self._busy_until = 0.0

    def step(self) -> float:
        """Send what is due; returns the seconds until it is worth looking again."""
        sent = self._send_due()
        if sent:
            self._busy_until = monotonic() + STAYS_BUSY_SECONDS
        if sent == BATCH_MESSAGES:
            return 0.0
        return BUSY_SECONDS if monotonic() < self._busy_until else IDLE_SECONDS

    def _send_due(self) -> int:
        with read_session(self._runtime.sessions) as session:
            # On SQLite a write transaction keeps every other writer out: begin one only for a
            # reason.
            if session.scalar(select(OutboxMessage.id).limit(1)) is None:
                return 0
        with write_session(self._runtime.sessions) as session:
            messages = outbox.pending(session, now=self._runtime.clock(), limit=BATCH_MESSAGES)
            for message in messages:
                _send(session, self._app, message.job_id)
            outbox.delete(session, ids=[message.id for message in messages])
        return len(messages)


def _send(session: Session, app: Celery, job_id: int) -> None:
    job = queries.get(session, job_id)
    queue = job.queue if job.queue in ALL else DEFAULT
    app.send_task(job.task, kwargs={"job_id": job_id}, queue=queue)
    logger.info("job %s: woke a worker of queue %s", job_id, queue)
