from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from api.core.errors import FarolError, Kind
from api.core.tables import Job, TrainingRun


@dataclass(frozen=True)
class Page:
    runs: Sequence[TrainingRun]
    next_before: int | None
    """The last id of the page; None where nothing follows."""
    total: int
    """On all pages together."""


class TrainingRunAbsent(FarolError):
    kind: ClassVar[Kind] = "not_found"


def get(session: Session, training_run_id: int) -> TrainingRun:
    """Raises TrainingRunAbsent."""
    run = session.get(TrainingRun, training_run_id)
    if run is None:
        raise TrainingRunAbsent(f"there is no training run {training_run_id}")
    return run


def list_runs(
    session: Session,
    *,
    model: str | None = None,
    states: Sequence[str] = (),
    search: str = "",
    before: int | None = None,
    limit: int = 100,
) -> Page:
    """Newest first; ``search`` is a part of the model's name, the reason, or who asked."""
    found = select(TrainingRun)
    if model is not None:
        found = found.where(TrainingRun.model_name == model)
    if states:
        found = found.join(Job, Job.id == TrainingRun.job_id).where(Job.state.in_(states))
    if search:
        columns = (TrainingRun.model_name, TrainingRun.reason, TrainingRun.created_by)
        found = found.where(or_(*(c.icontains(search, autoescape=True) for c in columns)))
    total = session.scalar(select(func.count()).select_from(found.subquery())) or 0
    if before is not None:
        found = found.where(TrainingRun.id < before)
    rows = session.scalars(found.order_by(TrainingRun.id.desc()).limit(limit + 1)).all()
    shown = rows[:limit]
    return Page(shown, shown[-1].id if len(rows) > limit else None, total)
