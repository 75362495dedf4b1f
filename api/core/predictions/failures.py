"""Keep what live versions failed on, so that a rollback can say why."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import msgspec
from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from api.core.insertion import insert_if_absent
from api.core.predictions.records import MalformedRecord, storable_json
from api.core.tables import ModelFailure, Prediction, ShadowPrediction
from api.spool.records import ErrorRecord

_LONGEST_ID = 40
_LONGEST_REASON = 500


def unpack_failure(record: ErrorRecord) -> dict[str, Any]:
    """The columns of ``model_failures``. Raises MalformedRecord."""
    if len(record.id) > _LONGEST_ID:
        raise MalformedRecord(f"{record.id}: id is longer than {_LONGEST_ID} characters")
    try:
        served_at = datetime.fromtimestamp(record.served_at, UTC)
        raw = storable_json(record.inputs)(msgspec.Raw(record.inputs)) if record.inputs else None
        inputs = None if raw is None else msgspec.json.decode(raw)
    except (msgspec.MsgspecError, UnicodeDecodeError, OverflowError, OSError) as error:
        raise MalformedRecord(f"{record.id}: {error}") from error
    return {
        "id": record.id,
        "served_at": served_at,
        "model_name": record.model,
        "version": record.version,
        "variant": record.variant,
        "source": record.source,
        "reason": record.reason.replace("\0", "\ufffd")[:_LONGEST_REASON],
        "inputs": inputs,
    }


def store_failures(session: Session, *, rows: Sequence[dict[str, Any]]) -> None:
    """Store each failed request once."""
    if rows:
        insert_if_absent(session, ModelFailure, rows)


@dataclass(frozen=True, slots=True)
class Failure:
    prediction_id: str
    served_at: datetime
    reason: str
    inputs: dict[str, Any] | None
    """The row that the version failed on, where one is to blame."""


def live_failures(
    session: Session, *, model: str, version: int, since: datetime, until: datetime, limit: int
) -> list[Failure]:
    """The newest requests that a live version failed on, over the wall times [since, until)."""
    statement = (
        select(ModelFailure)
        .where(
            ModelFailure.model_name == model,
            ModelFailure.version == version,
            ModelFailure.served_at >= since,
            ModelFailure.served_at < until,
        )
        .order_by(ModelFailure.served_at.desc(), ModelFailure.id)
        .limit(limit)
    )
    return [
        Failure(row.id, row.served_at, row.reason, row.inputs) for row in session.scalars(statement)
    ]


def shadow_failures(
    session: Session,
    *,
    model: str,
    version: int,
    window_start: datetime,
    window_end: datetime,
    limit: int,
) -> list[Failure]:
    """The newest rows that a shadow version failed on, over [window_start, window_end) of event
    time."""
    statement = (
        select(
            ShadowPrediction.id,
            ShadowPrediction.served_at,
            ShadowPrediction.error,
            Prediction.inputs,
        )
        .outerjoin(
            Prediction,
            and_(
                Prediction.id == ShadowPrediction.id,
                Prediction.row == ShadowPrediction.row,
                Prediction.occurred_at == ShadowPrediction.occurred_at,
            ),
        )
        .where(
            ShadowPrediction.model_name == model,
            ShadowPrediction.version == version,
            ShadowPrediction.occurred_at >= window_start,
            ShadowPrediction.occurred_at < window_end,
            ShadowPrediction.error.is_not(None),
        )
        .order_by(ShadowPrediction.occurred_at.desc(), ShadowPrediction.id, ShadowPrediction.row)
        .limit(limit)
    )
    return [Failure(*row) for row in session.execute(statement)]
