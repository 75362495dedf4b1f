"""Change jobs. Each function locks its job's row, so that events are numbered as they happened."""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.core import audit
from api.core.jobs.queries import JobAbsent
from api.core.jobs.rules import (
    Event,
    after_lost_lease,
    attempts_after_retry,
    next_state,
    require_current,
)
from api.core.jobs.types import FINAL_STATES, Claim, JobState
from api.core.outbox import announce, enqueue
from api.core.tables import Job, JobEvent, OutboxMessage

__all__ = [
    "claim",
    "enqueue",
    "fail",
    "heartbeat",
    "mark_cancelled",
    "reap",
    "report",
    "request_cancel",
    "require_lease",
    "retry",
    "succeed",
]

_MESSAGE_CHARACTERS = 4_000
_REAP_LIMIT = 100


def claim(
    session: Session, *, job_id: int, worker: str, now: datetime, lease_seconds: float
) -> Claim | None:
    """Take a queued job; None when somebody else has it or it is over, so redelivery is harmless.

    Raises JobAbsent when there is no such job.
    """
    job = _locked(session, job_id)
    if JobState(job.state) is not JobState.QUEUED:
        return None
    _move(session, job, next_state(JobState.QUEUED, Event.CLAIM), now)
    job.attempt += 1
    job.worker = worker
    job.started_at = job.started_at or now
    job.lease_expires_at = now + timedelta(seconds=lease_seconds)
    session.flush()
    return Claim(job_id=job.id, attempt=job.attempt, task=job.task, arguments=job.arguments)


def heartbeat(
    session: Session, *, job_id: int, attempt: int, now: datetime, lease_seconds: float
) -> bool:
    """Keep the lease; True when a person asked the job to stop. Raises LeaseLost."""
    job = require_lease(session, job_id=job_id, attempt=attempt)
    job.lease_expires_at = now + timedelta(seconds=lease_seconds)
    session.flush()
    return job.cancel_requested_at is not None


def report(
    session: Session,
    *,
    job_id: int,
    attempt: int,
    now: datetime,
    message: str,
    progress: float | None = None,
    level: str = "info",
) -> None:
    """Add a line to the job's log, with the share done (0–1) if known. Raises LeaseLost."""
    job = require_lease(session, job_id=job_id, attempt=attempt)
    job.message = message[:_MESSAGE_CHARACTERS]
    kind = "log"
    if progress is not None:
        kind, job.progress = "progress", min(max(progress, 0.0), 1.0)
    _event(session, job, now, kind, job.message, level=level, progress=progress)


def require_lease(session: Session, *, job_id: int, attempt: int) -> Job:
    """Lock the job until the end of the transaction, or raise LeaseLost.

    Called in the transaction of an effect, it makes the effect happen only for the attempt that
    still holds the job.
    """
    job = _locked(session, job_id)
    require_current(state=JobState(job.state), attempt=job.attempt, token=attempt)
    return job


def succeed(session: Session, *, job_id: int, attempt: int, now: datetime) -> None:
    job = require_lease(session, job_id=job_id, attempt=attempt)
    job.progress = 1.0
    _move(session, job, next_state(JobState(job.state), Event.SUCCEED), now)


def fail(session: Session, *, job_id: int, attempt: int, now: datetime, error: str) -> None:
    """End the job with an error that a person reads; it is not tried again."""
    job = require_lease(session, job_id=job_id, attempt=attempt)
    job.error = error[:_MESSAGE_CHARACTERS]
    _event(session, job, now, "log", job.error, level="error")
    _move(session, job, next_state(JobState(job.state), Event.FAIL), now)


def mark_cancelled(
    session: Session, *, job_id: int, attempt: int, now: datetime, error: str | None = None
) -> None:
    """The worker stopped because it was asked to."""
    job = require_lease(session, job_id=job_id, attempt=attempt)
    job.error = error
    _move(session, job, next_state(JobState(job.state), Event.CONFIRM_CANCEL), now)


