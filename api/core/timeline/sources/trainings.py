from sqlalchemy import select
from sqlalchemy.orm import Session

from api.core.jobs.types import FINAL_STATES
from api.core.tables import Job, TrainingRun
from api.core.timeline.cursor import earlier
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
    statement = (
        select(TrainingRun, Job)
        .join(Job, Job.id == TrainingRun.job_id)
        .where(
            TrainingRun.model_name == model,
            Job.state.in_(_FINAL),
            Job.finished_at.is_not(None),
            earlier(Job.finished_at, TrainingRun.id, ENDED, before),
        )
        .order_by(Job.finished_at.desc(), TrainingRun.id.desc())
        .limit(limit)
    )
    return [_ended(run, job) for run, job in session.execute(statement)]


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


def _ended(run: TrainingRun, job: Job) -> Entry:
    if job.finished_at is None:
        raise LookupError(f"job {job.id} is over and has no end")
    return Entry(
        place=Place(job.finished_at, ENDED, run.id),
        kind="training",
        event=f"training_{job.state}",
        actor=None,
        version=run.version,
        title=sentences(f"training_{job.state}", version=run.version),
        reason=job.error,
        evidence=None,
        path=f"/v1/training-runs/{run.id}",
    )
