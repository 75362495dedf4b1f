"""A partition a day for the predictions on PostgreSQL; on SQLite there is nothing to do."""

from collections.abc import Iterable
from datetime import date, timedelta

from sqlalchemy import text
from sqlalchemy.orm import Session

_PREFIX = "predictions_"
_LOCK_TIMEOUT_SECONDS = 5


def ensure_partitions(session: Session, *, days: Iterable[date]) -> list[date]:
    """Make the partitions of ``days`` (UTC) that there are not yet; returns their days.

    Rows of such a day that lie in the default partition move into it. To be called in a transaction
    of its own: it waits briefly for locks that keep inserts out, and gives up without them.
    """
    if session.get_bind().dialect.name != "postgresql":
        return []
    session.execute(text(f"SET LOCAL lock_timeout = '{_LOCK_TIMEOUT_SECONDS}s'"))
    wanted = sorted(set(days))
    session.execute(text("LOCK TABLE predictions IN SHARE UPDATE EXCLUSIVE MODE"))
    missing = [day for day in wanted if not _exists(session, day)]
    for day in missing:
        _make(session, day)
    return missing


def partition_name(day: date) -> str:
    return f"{_PREFIX}{day:%Y%m%d}"


def _exists(session: Session, day: date) -> bool:
    statement = text("SELECT to_regclass(:name) IS NOT NULL")
    return bool(session.scalar(statement, {"name": partition_name(day)}))


def _make(session: Session, day: date) -> None:
    name = partition_name(day)
    start, end = f"'{day} 00:00+00'", f"'{day + timedelta(days=1)} 00:00+00'"
    # Only a date makes up the names and bounds: there is nothing here that a caller could inject.
    session.execute(text(f"CREATE TABLE {name} (LIKE predictions INCLUDING ALL)"))
    session.execute(
        text(
            f"WITH moved AS (DELETE FROM {_PREFIX}default "  # noqa: S608 - see above
            f"WHERE occurred_at >= {start} AND occurred_at < {end} RETURNING *) "
            f"INSERT INTO {name} SELECT * FROM moved"
        )
    )
    bounds = f"FOR VALUES FROM ({start}) TO ({end})"
    session.execute(text(f"ALTER TABLE predictions ATTACH PARTITION {name} {bounds}"))
