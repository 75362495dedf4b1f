import json
from datetime import UTC, datetime

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.core.predictions.records import MalformedRecord, unpack
from testing.records import prediction_record

SERVED_AT = 1_795_348_800.25
TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)


def test_a_request_becomes_one_row_a_prediction() -> None:
    record = prediction_record(
        7,
        served_at=SERVED_AT,
        outputs=[{"probability": 0.5}, {"probability": 0.75}],
        keys=["UA1", "UA2"],
        subject="ada",
        occurred_at=["2013-01-01T05:00:00Z", "2013-01-01T06:00:00-05:00"],
    )
    first, second = unpack(record)
    assert (first.id, first.row, second.row) == (record.id, 0, 1)
    assert first.occurred_at == datetime(2013, 1, 1, 5, tzinfo=UTC)
    assert second.occurred_at == datetime(2013, 1, 1, 11, tzinfo=UTC)
    assert [row.client_key for row in (first, second)] == ["UA1", "UA2"]
    assert [row.subject for row in (first, second)] == ["ada", "ada"]
    assert json.loads(bytes(second.inputs)) == {"wind": 1.0}
    assert json.loads(bytes(second.output)) == {"probability": 0.75}


def test_a_prediction_is_about_when_it_was_served_unless_it_says_otherwise() -> None:
    (row,) = unpack(prediction_record(1, served_at=SERVED_AT))
    assert row.occurred_at == row.served_at == datetime.fromtimestamp(SERVED_AT, UTC)
    (row,) = unpack(prediction_record(1, served_at=SERVED_AT, occurred_at="2013-01-01T05:00:00Z"))
    assert row.occurred_at == datetime(2013, 1, 1, 5, tzinfo=UTC)


@given(TEXT, TEXT)
def test_text_survives_however_it_was_spelled(plain: str, name: str) -> None:
    stored = {name: plain}
    for ensure_ascii in (True, False):
        record = msgspec.structs.replace(
            prediction_record(1, served_at=SERVED_AT),
            request=json.dumps({"rows": [stored]}, ensure_ascii=ensure_ascii).encode(),
        )
        (row,) = unpack(record)
        expected = {name.replace("\0", "\ufffd"): plain.replace("\0", "\ufffd")}
        assert json.loads(bytes(row.inputs)) == expected


@pytest.mark.parametrize(
    "changes",
    [
        {"request": b"{"},
        {"request": b'{"rows": 1}'},
        {"request": b'{"rows": [{}, {}]}'},
        {"request": b'{"rows": [{}], "keys": ["a", "b"]}'},
        {"request": b'{"rows": [{}], "keys": ["a\\u0000"]}'},
        {"request": b'{"rows": [{}], "subject": "' + b"s" * 201 + b'"}'},
        {"request": b'{"rows": [{}], "occurred_at": "0001-01-01T00:00:00+14:00"}'},
        {"request": b'{"rows": [{"a": "\xff"}]}'},
        {"request": b'{"rows": [{"a": ' + b"[" * 50_000 + b"]" * 50_000 + b"}]}"},
        {"predictions": b"[]"},
        {"predictions": b"[1, 2]"},
        {"rows": 2},
        {"id": "p" * 41},
        {"served_at": 1e30},
    ],
)
def test_what_no_row_can_be_made_of_is_malformed(changes: dict[str, object]) -> None:
    record = msgspec.structs.replace(prediction_record(1, served_at=SERVED_AT), **changes)
    with pytest.raises(MalformedRecord):
        unpack(record)
