from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy.orm import Session, sessionmaker

from api.adapters.database import read_session, write_session
from api.core import shipping
from api.core.predictions.truths import ServedTruth, served_truths
from api.spool.records import Record
from testing.records import outcome_record, prediction_id, prediction_record

Sessions = sessionmaker[Session]
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


def ship(sessions: Sessions, *records: Record) -> None:
    with write_session(sessions) as session:
        shipping.ship(
            session,
            file="spool",
            records=[(number + 1, record) for number, record in enumerate(records)],
            end_position=len(records),
            now=NOON,
        )


def served(number: int, at: datetime = NOON, **request: object) -> Record:
    return prediction_record(
        number, served_at=at.timestamp(), occurred_at=at.isoformat(), **request
    )


def told(number: int, truth: object, *, received: datetime, **item: object) -> Record:
    named = item or {"prediction_id": prediction_id(number)}
    return outcome_record(
        number, received_at=received.timestamp(), outcomes=[{"truth": truth, **named}]
    )


def read(sessions: Sessions, *, known_at: datetime, **options: object) -> list[ServedTruth]:
    window = {"since": NOON - DAY, "until": NOON + 3 * DAY, **options}
    with read_session(sessions) as session:
        days = served_truths(session, model="demo", known_at=known_at, **window)
        return [row for day in days for row in day]


def truths(rows: list[ServedTruth]) -> dict[str, object]:
    return {row.prediction_id: row.truth for row in rows}


def test_a_prediction_without_truth_teaches_nothing(sessions: Sessions) -> None:
    ship(sessions, served(1), served(2), told(2, "late", received=NOON + HOUR))
    assert truths(read(sessions, known_at=NOON + DAY)) == {prediction_id(2): "late"}


def test_a_truth_that_had_not_arrived_is_not_used(sessions: Sessions) -> None:
    ship(sessions, served(1), told(1, "late", received=NOON + 2 * HOUR))
    assert read(sessions, known_at=NOON + 2 * HOUR - timedelta(seconds=1)) == []
    assert len(read(sessions, known_at=NOON + 2 * HOUR)) == 1


def test_an_observation_that_was_received_late_did_not_help_before(sessions: Sessions) -> None:
    observed = (NOON + HOUR).isoformat()
    item = {"prediction_id": prediction_id(1), "observed_at": observed}
    ship(sessions, served(1), told(1, "late", received=NOON + DAY, **item))
    assert read(sessions, known_at=NOON + 2 * HOUR) == []
    assert len(read(sessions, known_at=NOON + 2 * HOUR, clock="event")) == 1
    assert read(sessions, known_at=NOON, clock="event") == []


def test_rows_come_in_order_of_what_they_are_about(sessions: Sessions) -> None:
    late, soon = NOON + DAY + HOUR, NOON - HOUR
    told_all = [told(number, 1, received=NOON) for number in (1, 2, 3)]
    ship(sessions, served(1, late), served(2, soon), served(3, NOON), *told_all)
    rows = read(sessions, known_at=NOON + DAY)
    assert [row.occurred_at for row in rows] == [soon, NOON, late]
    assert rows[0].inputs == {"wind": 0.0}


def test_only_rows_about_the_window_are_read(sessions: Sessions) -> None:
    moments = [NOON - HOUR, NOON, NOON + HOUR]
    asked = [served(number, at) for number, at in enumerate(moments)]
    ship(sessions, *asked, *(told(number, 1, received=NOON) for number in range(3)))
    rows = read(sessions, known_at=NOON + DAY, since=NOON, until=NOON + HOUR)
    assert truths(rows) == {prediction_id(1): 1}


@pytest.mark.parametrize("own_arrives", [NOON, NOON + 3 * DAY])
def test_a_rows_own_truth_goes_before_that_of_its_key(
    sessions: Sessions, own_arrives: datetime
) -> None:
    by_key = {"model": "demo", "key": "UA1"}
    ship(
        sessions,
        served(1, keys=["UA1"]),
        told(2, "on time", received=NOON, **by_key),
        told(1, "late", received=own_arrives),
    )
    rows = read(sessions, known_at=NOON + DAY)
    assert truths(rows) == {prediction_id(1): "late" if own_arrives == NOON else "on time"}
    assert rows[0].client_key == "UA1"


def test_another_models_rows_are_not_read(sessions: Sessions) -> None:
    ship(sessions, served(1, model="other"), told(1, 1, received=NOON))
    assert read(sessions, known_at=NOON + DAY) == []
