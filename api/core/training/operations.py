from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy.orm import Session

from api.core import audit, outbox
from api.core.audit_actions import AuditAction
from api.core.errors import FarolError, Kind
from api.core.jobs.types import FINAL_STATES, JobState
from api.core.models.clock import model_now
from api.core.models.queries import require_live
from api.core.tables import Job, TrainingRun
from api.core.training.queries import get

TRAIN_TASK = "training.train"


class TrainingUnfinished(FarolError):
    """It is still waiting or running: there is nothing to repeat."""

    kind: ClassVar[Kind] = "conflict"


def start(
    session: Session,
    *,
    model: str,
    recipe: str,
    parameters: dict[str, Any],
    reason: str,
    actor: str,
    now: datetime,
    retry_of: int | None = None,
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
        retry_of=retry_of,
        job_id=job.id,
        created_at=model_now(session, model, now),
        created_by=actor,
    )
    session.add(run)
    session.flush()
    job.arguments = {"training_run_id": run.id}
    action: AuditAction = "training.start" if retry_of is None else "training.retry"
    after = {"training_run_id": run.id, "parameters": parameters}
    audit.record(
        session,
        now=now,
        actor=actor,
        action=action,
        subject=f"model:{model}",
        after=after if retry_of is None else {**after, "retry_of": retry_of},
        reason=reason,
    )
    return run


def retry(
    session: Session, *, training_run_id: int, reason: str, actor: str, now: datetime
) -> TrainingRun:
    """The same parameters again, linked to the first of them that was asked for.

    Raises TrainingRunAbsent, TrainingUnfinished.
    """
    run = get(session, training_run_id)
    job = session.get_one(Job, run.job_id)
    if JobState(job.state) not in FINAL_STATES:
        raise TrainingUnfinished(f"training run {run.id} is {job.state}: cancel it, or wait for it")
    return start(
        session,
        model=run.model_name,
        recipe=run.recipe,
        parameters=run.parameters,
        reason=reason,
        actor=actor,
        now=now,
        retry_of=run.retry_of or run.id,
    )


def complete(session: Session, *, training_run_id: int, version: int) -> TrainingRun:
    """Note the version that the run registered. Raises TrainingRunAbsent."""
    run = get(session, training_run_id)
    run.version = version
    session.flush()
    return run
