"""What versions failed on is kept, with what may have caused it."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session, sessionmaker

from api.adapters.database import read_session, write_session
from api.core import shipping
from api.core.predictions.failure_causes import CommonCause, common_cause
from api.core.predictions.failures import Failure, live_failures, shadow_failures
from api.spool.records import Record
from testing.records import error_record, prediction_id, prediction_record, shadow_record

Sessions = sessionmaker[Session]
NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
AT = NOON.timestamp()
NAN = "The model gave nan for row 3, which is no probability."


def ship(sessions: Sessions, *records: Record) -> None:
    with write_session(sessions) as session:
        shipping.ship(
            session,
            file="f",
            records=[(number + 1, record) for number, record in enumerate(records)],
            end_position=len(records),
            now=NOON,
        )


def live(sessions: Sessions, limit: int = 10) -> list[Failure]:
    until = NOON + timedelta(hours=1)
    with read_session(sessions) as session:
        return live_failures(session, model="demo", version=1, since=NOON, until=until, limit=limit)


def test_a_live_failure_is_kept_with_its_reason_and_row(sessions: Sessions) -> None:
    inputs = b'{"carrier": "a\\u0000b", "wind": null}'
    ship(
        sessions,
        error_record(1, served_at=AT, status=500, reason=NAN, inputs=inputs),
        error_record(2, served_at=AT + 1, status=500, reason="The graph failed: …"),
        error_record(3, served_at=AT, status=422),
        error_record(4, served_at=AT, status=500, reason=NAN, version=2),
        error_record(5, served_at=AT - 1, status=500, reason=NAN),
    )
    assert live(sessions) == [
        Failure(prediction_id(2), NOON + timedelta(seconds=1), "The graph failed: …", None),
        Failure(prediction_id(1), NOON, NAN, {"carrier": "a\ufffdb", "wind": None}),
    ]
    assert [found.prediction_id for found in live(sessions, limit=1)] == [prediction_id(2)]


def test_a_shadow_failure_is_given_with_what_went_in(sessions: Sessions) -> None:
    answer = {"probability": 0.5, "label": "late"}
    ship(
        sessions,
        prediction_record(1, served_at=AT, outputs=[answer] * 3),
        shadow_record(1, served_at=AT, outputs=[answer, None, answer]),
        shadow_record(2, served_at=AT, outputs=[None]),
    )
    with read_session(sessions) as session:
        found = shadow_failures(
            session,
            model="demo",
            version=2,
            window_start=NOON,
            window_end=NOON + timedelta(hours=1),
            limit=10,
        )
    assert found == [
        Failure(prediction_id(1), NOON, "The model gave nan.", {"wind": 1.0}),
        Failure(prediction_id(2), NOON, "The model gave nan.", None),
    ]


def rows(carrier: str | None, count: int, **more: Any) -> list[dict[str, Any]]:
    return [{"carrier": carrier, "hour": number % 24, **more} for number in range(count)]


def test_the_category_that_all_failed_rows_share_is_the_cause() -> None:
    answered = rows("UA", 90) + rows("AA", 10)
    assert common_cause(rows("AA", 20), answered) == CommonCause("carrier", "AA", 1.0, 0.1)


def test_a_missing_field_may_be_the_cause() -> None:
    failed = [{"wind": None}] * 3 + [{}] * 3
    assert common_cause(failed, [{"wind": 1.5}] * 9) == CommonCause("wind", None, 1.0, 0.0)


def test_true_is_not_the_number_one() -> None:
    failed = [{"warm": True}] * 6
    assert common_cause(failed, [{"warm": 1}] * 6) == CommonCause(
        field="warm", value=True, failed_share=1.0, answered_share=0.0
    )


@pytest.mark.parametrize(
    ("failed", "answered"),
    [
        (rows("AA", 4), rows("UA", 100)),
        (rows("AA", 20), []),
        (rows("AA", 20), rows("AA", 100)),
        (rows("AA", 12) + rows("UA", 12), rows("B6", 100)),
        ([{"wind": float(n)} for n in range(20)], [{"wind": -1.0}] * 20),
        ([{}] * 20, [{}] * 20),
    ],
    ids=["few", "none answered", "everywhere", "no one value", "numbers", "no fields"],
)
def test_where_nothing_stands_out_no_cause_is_named(
    failed: list[dict[str, Any]], answered: list[dict[str, Any]]
) -> None:
    assert common_cause(failed, answered) is None
