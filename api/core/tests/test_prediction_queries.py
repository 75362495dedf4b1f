from datetime import UTC, datetime, timedelta

import pytest
from msgspec.structs import replace
from sqlalchemy.orm import Session, sessionmaker

from api.adapters.database import read_session, write_session
from api.core import shipping
from api.core.models.queries import ModelAbsent
from api.core.predictions.queries import live_requests, model_metrics
from api.core.predictions.types import FeedbackCounts, LiveRequests, ModelMetrics, VersionMetrics
from api.spool.records import Record
from testing.records import (
    error_record,
    feedback_record,
    outcome_record,
    prediction_id,
    prediction_record,
)

Sessions = sessionmaker[Session]
NOW = datetime(2026, 11, 22, 13, 0, tzinfo=UTC)
SINCE = NOW - timedelta(hours=1)
NOON = SINCE.timestamp()


def ship(sessions: Sessions, *records: Record) -> None:
    with write_session(sessions) as session:
        shipping.ship(
            session,
            file=f"f{id(records)}",
            records=[(number + 1, record) for number, record in enumerate(records)],
            end_position=len(records),
            now=NOW,
        )


def metrics(sessions: Sessions, since: datetime = SINCE) -> ModelMetrics:
    with read_session(sessions) as session:
        return model_metrics(session, model="demo", since=since, now=NOW)


def by_version(sessions: Sessions) -> dict[int, VersionMetrics]:
    return {figures.version: figures for figures in metrics(sessions).versions}


def answer(probability: float) -> dict[str, object]:
    return {"probability": probability, "label": "late" if probability >= 0.5 else "on time"}


def test_traffic_adds_up_by_version(sessions: Sessions, register) -> None:
    register(), register()
    ship(
        sessions,
        prediction_record(1, served_at=NOON + 1, outputs=[answer(0.2)] * 3),
        prediction_record(2, served_at=NOON + 90, cached=True),
        prediction_record(3, served_at=NOON + 90, version=2),
        error_record(4, served_at=NOON + 90, status=422),
        error_record(5, served_at=NOON + 90, status=503, version=0),
    )
    figures = by_version(sessions)
    assert list(figures) == [2, 1, 0]
    first = figures[1]
    assert (first.requests, first.rows, first.client_errors, first.cache_hits) == (3, 4, 1, 1)
    assert first.error_share == pytest.approx(1 / 3)
    assert first.requests_per_second == pytest.approx(3 / 3600)
    assert first.mean_batch_rows == 3.0
    assert figures[0].server_errors == 1
    assert figures[0].latency_seconds.p50 is None
    assert first.latency_seconds.p50 is not None
    assert 0.00025 < first.latency_seconds.p50 <= 0.0005


def test_of_a_batch_only_the_rows_are_traffic(sessions: Sessions, register) -> None:
    """Nobody waited for its chunks, so they say nothing of requests and their latency."""
    register()
    chunk = prediction_record(2, served_at=NOON + 1, outputs=[answer(0.2)] * 2000)
    of_a_batch = replace(chunk, source="batch")
    ship(sessions, prediction_record(1, served_at=NOON + 1), of_a_batch)
    figures = by_version(sessions)[1]
    assert (figures.requests, figures.rows, figures.mean_batch_rows) == (1, 2001, 1.0)
    with read_session(sessions) as session:
        assert live_requests(session, now=NOW)["demo"].last_24_hours == 1


def test_what_lies_outside_the_window_is_not_counted(sessions: Sessions, register) -> None:
    register()
    ship(sessions, prediction_record(1, served_at=NOON - 1))
    assert metrics(sessions).versions == ()


def test_quality_is_measured_on_the_truth_so_far(sessions: Sessions, register) -> None:
    register()
    ship(
        sessions,
        prediction_record(
            1, served_at=NOON + 1, outputs=[answer(0.8), answer(0.4)], keys=["UA1", "UA2"]
        ),
        prediction_record(2, served_at=NOON + 1, outputs=[answer(0.1), answer(0.1)]),
        outcome_record(
            1,
            received_at=NOON + 2,
            outcomes=[
                {"prediction_id": prediction_id(1), "row": 0, "truth": "late"},
                {"model": "demo", "key": "UA2", "truth": "late"},
                {"model": "other", "key": "UA2", "truth": "late"},
                {"prediction_id": prediction_id(2), "row": 1, "truth": "on time"},
                {"prediction_id": "unknown", "truth": "late"},
            ],
        ),
    )
    figures = by_version(sessions)[1]
    assert (figures.outcomes, figures.truth_share) == (3, 0.75)
    measured = {figure.name: figure.value for figure in figures.quality}
    assert measured["brier"] == pytest.approx((0.04 + 0.36 + 0.01) / 3)
    assert measured["accuracy"] == pytest.approx(2 / 3)


def test_a_truth_by_id_stands_before_one_by_key(sessions: Sessions, register) -> None:
    register()
    ship(
        sessions,
        prediction_record(1, served_at=NOON + 1, outputs=[answer(0.8)], keys=["UA1"]),
        outcome_record(
            1,
            received_at=NOON + 2,
            outcomes=[
                {"model": "demo", "key": "UA1", "truth": "on time"},
                {"prediction_id": prediction_id(1), "truth": "late"},
            ],
        ),
    )
    figures = by_version(sessions)[1]
    assert figures.outcomes == 1
    assert {figure.name: figure.value for figure in figures.quality}["accuracy"] == 1.0


def test_feedback_is_that_of_the_version_that_answered(sessions: Sessions, register) -> None:
    register(), register()
    thumbs = ["up", "up", "down"]
    ship(
        sessions,
        prediction_record(1, served_at=NOON + 1),
        prediction_record(2, served_at=NOON + 1, version=2),
        *(
            feedback_record(n, received_at=NOON + 9, prediction_id=prediction_id(1), thumb=thumb)
            for n, thumb in enumerate(thumbs)
        ),
    )
    figures = by_version(sessions)
    assert figures[1].feedback == FeedbackCounts(up=2, down=1)
    assert figures[2].feedback == FeedbackCounts(up=0, down=0)


def test_an_unknown_model_has_no_metrics(sessions: Sessions) -> None:
    with pytest.raises(ModelAbsent):
        metrics(sessions)


def test_live_requests_are_of_the_last_day_and_minutes(sessions: Sessions) -> None:
    at = NOW.timestamp()
    ship(
        sessions,
        prediction_record(1, served_at=at - 90_000),
        prediction_record(2, served_at=at - 7_200),
        *(prediction_record(number, served_at=at - 61) for number in range(3, 13)),
        prediction_record(13, served_at=at),
        prediction_record(14, served_at=at - 7_200, model="other"),
    )
    with read_session(sessions) as session:
        assert live_requests(session, now=NOW) == {
            "demo": LiveRequests(last_24_hours=12, per_minute=2.0),
            "other": LiveRequests(last_24_hours=1, per_minute=0.0),
        }
