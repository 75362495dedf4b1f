"""Jobs as the API shows them."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from api.core.jobs import listing
from api.core.jobs.types import JobState
from api.core.tables import Job
from api.http.schemas import jobs as schemas


def job_list(session: Session, asked: schemas.JobsAsked, now: datetime) -> schemas.JobList:
    found = listing.listed(
        session,
        states=[JobState(state) for state in asked.state],
        queue=asked.queue,
        task=asked.task,
        model=asked.model,
        text=asked.search.strip(),
        before_id=asked.before_id,
        limit=asked.limit + 1,
    )
    shown = found[: asked.limit]
    return schemas.JobList(
        jobs=job_details(session, shown, now),
        next_before_id=shown[-1].id if len(found) > asked.limit else None,
    )


def job_details(session: Session, jobs: Sequence[Job], now: datetime) -> list[schemas.JobDetail]:
    models = listing.models_of(session, jobs)
    waiting = listing.why_they_wait(session, jobs, now=now)
    return [
        schemas.JobDetail.model_validate(
            schemas.Job.model_validate(job).model_dump()
            | {
                "queue": job.queue,
                "arguments": job.arguments,
                "model": models.get(job.id),
                "worker": job.worker,
                "lease_expires_at": job.lease_expires_at,
                "waiting": waiting.get(job.id),
            }
        )
        for job in jobs
    ]
