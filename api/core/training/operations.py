from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from api.core import audit, outbox
from api.core.models.clock import model_now
from api.core.models.queries import require_live
from api.core.tables import TrainingRun
from api.core.training.queries import get

TRAIN_TASK = "training.train"


def start(
    session: Session,
    *,
    model: str,
    recipe: str,
    parameters: dict[str, Any],
    reason: str,
    actor: str,
    now: datetime,
) -> TrainingRun:
    """Insert the run, its job and the message that wakes a worker, all or nothing."""
    require_live(session, model)
    # The job is told the run's id and the run the job's: the job's arguments are filled in last.
    job = outbox.enqueue(session, task=TRAIN_TASK, arguments={}, now=now, created_by=actor)
    run = TrainingRun(
        model_name=model,
        recipe=recipe,
        parameters=parameters,
        reason=reason,
        job_id=job.id,
        created_at=model_now(session, model, now),
        created_by=actor,
    )
    session.add(run)
    session.flush()
    job.arguments = {"training_run_id": run.id}
    audit.record(
        session,
        now=now,
        actor=actor,
        action="training.start",
        subject=f"model:{model}",
        after={"training_run_id": run.id, "parameters": parameters},
        reason=reason,
    )
    return run


def complete(session: Session, *, training_run_id: int, version: int) -> TrainingRun:
    """Note the version that the run registered. Raises TrainingRunAbsent."""
    run = get(session, training_run_id)
    run.version = version
    session.flush()
    return run
