"""Store predictions in bulk. A row that is there already is left as it is."""

from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache

import msgspec
from sqlalchemy.orm import Session

from api.core.predictions.records import PredictionRow

_TYPES = {
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
}
_COLUMNS = ", ".join(f'"{name}"' for name in _TYPES)
_TYPED_COLUMNS = ", ".join(f'"{name}" {kind}' for name, kind in _TYPES.items())
_SQLITE = (
    f"INSERT OR IGNORE INTO predictions ({_COLUMNS}) "  # noqa: S608 - the names above
    f"VALUES ({', '.join('?' * len(_TYPES))})"
)
# One statement with one parameter, in which the rows' own JSON stands as it was sent: arrays of
# columns took five times as long, in escaping their quotes.
_POSTGRESQL = (
    f"INSERT INTO predictions ({_COLUMNS}) "  # noqa: S608 - the names above
    f"SELECT {_COLUMNS} FROM json_to_recordset(%s::json) AS shipped ({_TYPED_COLUMNS}) "
    "ON CONFLICT DO NOTHING"
)


def store(session: Session, *, rows: Sequence[PredictionRow]) -> None:
    """Insert the rows that are not there yet, by request id, row and event time."""
    if not rows:
        return
    connection = session.connection()
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(_POSTGRESQL, (msgspec.json.encode(rows).decode(),))
    else:
        connection.exec_driver_sql(_SQLITE, [_for_sqlite(row) for row in rows])


def _for_sqlite(row: PredictionRow) -> tuple[object, ...]:
    return (
        row.id,
        row.row,
        _sqlite_moment(row.occurred_at),
        _sqlite_moment(row.served_at),
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


@lru_cache(maxsize=16)
def _sqlite_moment(moment: datetime) -> str:
    """As SQLAlchemy writes a datetime there, so that both kinds of rows compare."""
    return moment.replace(tzinfo=None).isoformat(" ", "microseconds")
