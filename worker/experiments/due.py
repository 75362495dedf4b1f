"""Which running experiments should be looked at now, each in a job of its own."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.core.experiments import queries
from api.core.jobs import operations as jobs
from api.core.jobs.types import FINAL_STATES
from api.core.models.clock import model_now
from api.core.tables import Experiment, Job
from worker.context import JobContext

EVALUATE = "experiments.evaluate"
ACTOR = "system"
SHARE_OF_LIFE = 0.02
"""A look reads the whole log of the experiment: the longer that is, the rarer the looks, so that
all together read it some log(age) / 0.02 times."""


def enqueue_looks(context: JobContext) -> None:
    with context.session() as session:
        now = context.now()
        asked = _asked(session)
        due = [e for e in _due(session, now) if e.id not in asked]
        for experiment in due:
            jobs.enqueue(
                session,
                task=EVALUATE,
                arguments={"experiment_id": experiment.id},
                now=now,
                created_by=ACTOR,
            )
    context.progress(1.0, f"{len(due)} experiments are due for a look")


def is_due(*, started_at: datetime, last: datetime | None, now: datetime) -> bool:
    return last is None or now - last >= SHARE_OF_LIFE * (now - started_at)


def _due(session: Session, now: datetime) -> Sequence[Experiment]:
    running = queries.running(session)
    looks = queries.newest_looks(session, [experiment.id for experiment in running])
    last = {number: look.at for number, look in looks.items()}
    return [
        e
        for e in running
        if e.started_at
        and is_due(
            started_at=e.started_at,
            last=last.get(e.id),
            now=model_now(session, e.model_name, now),
        )
    ]


def _asked(session: Session) -> set[int]:
    """Experiments that a job is to look at, or is looking at."""
    final = [state.value for state in FINAL_STATES]
    statement = select(Job.arguments).where(Job.task == EVALUATE, Job.state.not_in(final))
    return {int(arguments["experiment_id"]) for arguments in session.scalars(statement)}
