"""Alerts about jobs that ended badly; the next of its kind that ends well resolves one."""

from datetime import datetime

from sqlalchemy.orm import Session

from api.core.alerts import operations
from api.core.batches.operations import PREDICT_TASK
from api.core.drafts.operations import CHECK_TASK, TRY_TASK
from api.core.errors import FarolError
from api.core.jobs.types import JobState
from api.core.registrations.operations import REGISTER_TASK
from api.core.tables import BatchPrediction, Job, TrainingRun

ACTOR = "system"
OWN_TASKS = "alerts."
"""An alert that cannot be sent must not raise the next one."""
OF_SENT_FILES = frozenset({PREDICT_TASK, REGISTER_TASK, CHECK_TASK, TRY_TASK})


def is_refusal(task: str, error: Exception) -> bool:
    """Whether a file was refused: that is for its sender to mend, who follows the job."""
    return task in OF_SENT_FILES and isinstance(error, FarolError) and error.kind == "invalid"


def alarm(session: Session, job: Job, *, now: datetime) -> None:
    """A job has failed, or is dead: its worker vanished each time."""
    if job.task.startswith(OWN_TASKS):
        return
    model = _model(session, job)
    operations.raise_alert(
        session,
        key=_key(job, model),
        model=model,
        kind="job",
        severity="serious" if _is_dead(job) else "moderate",
        title=_title(job, model),
        detail=f"Job {job.id}: {job.error}",
        now=now,
        actor=ACTOR,
        path=_path(job),
    )


def clear(session: Session, job: Job, *, now: datetime) -> None:
    if job.task.startswith(OWN_TASKS):
        return
    operations.resolve(
        session,
        key=_key(job, _model(session, job)),
        actor=ACTOR,
        reason=f"Job {job.id} of the same kind succeeded.",
        now=now,
    )


def _title(job: Job, model: str | None) -> str:
    about = f" for {model}" if model else ""
    return f"The job {job.task}{about} {'is dead' if _is_dead(job) else 'failed'}"


def _is_dead(job: Job) -> bool:
    return job.state == JobState.DEAD.value


def _key(job: Job, model: str | None) -> str:
    named = [f"{name}={value}" for name, value in sorted(job.arguments.items())]
    return f"job:{job.task}:{model or ','.join(named)}"


def _model(session: Session, job: Job) -> str | None:
    """By what the job's arguments name."""
    row: TrainingRun | BatchPrediction | None = None
    match job.arguments:
        case {"model": str(name)}:
            return name
        case {"training_run_id": int(run_id)}:
            row = session.get(TrainingRun, run_id)
        case {"batch_id": str(batch_id)}:
            row = session.get(BatchPrediction, batch_id)
    return row.model_name if row else None


def _path(job: Job) -> str:
    run = job.arguments.get("training_run_id")
    return f"/jobs/{job.id}" if run is None else f"/training-runs/{run}"
