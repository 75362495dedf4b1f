from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.core.jobs.types import FINAL_STATES
from api.core.tables import Job, TrainingRun
from api.core.timeline.cursor import earlier
from api.core.timeline.model_time import cut, in_model_time
from api.core.timeline.types import Entry, Place
from api.core.timeline.wording import sentences

ASKED = "training_asked"
ENDED = "training_ended"
_FINAL = [state.value for state in FINAL_STATES]


def asked(session: Session, model: str, before: Place | None, limit: int) -> list[Entry]:
    statement = (
        select(TrainingRun)
        .where(
            TrainingRun.model_name == model,
            earlier(TrainingRun.created_at, TrainingRun.id, ASKED, before),
        )
        .order_by(TrainingRun.created_at.desc(), TrainingRun.id.desc())
        .limit(limit)
    )
    return [_asked(run) for run in session.scalars(statement)]


def ended(session: Session, model: str, before: Place | None, limit: int) -> list[Entry]:
    """A model has few trainings, and when they ended must be worked out: all are read."""
    statement = (
        select(TrainingRun, Job)
        .join(Job, Job.id == TrainingRun.job_id)
        .where(TrainingRun.model_name == model, Job.state.in_(_FINAL))
    )
    found = [
        _ended(run, job, in_model_time(run, job, job.finished_at))
        for run, job in session.execute(statement)
        if job.finished_at is not None
    ]
    return cut(found, before, limit)


def _asked(run: TrainingRun) -> Entry:
    recalibrates = run.parameters.get("method") == "recalibrate"
    event = "recalibration_asked" if recalibrates else "training_asked"
    return Entry(
        place=Place(run.created_at, ASKED, run.id),
        kind="training",
        event=event,
        actor=run.created_by,
        version=None,
        title=sentences(event),
        reason=run.reason,
        evidence={"parameters": run.parameters} if run.parameters else None,
        path=f"/v1/training-runs/{run.id}",
    )


def _ended(run: TrainingRun, job: Job, at: datetime) -> Entry:
    return Entry(
        place=Place(at, ENDED, run.id),
        kind="training",
        event=f"training_{job.state}",
        actor=None,
        version=run.version,
        title=sentences(f"training_{job.state}", version=run.version),
        reason=job.error,
        evidence=None,
        path=f"/v1/training-runs/{run.id}",
    )
