"""What a look reads of the log, on both databases."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import msgspec
import pytest
from sqlalchemy.orm import Session, sessionmaker

from api.adapters.database import read_session, write_session
from api.core import shipping
from api.core.experiments.measures import LoggedRow
from api.core.experiments.reading import Window, failed_requests, logged_rows
from api.spool.records import Record
from testing.records import error_record, feedback_record, outcome_record, prediction_record

Sessions = sessionmaker[Session]
START = datetime(2026, 11, 1, tzinfo=UTC)
NOW = START + timedelta(days=10)
WINDOW = Window(START - timedelta(days=7), START, NOW)
OLD, NEW = "exp-7.1:old", "exp-7.1:new"


def live(number: int, variant: str, *, days: float = 1.0, **more: Any) -> Record:
    moment = START + timedelta(days=days)
    record = prediction_record(
        number,
        served_at=NOW.timestamp() - 1_000 + number,
        occurred_at=moment.isoformat(),
        latency_seconds=number / 1_000,
        **more,
    )
    return msgspec.structs.replace(record, variant=variant)


def ship(sessions: Sessions, *records: Record) -> None:
    with write_session(sessions) as session:
        malformed = shipping.ship(
            session,
            file=uuid4().hex,
            records=[(number + 1, record) for number, record in enumerate(records)],
            end_position=len(records),
            now=NOW,
        )
    assert malformed == []


def read(sessions: Sessions, *measures: str, window: Window = WINDOW) -> list[LoggedRow]:
    with read_session(sessions) as session:
        return list(
            logged_rows(
                session, model="demo", experiment_id=7, window=window,
                measures=measures or ("latency",),  # type: ignore[arg-type]  # a test's own words
            )
        )  # fmt: skip


def numbers(rows: list[LoggedRow]) -> list[tuple[str, int]]:
    return [(row.unit, round(row.latency_seconds * 1_000)) for row in rows]


def test_rows_come_by_subject_and_within_it_as_they_were_served(sessions: Sessions) -> None:
    ship(
        sessions,
        live(3, OLD, subject="bob"),
        live(2, NEW, subject="ann"),
        live(1, OLD, subject="bob"),
    )
    assert numbers(read(sessions)) == [("ann", 2), ("bob", 1), ("bob", 3)]


def test_a_row_without_a_subject_is_a_unit_of_its_own(sessions: Sessions) -> None:
    ship(sessions, live(1, OLD), live(2, OLD))
    assert len({row.unit for row in read(sessions)}) == 2


def test_only_this_experiments_rows_count_and_before_it_those_of_named_subjects(
    sessions: Sessions,
) -> None:
    ship(
        sessions,
        live(1, OLD, subject="ann"),
        live(2, "exp-77.1:old", subject="ann"),
        live(3, "exp-7-1:old", subject="ann"),
        live(4, "champion", subject="ann"),
        live(5, "champion", subject="ann", days=-1),
        live(6, "canary", subject="ann", days=-2),
        live(7, "direct", subject="ann", days=-1),
        live(8, "batch", subject="ann", days=-1),
        live(9, "champion", days=-1),
        live(10, "champion", subject="ann", days=-8),
        live(11, OLD, subject="ann", days=11),
    )
    assert [(round(r.latency_seconds * 1_000), r.in_experiment) for r in read(sessions)] == [
        (1, True), (5, False), (6, False),
    ]  # fmt: skip
    without_past = Window(START, START, NOW)
    assert numbers(read(sessions, window=without_past)) == [("ann", 1)]


def test_a_row_has_its_newest_truth_and_thumb(sessions: Sessions) -> None:
    first = live(1, OLD, subject="ann", keys=["flight 1"])
    second = live(2, NEW, subject="bob", keys=["flight 2"])
    at = NOW.timestamp()
    ship(
        sessions,
        first,
        second,
        outcome_record(
            1, received_at=at,
            outcomes=[
                {"model": "demo", "key": "flight 1", "truth": "late"},
                {"model": "demo", "key": "flight 2", "truth": "late"},
                {"prediction_id": second.id, "truth": "on time"},
            ],
        ),
        feedback_record(1, received_at=at, prediction_id=first.id, thumb="up"),
        feedback_record(2, received_at=at, prediction_id=first.id, thumb="down"),
    )  # fmt: skip
    rows = read(sessions, "quality", "feedback")
    assert [(r.unit, r.truth, r.thumb) for r in rows] == [
        ("ann", "late", "down"), ("bob", "on time", None),
    ]  # fmt: skip
    assert rows[0].output == {"probability": 0.25, "label": "on time"}


def test_truth_and_thumbs_are_read_only_where_a_measure_asks_for_them(sessions: Sessions) -> None:
    ship(sessions, live(1, OLD, subject="ann"))
    [row] = read(sessions, "latency")
    assert (row.output, row.truth, row.thumb) == (None, None, None)


def test_failed_requests_are_counted_by_allocation_and_arm(sessions: Sessions) -> None:
    failure = error_record(9, served_at=NOW.timestamp(), status=500)
    ship(
        sessions,
        live(1, OLD),
        live(2, NEW),
        msgspec.structs.replace(failure, variant=NEW, version=1),
        live(3, "exp-7.2:new"),
        live(4, "champion"),
    )
    with read_session(sessions) as session:
        found = failed_requests(session, model="demo", experiment_id=7, versions={1})
    assert found == {(1, "old"): (0, 1), (1, "new"): (1, 2), (2, "new"): (0, 1)}


@pytest.mark.parametrize("measures", [("quality",), ("feedback",), ("latency",)])
def test_an_empty_log_has_no_rows(sessions: Sessions, measures: tuple[str, ...]) -> None:
    assert read(sessions, *measures) == []
