"""Each record counts once, however often, in whatever pieces and beside whom it is shipped."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from uuid import uuid4

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session, sessionmaker

from api.adapters.database import read_session, write_session
from api.core import shipping
from api.core.predictions import shadow_rollups
from api.core.tables import (
    Feedback,
    FeedbackDay,
    ModelFailure,
    Outcome,
    Prediction,
    PredictionDay,
    ServingDay,
    ServingRollup,
    ShadowPrediction,
    ShadowRollup,
    SpoolPosition,
)
from api.spool.records import Record
from testing.records import (
    error_record,
    feedback_record,
    outcome_record,
    prediction_id,
    prediction_record,
    shadow_record,
)

Sessions = sessionmaker[Session]
Shipment = Sequence[tuple[int, Record]]
NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC).timestamp()
NOW = datetime(2026, 11, 22, 13, 0, tzinfo=UTC)
ANSWER = {"probability": 0.25, "label": "on time"}


def ship(
    sessions: Sessions, records: Shipment, file: str = "s/api-0-000000000001.spool"
) -> list[shipping.Malformed]:
    with write_session(sessions) as session:
        return shipping.ship(
            session, file=file, records=records, end_position=records[-1][0], now=NOW
        )


def everything() -> list[Record]:
    """Two requests with three rows, one answered from the cache, and some of everything else."""
    return [
        prediction_record(1, served_at=NOON, outputs=[ANSWER, ANSWER]),
        prediction_record(2, served_at=NOON + 61, latency_seconds=0.3, cached=True),
        error_record(3, served_at=NOON, status=422),
        error_record(4, served_at=NOON, status=500, reason="The model gave nan for row 0."),
        outcome_record(
            1, received_at=NOON, outcomes=[{"prediction_id": prediction_id(1), "truth": "late"}]
        ),
        feedback_record(1, received_at=NOON, prediction_id=prediction_id(1), thumb="up"),
        shadow_record(1, served_at=NOON, outputs=[ANSWER, None], dropped_rows=3),
        shadow_record(2, served_at=NOON + 61, latency_seconds=0.3),
    ]


def framed(records: Sequence[Record]) -> list[tuple[int, Record]]:
    return [(100 * (number + 1), record) for number, record in enumerate(records)]


TABLES = (
    Feedback,
    FeedbackDay,
    ModelFailure,
    Outcome,
    Prediction,
    PredictionDay,
    ServingDay,
    ServingRollup,
    ShadowPrediction,
    ShadowRollup,
    SpoolPosition,
)
SHADOW_SUMS = ("requests", "rows", "failed_rows", "dropped_rows")


def totals(sessions: Sessions) -> dict[str, object]:
    sums = ("requests", "rows", "client_errors", "server_errors", "cache_hits", "batch_rows_sum")
    with read_session(sessions) as session:
        columns = [func.sum(getattr(ServingRollup, name)) for name in sums]
        counted = dict(zip(sums, session.execute(select(*columns)).one(), strict=True))
        latencies = session.scalars(select(ServingRollup.latency_counts)).all()
        return {
            **counted,
            "latencies": sum(sum(counts) for counts in latencies),
            "predictions": session.scalar(select(func.count()).select_from(Prediction)),
            "outcomes": session.scalar(select(func.count()).select_from(Outcome)),
            "feedback": session.scalar(select(func.count()).select_from(Feedback)),
            "failures": session.scalar(select(func.count()).select_from(ModelFailure)),
            "shadow_rows": session.scalar(select(func.count()).select_from(ShadowPrediction)),
            "shadow_answers": session.scalar(
                select(func.count()).where(ShadowPrediction.error.is_(None))
            ),
            "requests_by_day": session.scalar(select(func.sum(ServingDay.requests))),
            "failures_by_day": session.scalar(select(func.sum(ServingDay.server_errors))),
            "latencies_by_day": sum(
                sum(counts) for counts in session.scalars(select(ServingDay.latency_counts))
            ),
            "predictions_by_day": session.scalar(select(func.sum(PredictionDay.rows))),
            "thumbs_by_day": session.scalar(select(func.sum(FeedbackDay.up))),
            "shadow_rollups": session.execute(
                select(*[func.sum(getattr(ShadowRollup, name)) for name in SHADOW_SUMS])
            ).one(),
        }


EVERYTHING = {
    "requests": 4,
    "rows": 3,
    "client_errors": 1,
    "server_errors": 1,
    "cache_hits": 1,
    "batch_rows_sum": 2,
    "latencies": 2,
    "predictions": 3,
    "outcomes": 1,
    "feedback": 1,
    "failures": 1,
    "requests_by_day": 4,
    "failures_by_day": 1,
    "latencies_by_day": 2,
    "predictions_by_day": 3,
    "thumbs_by_day": 1,
    "shadow_rows": 3,
    "shadow_answers": 2,
    "shadow_rollups": (2, 2, 1, 3),
}


def test_everything_is_stored_and_counted(sessions: Sessions) -> None:
    assert ship(sessions, framed(everything())) == []
    assert totals(sessions) == EVERYTHING


def test_the_minutes_are_those_of_the_wall_clock(sessions: Sessions) -> None:
    ship(sessions, framed(everything()))
    with read_session(sessions) as session:
        minutes = session.scalars(select(ServingRollup.minute).order_by(ServingRollup.minute))
        assert list(minutes) == [
            datetime(2026, 11, 22, 12, 0, tzinfo=UTC),
            datetime(2026, 11, 22, 12, 1, tzinfo=UTC),
        ]


def test_a_prediction_reads_back_as_it_was_served(sessions: Sessions) -> None:
    ship(sessions, framed([prediction_record(1, served_at=NOON, keys=["é"], subject="ada")]))
    with read_session(sessions) as session:
        row = session.scalars(select(Prediction)).one()
    assert (row.inputs, row.output) == ({"wind": 0.0}, ANSWER)
    assert row.occurred_at == row.served_at == datetime.fromtimestamp(NOON, UTC)
    assert (row.client_key, row.subject, row.cached) == ("é", "ada", False)


def test_a_file_shipped_twice_counts_once(sessions: Sessions) -> None:
    for _ in range(2):
        ship(sessions, framed(everything()))
    assert totals(sessions) == EVERYTHING


def test_a_shipment_that_fails_leaves_nothing_and_is_shipped_again(sessions: Sessions) -> None:
    class Killed(Exception):
        pass

    def ship_and_die() -> None:
        records = framed(everything())
        with write_session(sessions) as session:
            shipping.ship(session, file="f", records=records, end_position=records[-1][0], now=NOW)
            raise Killed

    try:
        ship_and_die()
    except Killed:
        assert totals(sessions)["predictions"] == 0
    ship(sessions, framed(everything()), file="f")
    assert totals(sessions) == EVERYTHING


@settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    replays=st.lists(st.tuples(st.integers(0, 7), st.integers(1, 8)), max_size=8),
)
def test_pieces_replayed_in_any_order_count_once(
    sessions: Sessions, replays: list[tuple[int, int]]
) -> None:
    """A shipper ships what lies behind the stored position; others replay pieces of the past."""
    with write_session(sessions) as session:
        for table in TABLES:
            session.execute(delete(table))
    records = framed(everything())
    file = uuid4().hex
    done = 0
    for start, length in replays:
        # Nobody reads further on than from what has been shipped.
        piece = records[min(start, done) : min(start, done) + length]
        if piece:
            ship(sessions, piece, file)
            done = max(done, piece[-1][0] // 100)
    ship(sessions, records, file)
    assert totals(sessions) == EVERYTHING


def test_files_of_equal_names_in_other_spools_are_other_files(sessions: Sessions) -> None:
    ship(sessions, framed([prediction_record(1, served_at=NOON)]), "one/api-0-1.spool")
    ship(sessions, framed([prediction_record(2, served_at=NOON)]), "two/api-0-1.spool")
    assert totals(sessions)["predictions"] == 2


def test_a_record_that_came_by_two_files_is_one_prediction(sessions: Sessions) -> None:
    for file in ("one", "two"):
        ship(sessions, framed([prediction_record(1, served_at=NOON)]), file)
    assert totals(sessions)["predictions"] == 1


def test_a_malformed_record_does_not_stop_those_behind_it(sessions: Sessions) -> None:
    bad = prediction_record(9, served_at=NOON, occurred_at="yesterday")
    malformed = ship(sessions, framed([bad, *everything()]))
    assert [found.end_position for found in malformed] == [100]
    assert prediction_id(9) in malformed[0].reason
    assert totals(sessions) == EVERYTHING


def test_a_nul_in_a_text_is_kept_as_a_replacement(sessions: Sessions) -> None:
    record = prediction_record(1, served_at=NOON, outputs=[{"label": "a\0b"}])
    assert ship(sessions, framed([record])) == []
    with read_session(sessions) as session:
        assert session.scalars(select(Prediction.output)).one() == {"label": "a\ufffdb"}


def test_a_shadow_row_reads_back_as_it_was_scored(sessions: Sessions) -> None:
    moments = ["2013-01-01T05:00:00Z", "2013-01-01T06:00:00-05:00"]
    ship(
        sessions,
        framed([shadow_record(1, served_at=NOON, outputs=[ANSWER, None], occurred_at=moments)]),
    )
    with read_session(sessions) as session:
        first, second = session.scalars(select(ShadowPrediction).order_by(ShadowPrediction.row))
    assert (first.id, first.version, first.model_name) == (prediction_id(1), 2, "demo")
    assert (first.output, first.error) == (ANSWER, None)
    assert (second.output, second.error) == (None, "The model gave nan.")
    assert first.occurred_at == datetime(2013, 1, 1, 5, tzinfo=UTC)
    assert second.occurred_at == datetime(2013, 1, 1, 11, tzinfo=UTC)
    assert first.served_at == datetime.fromtimestamp(NOON, UTC)
    assert first.latency_seconds == 0.0002


def test_shadow_figures_add_up_by_version_and_minute(sessions: Sessions) -> None:
    ship(sessions, framed(everything()))
    since = datetime.fromtimestamp(NOON, UTC)
    with read_session(sessions) as session:
        first = shadow_rollups.totals(
            session, model="demo", since=since, until=since + timedelta(minutes=1)
        )
        both = shadow_rollups.totals(
            session, model="demo", since=since, until=since + timedelta(minutes=2)
        )
    assert (first[2].requests, first[2].rows, first[2].failed_rows) == (1, 1, 1)
    assert (both[2].requests, both[2].rows, both[2].dropped_rows) == (2, 2, 3)
    assert both[2].latency_seconds_sum == 0.0002 + 0.3
    assert sum(both[2].latency_counts) == 2


def test_the_position_is_forgotten_with_its_file(sessions: Sessions) -> None:
    ship(sessions, framed(everything()), "f")
    with write_session(sessions) as session:
        assert shipping.position(session, file="f") == 800
        shipping.forget(session, file="f")
        assert shipping.position(session, file="f") == 0