def request_cancel(
    session: Session,
    *,
    job_id: int,
    now: datetime,
    actor: str,
    reason: str = "asked to stop",
) -> Job:
    """Cancel a queued job, ask a running one to stop. Raises JobConflict when it is over."""
    job = _locked(session, job_id)
    following = next_state(JobState(job.state), Event.REQUEST_CANCEL)
    if job.cancel_requested_at is None:
        job.cancel_requested_at = now
        _event(session, job, now, "log", f"{actor} asked to cancel: {reason}")
        audit.record(
            session,
            now=now,
            actor=actor,
            action="job.cancel",
            subject=f"job:{job_id}",
            reason=reason,
        )
    if following is JobState.CANCELLED:
        _move(session, job, following, now)
    session.flush()
    return job


def retry(session: Session, *, job_id: int, now: datetime, actor: str, reason: str) -> Job:
    """Queue a job again that failed, or is dead, with its arguments as they are.

    Its log goes on. Raises JobConflict when it is in another state, somebody else's retry included.
    """
    job = _locked(session, job_id)
    before = {"state": job.state, "attempt": job.attempt, "error": job.error}
    following = next_state(JobState(job.state), Event.RETRY)
    job.max_attempts = attempts_after_retry(attempt=job.attempt)
    job.error = job.started_at = job.finished_at = job.cancel_requested_at = None
    job.progress, job.message = 0.0, ""
    _event(session, job, now, "log", f"{actor} asked to try again: {reason}"[:_MESSAGE_CHARACTERS])
    _move(session, job, following, now)
    announce(session, job=job, now=now)
    audit.record(
        session,
        now=now,
        actor=actor,
        action="job.retry",
        subject=f"job:{job_id}",
        before=before,
        after={"state": job.state, "max_attempts": job.max_attempts},
        reason=reason,
    )
    return job


def reap(session: Session, *, now: datetime) -> list[int]:
    """Take jobs from vanished workers: queue them again, or bury them. Returns their ids.

    A queued job that nobody claimed for a long time is announced again, as its message may be lost.
    """
    lost = list(_overdue(session, JobState.RUNNING, now))
    for job in lost:
        _take_back(session, job, now)
    for job in _overdue(session, JobState.QUEUED, now):
        if not session.scalars(select(OutboxMessage).where(OutboxMessage.job_id == job.id)).first():
            announce(session, job=job, now=now)
    session.flush()
    return [job.id for job in lost]


def _overdue(session: Session, state: JobState, now: datetime) -> list[Job]:
    statement = (
        select(Job)
        .where(Job.state == state.value, Job.lease_expires_at <= now)
        .order_by(Job.id)
        .limit(_REAP_LIMIT)
        .with_for_update(skip_locked=True)
        .execution_options(populate_existing=True)
    )
    return list(session.scalars(statement))


def _take_back(session: Session, job: Job, now: datetime) -> None:
    message = f"worker {job.worker} gave no sign of life in attempt {job.attempt}"
    _event(session, job, now, "log", message, level="warning")
    following = after_lost_lease(
        attempt=job.attempt,
        max_attempts=job.max_attempts,
        cancel_requested=job.cancel_requested_at is not None,
    )
    if following is JobState.DEAD:
        job.error = f"its worker vanished in each of {job.attempt} attempts"
    _move(session, job, following, now)
    if following is JobState.QUEUED:
        announce(session, job=job, now=now)


def _move(session: Session, job: Job, state: JobState, now: datetime) -> None:
    job.state = state.value
    if state is not JobState.RUNNING:
        job.worker = None
        job.lease_expires_at = None
    if state in FINAL_STATES:
        job.finished_at = now
    level = "error" if state in {JobState.FAILED, JobState.DEAD} else "info"
    _event(session, job, now, "state", state.value, level=level)


def _event(
    session: Session,
    job: Job,
    now: datetime,
    kind: str,
    message: str,
    *,
    level: str = "info",
    progress: float | None = None,
) -> None:
    session.add(
        JobEvent(job_id=job.id, at=now, kind=kind, level=level, message=message, progress=progress)
    )
    session.flush()


def _locked(session: Session, job_id: int) -> Job:
    statement = select(Job).where(Job.id == job_id).with_for_update()
    job = session.scalars(statement.execution_options(populate_existing=True)).one_or_none()
    if job is None:
        raise JobAbsent(f"there is no job {job_id}")
    return job
