from datetime import UTC, date, datetime

import pytest
from sqlalchemy import literal_column, select
from sqlalchemy import table as table_named
from sqlalchemy.orm import Session, sessionmaker

from api.adapters.database import read_session, write_session
from api.core import shipping
from api.core.predictions.partitions import ensure_partitions
from api.core.tables import Prediction
from testing.records import prediction_record, shadow_record

Sessions = sessionmaker[Session]
DAY = date(2026, 11, 22)
NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


def ensure(sessions: Sessions, *days: date) -> list[date]:
    with write_session(sessions) as session:
        return ensure_partitions(session, days=days)


def ship_one(sessions: Sessions, number: int) -> None:
    live = prediction_record(number, served_at=NOON.timestamp())
    shadow = shadow_record(number, served_at=NOON.timestamp())
    records = [(1, live), (2, shadow)]
    with write_session(sessions) as session:
        shipping.ship(session, file=f"f{number}", records=records, end_position=2, now=NOON)


def places(sessions: Sessions, table: str = "predictions") -> list[str]:
    with read_session(sessions) as session:
        column = literal_column("tableoid::regclass::text")
        return list(session.scalars(select(column).select_from(table_named(table))))


@pytest.fixture
def on_postgresql(sessions: Sessions) -> bool:
    with read_session(sessions) as session:
        return session.get_bind().dialect.name == "postgresql"


def test_a_day_is_made_once(sessions: Sessions, on_postgresql: bool) -> None:
    assert ensure(sessions, DAY, DAY) == ([DAY] if on_postgresql else [])
    assert ensure(sessions, DAY) == []


def test_rows_lie_in_their_day(sessions: Sessions, on_postgresql: bool) -> None:
    ensure(sessions, DAY)
    ship_one(sessions, 1)
    if on_postgresql:
        assert places(sessions) == ["predictions_20261122"]
        assert places(sessions, "shadow_predictions") == ["shadow_predictions_20261122"]


def test_rows_that_came_before_their_day_was_made_move_into_it(
    sessions: Sessions, on_postgresql: bool
) -> None:
    ship_one(sessions, 1)
    if on_postgresql:
        assert places(sessions) == ["predictions_default"]
    ensure(sessions, DAY)
    ship_one(sessions, 2)
    if on_postgresql:
        assert places(sessions) == ["predictions_20261122"] * 2
        assert places(sessions, "shadow_predictions") == ["shadow_predictions_20261122"] * 2
    with read_session(sessions) as session:
        assert len(session.scalars(select(Prediction)).all()) == 2


def test_a_day_made_late_still_refuses_the_same_prediction_twice(sessions: Sessions) -> None:
    ship_one(sessions, 1)
    ensure(sessions, DAY)
    record = prediction_record(1, served_at=NOON.timestamp())
    with write_session(sessions) as session:
        shipping.ship(session, file="again", records=[(1, record)], end_position=1, now=NOON)
    with read_session(sessions) as session:
        assert len(session.scalars(select(Prediction)).all()) == 1
