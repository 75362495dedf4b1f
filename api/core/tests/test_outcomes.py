from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, select
from sqlalchemy.orm import Session, sessionmaker

from api.adapters.database import read_session, write_session
from api.core.outcomes import operations
from api.core.outcomes.records import MalformedOutcome, unpack_feedback, unpack_outcomes
from api.core.tables import Feedback, Outcome
from testing.records import feedback_record, outcome_record

Sessions = sessionmaker[Session]
RECEIVED = 1_795_348_800.0


def tell(sessions: Sessions, *outcomes: dict[str, object], received_at: float = RECEIVED) -> None:
    record = outcome_record(1, received_at=received_at, outcomes=list(outcomes))
    with write_session(sessions) as session:
        operations.store(session, truths=unpack_outcomes(record))


def stored(sessions: Sessions) -> Sequence[tuple[str, object, int]]:
    columns = (Outcome.reference, Outcome.truth, Outcome.changes)
    with read_session(sessions) as session:
        rows = session.execute(select(*columns).order_by(Outcome.reference)).all()
        return [tuple(row) for row in rows]


def test_a_truth_about_nothing_known_is_kept(sessions: Sessions) -> None:
    tell(
        sessions,
        {"prediction_id": "p1", "truth": "late"},
        {"prediction_id": "p1", "row": 2, "truth": 1},
        {"model": "demo", "key": "UA1", "truth": 2.5},
    )
    assert stored(sessions) == [
        ("id:p1:0", "late", 0),
        ("id:p1:2", 1, 0),
        ("key:demo:UA1", 2.5, 0),
    ]


def test_saying_the_same_again_changes_nothing(sessions: Sessions) -> None:
    for later in (0, 60):
        tell(sessions, {"prediction_id": "p1", "truth": "late"}, received_at=RECEIVED + later)
    assert stored(sessions) == [("id:p1:0", "late", 0)]


def test_a_later_truth_replaces_an_earlier_one_and_is_counted(sessions: Sessions) -> None:
    tell(sessions, {"prediction_id": "p1", "truth": "late"})
    tell(sessions, {"prediction_id": "p1", "truth": "on time"}, received_at=RECEIVED + 60)
    assert stored(sessions) == [("id:p1:0", "on time", 1)]


def test_a_truth_observed_earlier_does_not_replace_one_observed_later(sessions: Sessions) -> None:
    tell(sessions, {"prediction_id": "p1", "truth": "late", "observed_at": "2026-11-22T12:00:00Z"})
    tell(
        sessions,
        {"prediction_id": "p1", "truth": "on time", "observed_at": "2026-11-22T11:00:00Z"},
        received_at=RECEIVED + 60,
    )
    assert stored(sessions) == [("id:p1:0", "late", 0)]


def test_contradictions_in_one_request_are_taken_in_order(sessions: Sessions) -> None:
    tell(
        sessions,
        {"prediction_id": "p1", "truth": "late"},
        {"prediction_id": "p1", "truth": "on time"},
        {"prediction_id": "p1", "truth": "late"},
    )
    assert stored(sessions) == [("id:p1:0", "late", 2)]


def test_a_truth_is_observed_when_it_is_received_unless_it_says_otherwise(
    sessions: Sessions,
) -> None:
    tell(sessions, {"prediction_id": "p1", "truth": 1})
    with read_session(sessions) as session:
        outcome = session.scalars(select(Outcome)).one()
    assert outcome.observed_at == outcome.received_at == datetime.fromtimestamp(RECEIVED, UTC)


MESSAGES = st.lists(
    st.tuples(st.sampled_from(["late", "on time", 1]), st.integers(0, 3)), max_size=8
)


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@example(messages=[("on time", 0), ("on time", 1), ("late", 0)], cut=0)
@given(messages=MESSAGES, cut=st.integers(0, 8))
def test_however_they_are_grouped_the_last_observed_stands(
    sessions: Sessions, messages: list[tuple[object, int]], cut: int
) -> None:
    start = datetime(2026, 11, 22, tzinfo=UTC)
    said = [
        {
            "prediction_id": "p1",
            "truth": truth,
            "observed_at": (start + timedelta(hours=hour)).isoformat(),
        }
        for truth, hour in messages
    ]
    with write_session(sessions) as session:
        session.execute(delete(Outcome))
    for group in (said[:cut], said[cut:]):
        if group:
            tell(sessions, *group)
    if not said:
        assert stored(sessions) == []
        return
    newest = max(hour for _, hour in messages)
    expected = [truth for truth, hour in messages if hour == newest][-1]
    assert [(reference, truth) for reference, truth, _ in stored(sessions)] == [
        ("id:p1:0", expected)
    ]


@pytest.mark.parametrize(
    "outcome",
    [
        {"truth": 1},
        {"model": "demo", "truth": 1},
        {"prediction_id": "p" * 41, "truth": 1},
        {"model": "demo", "key": "k" * 201, "truth": 1},
        {"prediction_id": "p1", "truth": None},
        {"prediction_id": "p1", "truth": {}},
    ],
)
def test_an_outcome_that_cannot_be_kept_is_malformed(outcome: dict[str, object]) -> None:
    with pytest.raises(MalformedOutcome):
        unpack_outcomes(outcome_record(1, received_at=RECEIVED, outcomes=[outcome]))


def test_feedback_is_kept_once_an_event(sessions: Sessions) -> None:
    record = feedback_record(
        1, received_at=RECEIVED, prediction_id="p1", thumb="up", comment="wow\0"
    )
    for _ in range(2):
        with write_session(sessions) as session:
            operations.store_feedback(session, rows=[unpack_feedback(record)])
    with read_session(sessions) as session:
        feedback = session.scalars(select(Feedback)).one()
    assert (feedback.prediction_id, feedback.row, feedback.thumb, feedback.comment) == (
        "p1",
        0,
        "up",
        "wow\ufffd",
    )


@pytest.mark.parametrize(
    "body",
    [{}, {"prediction_id": "p1", "thumb": "sideways"}, {"prediction_id": "p" * 41, "thumb": "up"}],
)
def test_feedback_that_cannot_be_kept_is_malformed(body: dict[str, str]) -> None:
    with pytest.raises(MalformedOutcome):
        unpack_feedback(feedback_record(1, received_at=RECEIVED, **body))
