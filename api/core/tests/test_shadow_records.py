import json
from datetime import UTC, datetime

import msgspec
import pytest

from api.core.predictions.records import MalformedRecord, unpack
from api.core.predictions.shadow_records import unpack_shadow
from testing.records import prediction_record, shadow_record

SERVED_AT = 1_795_348_800.25
ANSWER = {"probability": 0.5}
MOMENTS = [
    None,
    "2013-01-01T05:00:00Z",
    ["2013-01-01T05:00:00.123456Z", "2013-01-01T06:00:00-05:00"],
]


@pytest.mark.parametrize("occurred_at", MOMENTS)
def test_a_shadow_row_is_about_the_same_time_as_its_live_row(
    occurred_at: str | list[str] | None,
) -> None:
    given = {} if occurred_at is None else {"occurred_at": occurred_at}
    live = unpack(prediction_record(1, served_at=SERVED_AT, outputs=[ANSWER, ANSWER], **given))
    shadow = unpack_shadow(
        shadow_record(1, served_at=SERVED_AT, outputs=[ANSWER, ANSWER], occurred_at=occurred_at)
    )
    expected = [(row.id, row.row, row.occurred_at, row.served_at) for row in live]
    assert expected == [(row.id, row.row, row.occurred_at, row.served_at) for row in shadow]


def test_an_explicit_null_is_no_event_time() -> None:
    record = msgspec.structs.replace(shadow_record(1, served_at=SERVED_AT), occurred_at=b"null")
    (row,) = unpack_shadow(record)
    assert row.occurred_at == datetime.fromtimestamp(SERVED_AT, UTC)


def test_rows_have_an_answer_or_a_reason() -> None:
    answered, failed = unpack_shadow(shadow_record(1, served_at=SERVED_AT, outputs=[ANSWER, None]))
    assert answered.output is not None
    assert (json.loads(bytes(answered.output)), answered.error) == (ANSWER, None)
    assert (failed.output, failed.error) == (None, "The model gave nan.")


def test_a_record_that_only_tells_of_drops_has_no_rows() -> None:
    assert unpack_shadow(shadow_record(1, served_at=SERVED_AT, outputs=[], dropped_rows=9)) == []


@pytest.mark.parametrize(
    "changes",
    [
        {"predictions": b"{"},
        {"predictions": b"[]"},
        {"predictions": b"[null]"},
        {"failures": {0: "why"}},
        {"failures": {1: "why"}},
        {"occurred_at": b'"soon"'},
        {"occurred_at": b"[]"},
        {"rows": 2},
        {"id": "p" * 41},
        {"served_at": 1e30},
        {"predictions": b'[{"a": "\xff"}]'},
    ],
)
def test_what_no_row_can_be_made_of_is_malformed(changes: dict[str, object]) -> None:
    record = msgspec.structs.replace(shadow_record(1, served_at=SERVED_AT), **changes)
    with pytest.raises(MalformedRecord):
        unpack_shadow(record)
