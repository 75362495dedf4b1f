"""What a job took, and for which model it did."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.core.costs.operations import Usage, UsageKey, add
from api.core.tables import BatchPrediction, Report, TrainingRun
from api.spool.records import Purpose

_PURPOSES: Mapping[str, Purpose] = {"training.train": "training", "batches.predict": "batch"}


def add_attempt(
    session: Session,
    *,
    job_id: int,
    task: str,
    arguments: Mapping[str, Any],
    usage: Usage,
    now: datetime,
) -> None:
    """In the transaction that ends the attempt, so that it counts once."""
    model, version = _subject(session, job_id, arguments)
    purpose = _PURPOSES.get(task, "job")
    add(session, {UsageKey(now.astimezone(UTC).date(), model, version, purpose): usage})


def _subject(session: Session, job_id: int, arguments: Mapping[str, Any]) -> tuple[str, int]:
    """Model and version; "" and 0 where it is for none in particular."""
    run = session.execute(
        select(TrainingRun.model_name, TrainingRun.version).where(TrainingRun.job_id == job_id)
    ).first()
    if run is not None:
        return run.model_name, run.version or 0
    batch = session.execute(
        select(BatchPrediction.model_name, BatchPrediction.version).where(
            BatchPrediction.job_id == job_id
        )
    ).first()
    if batch is not None:
        return batch.model_name, batch.version
    report = session.scalars(select(Report.model_name).where(Report.job_id == job_id)).first()
    model = report or arguments.get("model") or ""
    return str(model), 0
