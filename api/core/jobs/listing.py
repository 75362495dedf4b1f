"""Jobs as a person looks at them: found, what they are about, and why they wait."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, String, and_, cast, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from api.core.jobs.queries import queue_figures
from api.core.jobs.types import JobState, Waiting
from api.core.tables import (
    BatchPrediction,
    Check,
    Experiment,
    Job,
    OutboxMessage,
    Report,
    TrainingRun,
)

Column = InstrumentedAttribute[Any]


@dataclass(frozen=True)
class _Subject:
    """Rows that jobs of one noun name by an argument, and the model that they are about."""

    noun: str
    """What the task begins with: others may mean other rows by the same argument."""
    argument: str
    row_id: Column
    model_name: Column
    is_text: bool = False

    def of(self, job: Job) -> Any:
        return job.arguments.get(self.argument) if job.task.startswith(f"{self.noun}.") else None


_SUBJECTS = (
    _Subject("training", "training_run_id", TrainingRun.id, TrainingRun.model_name),
    _Subject("batches", "batch_id", BatchPrediction.id, BatchPrediction.model_name, is_text=True),
    _Subject("reports", "report_id", Report.id, Report.model_name),
    _Subject("checks", "check_id", Check.id, Check.model_name),
    _Subject("experiments", "experiment_id", Experiment.id, Experiment.model_name),
)


def listed(
    session: Session,
    *,
    limit: int,
    states: Collection[JobState] = (),
    queue: str | None = None,
    task: str | None = None,
    model: str | None = None,
    text: str = "",
    before_id: int | None = None,
) -> Sequence[Job]:
    """Newest first; what is left out is not asked for."""
    statement = select(Job).order_by(Job.id.desc()).limit(limit)
    if states:
        statement = statement.where(Job.state.in_([state.value for state in states]))
    if queue is not None:
        statement = statement.where(Job.queue == queue)
    if task is not None:
        statement = statement.where(Job.task == task)
    if model is not None:
        statement = statement.where(_is_about(model))
    if text:
        statement = statement.where(_says(text))
    if before_id is not None:
        statement = statement.where(Job.id < before_id)
    return session.scalars(statement).all()


def models_of(session: Session, jobs: Collection[Job]) -> dict[int, str]:
    """Job's id -> the model that it is about; at most one query a kind of argument."""
    found = {job.id: str(job.arguments["model"]) for job in jobs if "model" in job.arguments}
    for subject in _SUBJECTS:
        asked = {job.id: number for job in jobs if (number := subject.of(job)) is not None}
        if not asked:
            continue
        statement = select(subject.row_id, subject.model_name)
        rows = session.execute(statement.where(subject.row_id.in_(set(asked.values()))))
        names = {row[0]: row[1] for row in rows}
        found |= {job: names[number] for job, number in asked.items() if number in names}
    return found


def why_they_wait(session: Session, jobs: Collection[Job], *, now: datetime) -> dict[int, Waiting]:
    """Job's id -> why it does not run yet, for those that are queued."""
    queued = [job for job in jobs if job.state == JobState.QUEUED.value]
    if not queued:
        return {}
    ids = [job.id for job in queued]
    held, ahead = _held(session, ids, now), _ahead(session, ids, now)
    running = {figures.queue: figures.running for figures in queue_figures(session, now=now)}
    return {
        job.id: Waiting(held.get(job.id), ahead.get(job.id, 0), running.get(job.queue, 0))
        for job in queued
    }


def _held(session: Session, ids: Sequence[int], now: datetime) -> dict[int, datetime | None]:
    statement = (
        select(OutboxMessage.job_id, func.min(OutboxMessage.not_before))
        .where(OutboxMessage.job_id.in_(ids), OutboxMessage.not_before > now)
        .group_by(OutboxMessage.job_id)
    )
    return {job_id: until for job_id, until in session.execute(statement)}  # noqa: C416 - rows are typed


def _ahead(session: Session, ids: Sequence[int], now: datetime) -> dict[int, int]:
    """How many of the same queue were asked for before, those aside that are held back."""
    held_back = select(OutboxMessage.id).where(
        OutboxMessage.job_id == Job.id, OutboxMessage.not_before > now
    )
    place = func.row_number().over(partition_by=Job.queue, order_by=Job.id) - 1
    queued = (
        select(Job.id, place.label("ahead"))
        .where(Job.state == JobState.QUEUED.value, ~held_back.exists())
        .subquery()
    )
    statement = select(queued.c.id, queued.c.ahead).where(queued.c.id.in_(ids))
    return {job_id: ahead for job_id, ahead in session.execute(statement)}  # noqa: C416 - rows are typed


def _is_about(model: str) -> ColumnElement[bool]:
    ways = [Job.arguments["model"].as_string() == model]
    for subject in _SUBJECTS:
        named = Job.arguments[subject.argument]
        value = named.as_string() if subject.is_text else named.as_integer()
        of_model = select(subject.row_id).where(subject.model_name == model)
        ways.append(and_(Job.task.startswith(f"{subject.noun}."), value.in_(of_model)))
    return or_(*ways)


def _says(text: str) -> ColumnElement[bool]:
    shown = (Job.task, Job.message, Job.error, Job.created_by, cast(Job.id, String))
    return or_(*(column.icontains(text, autoescape=True) for column in shown))
