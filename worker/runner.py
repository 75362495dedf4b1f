"""One attempt at a job: claim, run, and write down how it ended."""

import logging
import threading
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from api.adapters.database import write_session
from api.artifact.sealing import BrokenArtifact
from api.core.costs.jobs import add_attempt
from api.core.errors import FarolError
from api.core.jobs import operations
from api.core.jobs.queries import JobAbsent
from api.core.jobs.rules import LeaseLost
from api.core.jobs.types import Claim
from api.serving.errors import ServingError
from worker import endings
from worker.alerts.jobs import is_refusal
from worker.context import JobContext
from worker.heartbeat import Heartbeat
from worker.interruptions import CancelRequested, WorkerStopping
from worker.journal import Journal
from worker.outages import DATABASE_AWAY, first_line
from worker.runtime import Runtime
from worker.stopping import is_stopping
from worker.usage import JobUsage

logger = logging.getLogger(__name__)

RETRY_SECONDS = 1.0

READABLE = (FarolError, ServingError, BrokenArtifact)
"""Errors whose words are written for people."""

Work = Callable[..., None]
"""``work(context, **arguments)``; what it raises decides how the job ends."""
Outcome = Callable[[Session], None]


def run(runtime: Runtime, *, job_id: int, worker: str, work: Work) -> None:
    """Run the job unless it is someone else's, over, or gone: then there is nothing to do."""
    claim = _claim(runtime, job_id, worker)
    if claim is None:
        logger.info("job %s: not queued, nothing to do", job_id)
        return
    logger.info("job %s: %s, attempt %s", job_id, claim.task, claim.attempt)
    _attempt(runtime, claim, work)


def _claim(runtime: Runtime, job_id: int, worker: str) -> Claim | None:
    """Waits for a database that is away: the message that brought us here would be lost."""
    while not is_stopping():
        try:
            with write_session(runtime.sessions) as session:
                return operations.claim(
                    session,
                    job_id=job_id,
                    worker=worker,
                    now=runtime.clock(),
                    lease_seconds=runtime.settings.job_lease_seconds,
                )
        except JobAbsent:
            return None
        except DATABASE_AWAY as error:
            logger.warning("job %s: cannot be claimed yet: %s", job_id, first_line(error))
            threading.Event().wait(RETRY_SECONDS)
    return None


def _attempt(runtime: Runtime, claim: Claim, work: Work) -> None:
    journal = Journal(runtime, claim)
    usage = JobUsage()

    def on_beat() -> None:
        journal.flush()
        usage.sample()

    heartbeat = Heartbeat(runtime, claim, on_beat)
    context = JobContext(runtime, claim, journal, heartbeat)
    heartbeat.start()
    try:
        with suppress(LeaseLost):
            outcome = _work(context, claim, work)
            _write_down(runtime, journal, _with_usage(claim, usage, outcome, runtime))
    finally:
        heartbeat.stop()
        context.clear_working_directories()


def _with_usage(claim: Claim, usage: JobUsage, outcome: Outcome, runtime: Runtime) -> Outcome:
    """The outcome, and in the same transaction what the attempt took."""

    def write(session: Session) -> None:
        outcome(session)
        add_attempt(
            session,
            job_id=claim.job_id,
            task=claim.task,
            arguments=claim.arguments,
            usage=usage.so_far(),
            now=runtime.clock(),
        )

    return write


def _work(context: JobContext, claim: Claim, work: Work) -> Outcome:
    """Do it, and return the transition that says how it ended."""
    token: dict[str, Any] = {"job_id": claim.job_id, "attempt": claim.attempt}
    try:
        work(context, **claim.arguments)
    except LeaseLost:
        logger.warning("job %s: attempt %s lost its lease", claim.job_id, claim.attempt)
        raise
    except CancelRequested:
        return lambda session: operations.mark_cancelled(session, **token, now=context.now())
    except WorkerStopping:
        logger.info("job %s: handed back, this worker is stopping", claim.job_id)
        return lambda session: hand_back(session, claim, context.now())
    except DATABASE_AWAY as error:
        # The database went away in mid-work. Another attempt is the reaper's to give.
        logger.exception("job %s: attempt %s gave up", claim.job_id, claim.attempt)
        raise LeaseLost("the database was away") from error
    except Exception as error:
        sentence = describe(error)
        logger.exception("job %s failed", claim.job_id)
        refused = is_refusal(claim.task, error)
        return lambda session: endings.fail(
            session, claim, now=context.now(), error=sentence, tell=not refused
        )
    return lambda session: endings.succeed(session, claim, now=context.now())


def hand_back(session: Session, claim: Claim, now: datetime) -> None:
    """Queue the job again at once. The attempt was cut short by us and does not count."""
    token: dict[str, Any] = {"job_id": claim.job_id, "attempt": claim.attempt, "now": now}
    operations.require_lease(session, job_id=claim.job_id, attempt=claim.attempt).max_attempts += 1
    operations.report(session, **token, message="handed back: the worker is stopping")
    operations.heartbeat(session, **token, lease_seconds=0.0)
    endings.take_back(session, now=now)


def describe(error: Exception) -> str:
    """What people may read. An unexpected error's own words may hold paths or data: they stay in
    the process's log with the traceback."""
    if isinstance(error, READABLE):
        return str(error)
    if isinstance(error, MemoryError):
        return "The job needed more memory than there is."
    kind = type(error).__name__
    return f"The job stopped on an unexpected error ({kind}); the worker's log has the details."


def _write_down(runtime: Runtime, journal: Journal, outcome: Outcome) -> None:
    """Until it is written: hours of work are not thrown away because the database restarts.

    The heartbeat goes on meanwhile; raises LeaseLost when the job has been given away.
    """
    while True:
        try:
            with write_session(runtime.sessions) as session:
                journal.write_last(session)
                outcome(session)
        except DATABASE_AWAY as error:
            logger.warning("the outcome is not written yet: %s", first_line(error))
            threading.Event().wait(RETRY_SECONDS)
        else:
            return
