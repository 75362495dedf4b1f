"""Store predictions in bulk. A row that is there already is left as it is."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from api.core.predictions.bulk import BulkInsert, sqlite_moment
from api.core.predictions.records import PredictionRow
from api.core.predictions.shadow_records import ShadowRow

_PREDICTIONS = BulkInsert(
    "predictions",
    {
        "id": "text",
        "row": "int",
        "occurred_at": "timestamptz",
        "served_at": "timestamptz",
        "model_name": "text",
        "version": "int",
        "variant": "text",
        "source": "text",
        "subject": "text",
        "client_key": "text",
        "latency_seconds": "float8",
        "cached": "bool",
        "inputs": "jsonb",
        "output": "jsonb",
    },
)
_SHADOWS = BulkInsert(
    "shadow_predictions",
    {
        "id": "text",
        "row": "int",
        "version": "int",
        "occurred_at": "timestamptz",
        "served_at": "timestamptz",
        "model_name": "text",
        "latency_seconds": "float8",
        "output": "jsonb",
        "error": "text",
    },
)


def store(session: Session, *, rows: Sequence[PredictionRow]) -> None:
    """Insert the rows that are not there yet, by request id, row and event time."""
    _PREDICTIONS.run(session, rows, map(_prediction_for_sqlite, rows))


def store_shadows(session: Session, *, rows: Sequence[ShadowRow]) -> None:
    """Insert the rows that are not there yet, by request id, row, version and event time."""
    _SHADOWS.run(session, rows, map(_shadow_for_sqlite, rows))


def _prediction_for_sqlite(row: PredictionRow) -> tuple[object, ...]:
    return (
        row.id,
        row.row,
        sqlite_moment(row.occurred_at),
        sqlite_moment(row.served_at),
        row.model_name,
        row.version,
        row.variant,
        row.source,
        row.subject,
        row.client_key,
        row.latency_seconds,
        row.cached,
        bytes(row.inputs).decode(),
        bytes(row.output).decode(),
    )


def _shadow_for_sqlite(row: ShadowRow) -> tuple[object, ...]:
    return (
        row.id,
        row.row,
        row.version,
        sqlite_moment(row.occurred_at),
        sqlite_moment(row.served_at),
        row.model_name,
        row.latency_seconds,
        None if row.output is None else bytes(row.output).decode(),
        row.error,
    )
