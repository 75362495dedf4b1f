"""What is done by itself. An entry becomes a job like any other, so that it too happens once.

Celery's schedules say when; the jobs table says when last. So nothing is kept in a file of beat's,
and what fell due while the machine was off is caught up at the next start.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from celery.schedules import crontab, schedule
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from api.adapters.database import read_session, write_session
from api.core.batches import queries as batches
from api.core.experiments.types import Status
from api.core.jobs import operations
from api.core.jobs.types import JobState
from api.core.tables import Experiment, Job, Rollout
from worker.checks.due import models_to_check
from worker.runtime import Runtime
from worker.trials.due import models_to_advance

CHECK_SECONDS = 5.0
RECIPES = Path(__file__).parent / "recipes"
ACTOR = "system"
NEVER = datetime(2000, 1, 1, tzinfo=UTC)

ADVANCE_SECONDS = 30.0
CHECK_AGAIN_SECONDS = 60.0
"""How soon a check that fell due is noticed; each policy says how often one does."""

Due = Callable[[Session, datetime], bool]
"""Whether it is time again, given when the last job was asked for."""
Arguments = dict[str, Any]


def once(_session: Session, _now: datetime) -> Sequence[Arguments]:
    """One job without arguments."""
    return ({},)


@dataclass(frozen=True)
class Entry:
    task: str
    is_due: Due
    each: Callable[[Session, datetime], Sequence[Arguments]] = once
    """The arguments of every job that is asked for at once; none is nothing to do."""


def at(when: schedule) -> Due:
    return lambda _session, last: bool(when.is_due(last).is_due)


def rollouts_changed(session: Session, last: datetime) -> bool:
    newest = session.scalar(select(func.max(Rollout.updated_at)))
    return newest is not None and newest > last


def recipes_changed(_session: Session, last: datetime) -> bool:
    """Another recipe file, or another version of one, has come to this machine since."""
    # A file's own time may be older than its coming: an image is built long before it runs.
    newest = max(path.stat().st_ctime for path in RECIPES.glob("*.py"))
    return newest > last.timestamp()


def open_trials(session: Session, _now: datetime) -> Sequence[Arguments]:
    """Every model with a rollout to decide about."""
    return [{"model": model} for model in models_to_advance(session)]


def due_checks(session: Session, now: datetime) -> Sequence[Arguments]:
    """Every model whose policy says that it is time."""
    return [{"model": model} for model in models_to_check(session, now)]


def expired_files(session: Session, now: datetime) -> Sequence[Arguments]:
    """One job when there are files of visitors that are no longer to be had."""
    return once(session, now) if batches.expired(session, now) else ()


def experiments_run(session: Session, last: datetime) -> bool:
    """Every few minutes while there is one; the job itself knows which are due for a look."""
    running = select(Experiment.id).where(Experiment.status == Status.RUNNING.value).limit(1)
    return EVERY_FIVE_MINUTES(session, last) and session.scalar(running) is not None


EVERY_FIVE_MINUTES = at(crontab(minute="*/5"))
ENTRIES = (
    Entry("training.publish_recipes", recipes_changed),
    Entry("housekeeping.tidy", at(crontab(hour="3", minute="17"))),
    Entry("reports.weekly", at(crontab(day_of_week="mon", hour="4", minute="7"))),
    Entry("kpis.weekly", at(crontab(day_of_week="mon", hour="5", minute="13"))),
    Entry("rollouts.mirror", rollouts_changed),
    Entry("checks.check", at(schedule(CHECK_AGAIN_SECONDS)), due_checks),
    Entry("rollouts.advance", at(schedule(ADVANCE_SECONDS)), open_trials),
    Entry("experiments.look", experiments_run),
    Entry("batches.forget", EVERY_FIVE_MINUTES, expired_files),
)


def enqueue_due(runtime: Runtime) -> float:
    """Enqueue what is due now; returns the seconds until the next look."""
    for entry in ENTRIES:
        with read_session(runtime.sessions) as session:
            due = _is_due(session, entry, runtime.clock())
        if due:
            with write_session(runtime.sessions) as session:
                # Asked again under the write lock: two schedulers make one job on SQLite, and at
                # worst two on PostgreSQL, which an entry must bear.
                if _is_due(session, entry, runtime.clock()):
                    _enqueue(session, entry, runtime.clock())
    return CHECK_SECONDS


def _enqueue(session: Session, entry: Entry, now: datetime) -> None:
    for arguments in entry.each(session, now):
        operations.enqueue(session, task=entry.task, arguments=arguments, now=now, created_by=ACTOR)


def _is_due(session: Session, entry: Entry, now: datetime) -> bool:
    jobs = select(Job.created_at).where(Job.task == entry.task).order_by(Job.id.desc()).limit(1)
    waiting = jobs.where(Job.state == JobState.QUEUED.value)
    if session.scalar(waiting) is not None:
        return False  # the one that waits will do
    return entry.is_due(session, session.scalar(jobs) or NEVER) and bool(entry.each(session, now))
