"""Training runs as the API shows them, each with its job."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.core.tables import Job as JobRow
from api.core.tables import TrainingRun as RunRow
from api.http.schemas.jobs import Job
from api.http.schemas.training_runs import TrainingRun


def training_runs(session: Session, runs: Sequence[RunRow]) -> list[TrainingRun]:
    """One query for all their jobs."""
    wanted = select(JobRow).where(JobRow.id.in_([run.job_id for run in runs]))
    jobs = {job.id: Job.model_validate(job) for job in session.scalars(wanted)}
    return [_training_run(run, jobs[run.job_id]) for run in runs]


def _training_run(run: RunRow, job: Job) -> TrainingRun:
    return TrainingRun(
        id=run.id,
        model=run.model_name,
        recipe=run.recipe,
        parameters=run.parameters,
        reason=run.reason,
        retry_of=run.retry_of,
        version=run.version,
        created_at=run.created_at,
        created_by=run.created_by,
        job=job,
    )
