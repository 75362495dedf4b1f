from typing import ClassVar

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from api.core.errors import FarolError, Kind
from api.core.tables import Prediction
from api.core.traces.history import policy_then, steps_until, then
from api.core.traces.lineage import lineage
from api.core.traces.rows import traced_rows
from api.core.traces.types import Trace

ROW_LIMIT = 100
"""Rows of one request that a trace shows."""


class PredictionAbsent(FarolError):
    kind: ClassVar[Kind] = "not_found"


def trace(session: Session, *, prediction_id: str) -> Trace:
    """Everything behind one answer. Raises PredictionAbsent.

    What had been decided by then is told by the clock that the model's life goes by.
    """
    rows = session.scalars(
        select(Prediction)
        .where(Prediction.id == prediction_id)
        .order_by(Prediction.row)
        .limit(ROW_LIMIT)
    ).all()
    if not rows:
        raise PredictionAbsent(
            f"there is no prediction {prediction_id!r} in the log: an answer reaches it a few "
            "seconds after it was given"
        )
    first = rows[0]
    moment = then(session, first)
    return Trace(
        prediction_id=first.id,
        model=first.model_name,
        version=first.version,
        variant=first.variant,
        source=first.source,
        subject=first.subject,
        served_at=first.served_at,
        latency_seconds=first.latency_seconds,
        cached=first.cached,
        rows_in_all=_count(session, prediction_id),
        rows=traced_rows(session, rows),
        lineage=lineage(session, first.model_name, first.version),
        rollout=steps_until(session, first.model_name, first.version, moment),
        policy=policy_then(session, first.model_name, moment),
    )


def _count(session: Session, prediction_id: str) -> int:
    statement = select(func.count()).select_from(Prediction).where(Prediction.id == prediction_id)
    return session.scalar(statement) or 0
