"""A partition a day for live and shadow predictions on PostgreSQL; nothing to do on SQLite."""

from collections.abc import Iterable
from datetime import date, timedelta

from sqlalchemy import text
from sqlalchemy.orm import Session

_TABLES = ("predictions", "shadow_predictions")
_LOCK_TIMEOUT_SECONDS = 5


def ensure_partitions(session: Session, *, days: Iterable[date]) -> list[date]:
    """Make the partitions of ``days`` (UTC) that there are not yet; returns the days that had none.

    Rows of such a day that lie in the default partition move into it. To be called in a transaction
    of its own: it waits briefly for locks that keep inserts out, and gives up without them.
    """
    if session.get_bind().dialect.name != "postgresql":
        return []
    session.execute(text(f"SET LOCAL lock_timeout = '{_LOCK_TIMEOUT_SECONDS}s'"))
    wanted = sorted(set(days))
    made = {day for table in _TABLES for day in _ensure(session, table, wanted)}
    return sorted(made)


def partition_name(day: date, table: str = "predictions") -> str:
    return f"{table}_{day:%Y%m%d}"


def _ensure(session: Session, table: str, days: list[date]) -> list[date]:
    session.execute(text(f"LOCK TABLE {table} IN SHARE UPDATE EXCLUSIVE MODE"))
    missing = [day for day in days if not _exists(session, table, day)]
    for day in missing:
        _make(session, table, day)
    return missing


def _exists(session: Session, table: str, day: date) -> bool:
    statement = text("SELECT to_regclass(:name) IS NOT NULL")
    return bool(session.scalar(statement, {"name": partition_name(day, table)}))


def _make(session: Session, table: str, day: date) -> None:
    name = partition_name(day, table)
    start, end = f"'{day} 00:00+00'", f"'{day + timedelta(days=1)} 00:00+00'"
    # Only a date and a table of ours make up the names and bounds: a caller can inject nothing.
    session.execute(text(f"CREATE TABLE {name} (LIKE {table} INCLUDING ALL)"))
    session.execute(
        text(
            f"WITH moved AS (DELETE FROM {table}_default "  # noqa: S608 - see above
            f"WHERE occurred_at >= {start} AND occurred_at < {end} RETURNING *) "
            f"INSERT INTO {name} SELECT * FROM moved"
        )
    )
    bounds = f"FOR VALUES FROM ({start}) TO ({end})"
    session.execute(text(f"ALTER TABLE {table} ATTACH PARTITION {name} {bounds}"))
