from collections.abc import Sequence
from typing import ClassVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.core.errors import FarolError, Kind
from api.core.tables import BatchPrediction


class BatchAbsent(FarolError):
    kind: ClassVar[Kind] = "not_found"


def get(session: Session, batch_id: str) -> BatchPrediction:
    """Raises BatchAbsent."""
    batch = session.get(BatchPrediction, batch_id)
    if batch is None:
        raise BatchAbsent(f"there is no batch prediction {batch_id!r}")
    return batch


def list_batches(
    session: Session, *, model: str | None = None, limit: int = 100
) -> Sequence[BatchPrediction]:
    """Newest first, of one model or of all."""
    statement = select(BatchPrediction).order_by(BatchPrediction.created_at.desc()).limit(limit)
    if model is not None:
        statement = statement.where(BatchPrediction.model_name == model)
    return session.scalars(statement).all()
