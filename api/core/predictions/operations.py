"""Store predictions in bulk. A row that is there already is left as it is."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from api.core.predictions.records import PredictionRow

_COLUMNS = ", ".join(f'"{name}"' for name in PredictionRow._fields)
_SQLITE = (
    f"INSERT OR IGNORE INTO predictions ({_COLUMNS}) "  # noqa: S608 - the names of a class above
    f"VALUES ({', '.join('?' * len(PredictionRow._fields))})"
)
_POSTGRESQL_TYPES = {
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
    "inputs": "text",
    "output": "text",
}
_POSTGRESQL_VALUES = [
    f"{name}::jsonb" if name in {"inputs", "output"} else f'"{name}"' for name in _POSTGRESQL_TYPES
]
# One statement with an array a column: the fewest round trips, and no limit on parameters.
_POSTGRESQL = (
    f"INSERT INTO predictions ({_COLUMNS}) "  # noqa: S608 - the names of a class above
    f"SELECT {', '.join(_POSTGRESQL_VALUES)} "
    f"FROM unnest({', '.join(f'%s::{kind}[]' for kind in _POSTGRESQL_TYPES.values())}) "
    f"AS shipped ({_COLUMNS}) ON CONFLICT DO NOTHING"
)


def store(session: Session, *, rows: Sequence[PredictionRow]) -> None:
    """Insert the rows that are not there yet, by request id, row and event time."""
    if not rows:
        return
    connection = session.connection()
    if connection.dialect.name == "postgresql":
        columns = tuple(list(column) for column in zip(*rows, strict=True))
        connection.exec_driver_sql(_POSTGRESQL, columns)
    else:
        connection.exec_driver_sql(_SQLITE, [_for_sqlite(row) for row in rows])


def _for_sqlite(row: PredictionRow) -> tuple[object, ...]:
    occurred_at, served_at = _sqlite_moment(row.occurred_at), _sqlite_moment(row.served_at)
    return (row.id, row.row, occurred_at, served_at, *row[4:])


def _sqlite_moment(moment: datetime) -> str:
    """As SQLAlchemy writes a datetime there, so that both kinds of rows compare."""
    return moment.replace(tzinfo=None).isoformat(" ", "microseconds")
