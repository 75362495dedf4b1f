"""Rows that two versions both scored, whoever of them answered the user."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import msgspec
import pytest
from sqlalchemy.orm import Session, sessionmaker

from api.adapters.database import read_session, write_session
from api.core import shipping
from api.core.predictions.paired import PairedCounts, PairedRow, paired_counts, paired_rows
from api.spool.records import Record
from testing.records import outcome_record, prediction_id, prediction_record, shadow_record

Sessions = sessionmaker[Session]
START = datetime(2013, 3, 1, tzinfo=UTC)
END = START + timedelta(days=1)
NOW = datetime(2026, 11, 23, tzinfo=UTC)
SERVED = NOW.timestamp() - 60


def answer(probability: float) -> dict[str, Any]:
    return {"probability": probability, "label": "late" if probability >= 0.5 else "on time"}


def at(minutes: float) -> str:
    return (START + timedelta(minutes=minutes)).isoformat()


def live(number: int, minutes: float, version: int = 1, **more: Any) -> Record:
    return prediction_record(
        number, served_at=SERVED, version=version, occurred_at=at(minutes), **more
    )


def shadow(number: int, minutes: float, version: int = 2, **more: Any) -> Record:
    return shadow_record(number, served_at=SERVED, version=version, occurred_at=at(minutes), **more)


def truth(**outcome: Any) -> Record:
    return outcome_record(len(str(outcome)), received_at=SERVED + 1, outcomes=[outcome])


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


def pairs(sessions: Sessions, a: int = 1, b: int = 2, **options: Any) -> list[PairedRow]:
    return [row for chunk in chunks(sessions, a, b, **options) for row in chunk]


def chunks(sessions: Sessions, a: int = 1, b: int = 2, **options: Any) -> list[list[PairedRow]]:
    window = {"window_start": START, "window_end": END} | options
    with read_session(sessions) as session:
        return list(paired_rows(session, model="demo", version_a=a, version_b=b, **window))


def counts(sessions: Sessions, a: int = 1, b: int = 2) -> PairedCounts:
    with read_session(sessions) as session:
        return paired_counts(
            session, model="demo", version_a=a, version_b=b, window_start=START, window_end=END
        )


def outputs(rows: Sequence[PairedRow]) -> list[tuple[float, float]]:
    return [(row.output_a["probability"], row.output_b["probability"]) for row in rows]


def test_a_row_has_everything_a_loss_is_made_of(sessions: Sessions) -> None:
    ship(
        sessions,
        live(1, 5, outputs=[answer(0.25)]),
        shadow(1, 5, outputs=[answer(0.75)]),
        truth(prediction_id=prediction_id(1), truth="late"),
    )
    assert pairs(sessions) == [
        PairedRow(
            occurred_at=START + timedelta(minutes=5),
            prediction_id=prediction_id(1),
            row=0,
            output_a=answer(0.25),
            output_b=answer(0.75),
            truth="late",
            inputs={"wind": 0.0},
        )
    ]


def test_either_may_have_answered_or_neither(sessions: Sessions) -> None:
    ship(
        sessions,
        live(1, 1, outputs=[answer(0.1)]),
        shadow(1, 1, outputs=[answer(0.2)]),
        live(2, 2, version=2, outputs=[answer(0.4)]),
        shadow(2, 2, version=1, outputs=[answer(0.3)]),
        live(3, 3, version=3, outputs=[answer(0.9)]),
        shadow(3, 3, version=1, outputs=[answer(0.5)]),
        shadow(3, 3, version=2, outputs=[answer(0.6)]),
    )
    assert outputs(pairs(sessions)) == [(0.1, 0.2), (0.3, 0.4), (0.5, 0.6)]
    assert outputs(pairs(sessions, a=2, b=1)) == [(0.2, 0.1), (0.4, 0.3), (0.6, 0.5)]


def test_what_only_one_scored_is_no_pair(sessions: Sessions) -> None:
    ship(
        sessions,
        live(1, 1),
        live(2, 2),
        shadow(2, 2, version=3),
        live(3, 3),
        shadow(3, 3, outputs=[None]),
        shadow(4, 4),
        live(5, 5, model="other"),
        shadow(5, 5, model="other"),
    )
    assert pairs(sessions) == []


def test_the_window_is_half_open_in_event_time(sessions: Sessions) -> None:
    day = 24 * 60
    for number, minutes in enumerate([-0.001, 0, day - 0.001, day]):
        ship(sessions, live(number, minutes), shadow(number, minutes))
    assert [row.prediction_id for row in pairs(sessions)] == [prediction_id(1), prediction_id(2)]


def test_rows_come_in_event_time_order_and_in_chunks(sessions: Sessions) -> None:
    minutes = [(number * 7) % 23 for number in range(23)]
    for number, minute in enumerate(minutes):
        ship(
            sessions,
            live(number, minute, outputs=[answer(0.1)] * 2),
            shadow(number, minute, outputs=[answer(0.2)] * 2),
        )
    found = chunks(sessions, chunk_rows=10)
    assert [len(chunk) for chunk in found] == [10, 10, 10, 10, 6]
    rows = [row for chunk in found for row in chunk]
    assert rows == sorted(rows, key=lambda row: (row.occurred_at, row.prediction_id, row.row))
    assert [row.row for row in rows] == [0, 1] * 23


def test_a_truth_by_id_stands_before_one_by_key(sessions: Sessions) -> None:
    ship(
        sessions,
        live(1, 1, outputs=[answer(0.1)] * 3, keys=["UA1", "UA2", "UA3"]),
        shadow(1, 1, outputs=[answer(0.2)] * 3),
        truth(prediction_id=prediction_id(1), row=0, truth="late"),
        truth(model="demo", key="UA1", truth="on time"),
        truth(model="demo", key="UA2", truth=1.5),
        truth(model="other", key="UA3", truth="late"),
    )
    assert [row.truth for row in pairs(sessions)] == ["late", 1.5, None]
    assert [row.truth for row in pairs(sessions, only_with_truth=True)] == ["late", 1.5]


def test_a_truth_for_a_prediction_shipped_later_is_found(sessions: Sessions) -> None:
    ship(sessions, shadow(1, 1), truth(prediction_id=prediction_id(1), truth="late"))
    assert pairs(sessions) == []
    ship(sessions, live(1, 1))
    assert [row.truth for row in pairs(sessions)] == ["late"]


def test_rows_without_event_time_are_joined_by_when_they_were_served(sessions: Sessions) -> None:
    served_at = 1_795_348_800.123457
    ship(
        sessions,
        prediction_record(1, served_at=served_at),
        shadow_record(1, served_at=served_at),
    )
    window = {
        "window_start": datetime.fromtimestamp(served_at - 1, UTC),
        "window_end": datetime.fromtimestamp(served_at + 1, UTC),
    }
    assert len(pairs(sessions, **window)) == 1


def test_the_counts_say_what_a_comparison_covers(sessions: Sessions) -> None:
    ship(
        sessions,
        live(1, 1, outputs=[answer(0.1)] * 4),
        shadow(1, 1, outputs=[answer(0.2), None, answer(0.2), answer(0.2)]),
        truth(prediction_id=prediction_id(1), row=0, truth="late"),
        truth(prediction_id=prediction_id(1), row=1, truth="late"),
        live(2, 2, outputs=[answer(0.1)] * 6),
    )
    found = counts(sessions)
    assert found == PairedCounts(
        live_rows=10, paired_rows=3, paired_rows_with_truth=1, failed_rows=1
    )
    assert (found.missing_rows, found.missing_share) == (6, 0.6)


@pytest.mark.parametrize("variant", ["direct", "batch"])
def test_rows_that_no_shadow_sees_are_not_missing(sessions: Sessions, variant: str) -> None:

    ship(sessions, msgspec.structs.replace(live(1, 1), variant=variant))
    found = counts(sessions)
    assert found == PairedCounts(0, 0, 0, 0)
    assert found.missing_share is None
