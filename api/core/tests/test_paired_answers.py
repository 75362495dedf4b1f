"""The bare answers of two versions, and what each version was given, as the log has them."""

from datetime import timedelta
from typing import Any

import msgspec
import pytest

from api.adapters.database import read_session
from api.core.predictions import answered
from api.core.predictions.answered import Asked, RowCounts
from api.core.predictions.paired_answers import PairedAnswer, paired_answers
from api.core.tests.test_paired import (
    END,
    SERVED,
    START,
    Sessions,
    answer,
    live,
    shadow,
    ship,
    truth,
)
from monitoring.metrics import LATENCY_BUCKETS_SECONDS
from testing.records import error_record, prediction_id

FIRST, SECOND = (Asked("demo", version, START, END) for version in (1, 2))


def answers(sessions: Sessions, **more: Any) -> list[PairedAnswer]:
    options = {"task": "binary", "window_start": START, "window_end": END} | more
    with read_session(sessions) as session:
        chunks = paired_answers(session, model="demo", version_a=1, version_b=2, **options)
        return [row for chunk in chunks for row in chunk]


def test_every_live_row_is_there_with_what_each_version_said_and_the_truth(
    sessions: Sessions,
) -> None:
    ship(
        sessions,
        live(1, 1, outputs=[answer(0.1)]),
        shadow(1, 1, outputs=[answer(0.2)]),
        truth(prediction_id=prediction_id(1), truth="late"),
        live(2, 2, version=2, outputs=[answer(0.4)]),
        shadow(2, 2, version=1, outputs=[answer(0.3)]),
        live(3, 3, outputs=[answer(0.5)]),
        shadow(3, 3, outputs=[None]),
        live(4, 4, outputs=[answer(0.6)]),
        msgspec.structs.replace(live(5, 5), variant="direct"),
        live(6, 24 * 60),
    )
    found = [
        (row.both_answered, row.either_failed, row.answer_a, row.answer_b, row.truth)
        for row in answers(sessions)
    ]
    assert found == [
        (True, False, 0.1, 0.2, "late"),
        (True, False, 0.3, 0.4, None),
        (False, True, 0.5, None, None),
        (False, False, 0.6, None, None),
    ]


@pytest.mark.parametrize(
    ("task", "output", "picked"),
    [
        ("multiclass", {"label": "7", "probabilities": {"7": 0.9}}, "7"),
        ("regression", {"value": 12.5, "lower": 1.0, "upper": 20.0}, 12.5),
    ],
)
def test_of_other_tasks_the_label_or_the_value_is_picked(
    sessions: Sessions, task: str, output: dict[str, Any], picked: object
) -> None:
    ship(sessions, live(1, 1, outputs=[output]), shadow(1, 1, outputs=[output]))
    (row,) = answers(sessions, task=task)
    assert (row.answer_a, row.answer_b) == (picked, picked)


def test_rows_that_a_version_was_given_are_counted_live_and_as_a_shadow(
    sessions: Sessions,
) -> None:
    ship(
        sessions,
        live(1, 1, outputs=[answer(0.1)] * 3),
        shadow(1, 1, outputs=[answer(0.2), None, answer(0.2)]),
        live(2, 2, version=2),
        live(3, 24 * 60, version=2),
    )
    with read_session(sessions) as session:
        assert answered.live_rows(session, FIRST) == RowCounts(3)
        assert answered.live_rows(session, SECOND) == RowCounts(1)
        assert answered.shadow_rows(session, SECOND) == RowCounts(3, failed=1, not_finite=1)


def test_failed_requests_are_counted_by_when_they_were_served(sessions: Sessions) -> None:
    reasons = ["The model gave nan for row 3.", "The model gave -inf for row 0.", "It raised."]
    ship(
        sessions,
        *(
            error_record(number, served_at=SERVED + number, status=500, version=2, reason=reason)
            for number, reason in enumerate(reasons)
        ),
    )
    first = START.fromtimestamp(SERVED, tz=START.tzinfo)

    def failed(since_seconds: float, until_seconds: float) -> RowCounts:
        since, until = (
            first + timedelta(seconds=seconds) for seconds in (since_seconds, until_seconds)
        )
        with read_session(sessions) as session:
            return answered.live_failed(session, model="demo", version=2, since=since, until=until)

    assert failed(-1, 2) == RowCounts(3, failed=3, not_finite=2)
    assert failed(0, 1) == RowCounts(1, failed=1, not_finite=1)


def test_latencies_are_those_of_requests_that_ran(sessions: Sessions) -> None:
    ship(
        sessions,
        live(1, 1, latency_seconds=LATENCY_BUCKETS_SECONDS[2], outputs=[answer(0.1)] * 3),
        live(2, 2, latency_seconds=1e9),
        live(3, 3, cached=True),
        live(4, 4, version=2),
    )
    with read_session(sessions) as session:
        counts = answered.live_latencies(session, FIRST)
    expected = [0] * (len(LATENCY_BUCKETS_SECONDS) + 1)
    expected[2] = expected[-1] = 1
    assert counts == expected


def test_the_last_row_before_a_moment_of_event_time_tells_its_wall_time(
    sessions: Sessions,
) -> None:
    ship(sessions, live(1, 1), live(2, 5))
    with read_session(sessions) as session:
        known = [
            answered.last_served(session, model="demo", before=START + timedelta(minutes=minutes))
            for minutes in (1, 2)
        ]
    assert known == [None, START.fromtimestamp(SERVED, tz=START.tzinfo)]


def test_recent_inputs_are_the_newest_that_the_version_answered(sessions: Sessions) -> None:
    ship(sessions, live(1, 1, outputs=[answer(0.1)] * 3), live(2, 2, version=2))
    with read_session(sessions) as session:
        assert len(answered.recent_inputs(session, FIRST, limit=2)) == 2
        assert answered.recent_inputs(session, SECOND, limit=2) == [{"wind": 0.0}]
