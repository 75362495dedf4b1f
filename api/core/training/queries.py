from collections.abc import Sequence
from typing import ClassVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.core.errors import FarolError, Kind
from api.core.tables import TrainingRun


class TrainingRunAbsent(FarolError):
    kind: ClassVar[Kind] = "not_found"


def get(session: Session, training_run_id: int) -> TrainingRun:
    """Raises TrainingRunAbsent."""
    run = session.get(TrainingRun, training_run_id)
    if run is None:
        raise TrainingRunAbsent(f"there is no training run {training_run_id}")
    return run


def list_runs(
    session: Session, *, model: str | None = None, limit: int = 100
) -> Sequence[TrainingRun]:
    """Newest first, of one model or of all."""
    statement = select(TrainingRun).order_by(TrainingRun.id.desc()).limit(limit)
    if model is not None:
        statement = statement.where(TrainingRun.model_name == model)
    return session.scalars(statement).all()
