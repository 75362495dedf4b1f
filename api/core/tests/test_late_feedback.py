"""Each thumb is counted once, whether its prediction came first or last; on both databases."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from api.adapters.database import read_session, write_session
from api.core import shipping
from api.core.predictions.day_rollups import count_feedback, uncounted_feedback
from api.core.tables import FeedbackDay
from api.spool.records import Record
from testing.records import feedback_record, prediction_id, prediction_record

Sessions = sessionmaker[Session]
NOW = datetime(2026, 11, 22, 13, 0, tzinfo=UTC)
NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC).timestamp()
LATE = datetime(2026, 11, 23, 0, 30, tzinfo=UTC).timestamp()


def ship(sessions: Sessions, file: str, *records: Record) -> None:
    with write_session(sessions) as session:
        framed = [(100 * (number + 1), record) for number, record in enumerate(records)]
        shipping.ship(session, file=file, records=framed, end_position=framed[-1][0], now=NOW)


def counted(sessions: Sessions) -> list[tuple[str, int, int, int]]:
    with read_session(sessions) as session:
        rows = session.scalars(select(FeedbackDay).order_by(FeedbackDay.day))
        return [(row.day.isoformat(), row.version, row.up, row.down) for row in rows]


def count_late(sessions: Sessions) -> int:
    with write_session(sessions) as session:
        events = uncounted_feedback(session, since=NOW - timedelta(days=7), limit=100)
        return count_feedback(session, events=events)


def test_a_thumb_is_counted_on_the_day_that_it_came_in(sessions: Sessions) -> None:
    ship(
        sessions,
        "one.spool",
        prediction_record(1, served_at=NOON),
        feedback_record(1, received_at=NOON, prediction_id=prediction_id(1), thumb="up"),
        feedback_record(2, received_at=LATE, prediction_id=prediction_id(1), thumb="down"),
    )
    assert counted(sessions) == [("2026-11-22", 1, 1, 0), ("2026-11-23", 1, 0, 1)]
    assert count_late(sessions) == 0


def test_a_thumb_that_came_before_its_prediction_is_counted_later_and_once(
    sessions: Sessions,
) -> None:
    ship(
        sessions,
        "one.spool",
        feedback_record(1, received_at=NOON, prediction_id=prediction_id(1), thumb="up"),
        feedback_record(2, received_at=NOON, prediction_id=prediction_id(9), thumb="down"),
    )
    assert count_late(sessions) == 0
    ship(sessions, "two.spool", prediction_record(1, served_at=NOON, version=3))
    assert count_late(sessions) == 1
    assert count_late(sessions) == 0
    assert counted(sessions) == [("2026-11-22", 3, 1, 0)]
