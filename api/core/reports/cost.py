"""What a model's jobs and answers took in a window, as far as it is measured."""

from collections import defaultdict
from datetime import timedelta

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from api.core.predictions.rollups import Counts
from api.core.reports.traffic import Window, shadow_seconds
from api.core.reports.types import Cost, JobCost
from api.core.tables import BatchPrediction, Job, Report, TrainingRun


def cost(session: Session, window: Window, counts: dict[int, Counts]) -> Cost:
    """``counts`` are those of online requests by version."""
    return Cost(
        jobs=_jobs(session, window),
        serving_seconds=sum(entry.latency_seconds_sum for entry in counts.values()),
        shadow_seconds=shadow_seconds(session, window),
    )


def _jobs(session: Session, window: Window) -> tuple[JobCost, ...]:
    """By task; jobs that never began took nothing."""
    seconds: defaultdict[str, list[float]] = defaultdict(list)
    for ids in _job_ids(window.model):
        statement = select(Job).where(
            Job.id.in_(ids), Job.finished_at >= window.start, Job.finished_at < window.end
        )
        for job in session.scalars(statement):
            if job.started_at is not None and job.finished_at is not None:
                took = (job.finished_at - job.started_at) / timedelta(seconds=1)
                seconds[job.task].append(took)
    return tuple(JobCost(task, len(took), sum(took)) for task, took in sorted(seconds.items()))


def _job_ids(model: str) -> tuple[Select[int], ...]:
    """The jobs that are known to have been for this model."""
    return (
        select(TrainingRun.job_id).where(TrainingRun.model_name == model),
        select(BatchPrediction.job_id).where(BatchPrediction.model_name == model),
        select(Report.job_id).where(Report.model_name == model),
    )
