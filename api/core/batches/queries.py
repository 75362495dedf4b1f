from collections.abc import Sequence
from datetime import datetime
from typing import ClassVar

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from api.core.batches.types import VISITOR
from api.core.errors import FarolError, Kind
from api.core.jobs.types import FINAL_STATES, JobState
from api.core.tables import BatchPrediction, Job


class BatchAbsent(FarolError):
    kind: ClassVar[Kind] = "not_found"


def get(session: Session, batch_id: str) -> BatchPrediction:
    """Raises BatchAbsent."""
    batch = session.get(BatchPrediction, batch_id)
    if batch is None:
        raise BatchAbsent(f"there is no batch prediction {batch_id!r}")
    return batch


def get_kept(session: Session, batch_id: str, now: datetime) -> BatchPrediction:
    """Raises BatchAbsent, for one whose time is over too."""
    batch = get(session, batch_id)
    if batch.expires_at is not None and batch.expires_at <= now:
        raise BatchAbsent(
            f"batch prediction {batch_id} was kept until {batch.expires_at:%H:%M} UTC"
        )
    return batch


def waiting_of_visitors(session: Session) -> int:
    """How many files of visitors nobody has begun with."""
    statement = (
        select(func.count())
        .select_from(BatchPrediction)
        .join(Job, Job.id == BatchPrediction.job_id)
        .where(BatchPrediction.created_by == VISITOR, Job.state == JobState.QUEUED.value)
    )
    return session.scalar(statement) or 0


def expired(session: Session, now: datetime) -> Sequence[str]:
    """Ids of those whose time is over and whose job has ended."""
    final = [state.value for state in FINAL_STATES]
    statement = (
        select(BatchPrediction.id)
        .join(Job, Job.id == BatchPrediction.job_id)
        .where(BatchPrediction.expires_at <= now, Job.state.in_(final))
    )
    return session.scalars(statement).all()


def list_batches(
    session: Session, *, model: str | None = None, limit: int = 100
) -> Sequence[BatchPrediction]:
    """Newest first, of one model or of all."""
    statement = select(BatchPrediction).order_by(BatchPrediction.created_at.desc()).limit(limit)
    if model is not None:
        statement = statement.where(BatchPrediction.model_name == model)
    return session.scalars(statement).all()
