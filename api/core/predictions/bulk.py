"""Insert many rows at once, whose JSON is text already and is never made into objects."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from functools import lru_cache

import msgspec
from sqlalchemy.orm import Session


class BulkInsert:
    """Into one table; a row whose key is there already is left as it is.

    ``columns`` are name -> PostgreSQL type, in the order of the rows' attributes. Names and types
    become SQL as they are.
    """

    def __init__(self, table: str, columns: Mapping[str, str]) -> None:
        names = ", ".join(f'"{name}"' for name in columns)
        typed = ", ".join(f'"{name}" {kind}' for name, kind in columns.items())
        self._sqlite = (
            f"INSERT OR IGNORE INTO {table} ({names}) "  # noqa: S608 - the names above
            f"VALUES ({', '.join('?' * len(columns))})"
        )
        # One statement with one parameter, in which the rows' own JSON stands as it was sent:
        # arrays of columns took five times as long, in escaping their quotes.
        self._postgresql = (
            f"INSERT INTO {table} ({names}) "  # noqa: S608 - the names above
            f"SELECT {names} FROM json_to_recordset(%s::json) AS shipped ({typed}) "
            "ON CONFLICT DO NOTHING"
        )

    def run(
        self,
        session: Session,
        rows: Sequence[msgspec.Struct],
        for_sqlite: Iterable[tuple[object, ...]],
    ) -> None:
        """``for_sqlite`` are the same rows as that driver takes them; read only where it does."""
        if not rows:
            return
        connection = session.connection()
        if connection.dialect.name == "postgresql":
            document = msgspec.json.encode(rows).decode()
            connection.exec_driver_sql(self._postgresql, (document,))
        else:
            connection.exec_driver_sql(self._sqlite, list(for_sqlite))


@lru_cache(maxsize=16)
def sqlite_moment(moment: datetime) -> str:
    """As SQLAlchemy writes a datetime there, so that both kinds of rows compare."""
    return moment.replace(tzinfo=None).isoformat(" ", "microseconds")
