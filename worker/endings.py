"""How jobs end, together with what people hear of it: both in one transaction."""

from datetime import datetime

from sqlalchemy.orm import Session

from api.core.jobs import operations, queries
from api.core.jobs.types import Claim, JobState
from worker.alerts import jobs


def succeed(session: Session, claim: Claim, *, now: datetime) -> None:
    operations.succeed(session, job_id=claim.job_id, attempt=claim.attempt, now=now)
    jobs.clear(session, queries.get(session, claim.job_id), now=now)


def fail(session: Session, claim: Claim, *, now: datetime, error: str, tell: bool) -> None:
    operations.fail(session, job_id=claim.job_id, attempt=claim.attempt, now=now, error=error)
    if tell:
        jobs.alarm(session, queries.get(session, claim.job_id), now=now)


def take_back(session: Session, *, now: datetime) -> list[int]:
    """Of vanished workers: queued again, or dead, of which people hear. Returns the jobs' ids."""
    lost = operations.reap(session, now=now)
    for job_id in lost:
        job = queries.get(session, job_id)
        if job.state == JobState.DEAD.value:
            jobs.alarm(session, job, now=now)
    return lost
