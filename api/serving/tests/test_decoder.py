"""The fast and the precise path take the same requests, and a refusal says exactly why."""

import json
from typing import Any

import msgspec
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from api.artifact.schema import Field, GraphInput, Output, Schema
from api.serving.decoder import RequestDecoder
from api.serving.errors import BrokenRequest, RowsRefused
from api.serving.precise import PreciseDecoder

SCHEMA = Schema(
    task="binary",
    fields=(
        Field("delay", "number", "FP32", minimum=-10, maximum=10),
        Field("wind", "number", "FP32", nullable=True),
        Field("hour", "integer", "INT64", minimum=0, maximum=23),
        Field("seats", "integer", "INT64", nullable=True, default=7),
        Field("warm", "boolean", "BOOL"),
        Field("carrier", "category", "BYTES", choices=("AA", "UA", "É")),
        Field("note", "text", "BYTES", max_length=5, nullable=True),
        Field("image", "tensor", "FP32", shape=(2, 2), minimum=0, maximum=1),
    ),
    graph_inputs=(
        GraphInput("floats", "FP32", ("delay", "wind")),
        GraphInput("integers", "INT64", ("hour", "seats")),
        GraphInput("truths", "BOOL", ("warm",)),
        GraphInput("texts", "BYTES", ("carrier", "note")),
        GraphInput("image", "FP32", ("image",)),
    ),
    outputs=(Output("probability", "FP32", "probability"),),
    labels=("no", "yes"),
    max_rows=3,
)
GOOD: dict[str, Any] = {
    "delay": 1.5,
    "wind": 2,
    "hour": 3,
    "seats": 4,
    "warm": True,
    "carrier": "É",
    "note": "a:b",
    "image": [[0, 0.5], [1, 0.25]],
}


def decoder() -> RequestDecoder:
    return RequestDecoder(SCHEMA)


def body(row: dict[str, Any], **envelope: Any) -> bytes:
    return json.dumps({"rows": [row], **envelope}, ensure_ascii=False).encode()


def faults(text: bytes) -> list[tuple[int | None, str]]:
    with pytest.raises(RowsRefused) as refused:
        decoder().decode(text)
    return [(error.row, error.field) for error in refused.value.errors]


def test_a_valid_row_becomes_the_graphs_inputs() -> None:
    decoded = decoder().decode(body(GOOD, subject="me"))
    feed = decoded.feed
    np.testing.assert_array_equal(np.array([[1.5, 2]], np.float32), feed["floats"])
    np.testing.assert_array_equal(np.array([[3, 4]]), feed["integers"])
    np.testing.assert_array_equal(np.array([[True]]), feed["truths"])
    assert feed["texts"].tolist() == [["É", "a:b"]]
    np.testing.assert_array_equal(np.array([[[0, 0.5], [1, 0.25]]], np.float32), feed["image"])
    assert (decoded.subject, decoded.source, decoded.rows) == ("me", "api", 1)


@pytest.mark.parametrize("how", ["null", "absent"])
def test_missing_values_become_nan_the_empty_text_and_the_default(how: str) -> None:
    row = {**GOOD, "wind": None, "seats": None, "note": None}
    if how == "absent":
        row = {name: value for name, value in row.items() if value is not None}
    feed = decoder().decode(json.dumps({"rows": [row, GOOD]}).encode()).feed
    assert np.isnan(feed["floats"][0, 1])
    assert feed["integers"].tolist() == [[3, 7], [3, 4]]
    assert feed["texts"].tolist() == [["É", ""], ["É", "a:b"]]


def test_a_tensor_may_be_flat_or_nested() -> None:
    flat = decoder().decode(body({**GOOD, "image": [0, 0.5, 1, 0.25]})).feed["image"]
    nested = decoder().decode(body(GOOD)).feed["image"]
    np.testing.assert_array_equal(flat, nested)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"delay": "x"}, "delay"),
        ({"delay": None}, "delay"),
        ({"delay": True}, "delay"),
        ({"delay": 10.5}, "delay"),
        ({"delay": float("nan")}, "delay"),
        ({"wind": float("inf")}, "wind"),
        ({"wind": float("-inf")}, "wind"),
        ({"wind": 1e39}, "wind"),
        ({"hour": 1.5}, "hour"),
        ({"hour": 24}, "hour"),
        ({"hour": 10**30}, "hour"),
        ({"warm": 1}, "warm"),
        ({"carrier": "ZZ"}, "carrier"),
        ({"carrier": ["AA"]}, "carrier"),
        ({"note": "longer"}, "note"),
        ({"note": "a\0"}, "note"),
        ({"note": "\ud800"}, "note"),
        ({"image": [0, 1]}, "image"),
        ({"image": [[0, 1], [0]]}, "image"),
        ({"image": [[0, 1], [0, 2]]}, "image"),
        ({"image": [[0, 1], [0, "1"]]}, "image"),
        ({"image": [[[0]]]}, "image"),
        ({"image": None}, "image"),
        ({"colour": 1}, "colour"),
    ],
)
def test_a_fault_is_named_by_its_row_and_field(change: dict[str, Any], field: str) -> None:
    text = json.dumps({"rows": [GOOD, {**GOOD, **change}]}).encode()
    assert faults(text) == [(1, field)]


def test_every_fault_is_named_up_to_twenty() -> None:
    text = json.dumps({"rows": [{"x": 1} for _ in range(3)]}).encode()
    assert len(faults(text)) == 18
    wide = json.dumps({"rows": [{str(n): 1 for n in range(90)}]}).encode()
    assert len(faults(wide)) == 20


@pytest.mark.parametrize(
    "twice",
    [
        b'"delay":1,"delay":2,',
        b'"delay" :1,"delay": 2,',
        b'"delay":1,"del\\u0061y":2,',
    ],
)
def test_a_field_given_twice_is_refused(twice: bytes) -> None:
    rest = {name: value for name, value in GOOD.items() if name != "delay"}
    text = b'{"rows":[{' + twice + json.dumps(rest).encode()[1:] + b"]}"
    assert faults(text) == [(0, "delay")]


def test_a_field_given_twice_is_not_hidden_by_an_absent_one() -> None:
    rest = {n: v for n, v in GOOD.items() if n not in ("delay", "wind", "note")}
    text = b'{"rows":[{"delay":1,"delay":2,"note":"","note":"",' + json.dumps(rest).encode()[1:]
    assert faults(text + b"]}") == [(0, "delay"), (0, "note")]


@pytest.mark.parametrize(
    ("envelope", "field"),
    [
        ({"keys": ["a", "b"]}, "keys"),
        ({"keys": [""]}, "keys"),
        ({"keys": "a"}, "keys"),
        ({"subject": ""}, "subject"),
        ({"subject": "x" * 201}, "subject"),
        ({"subject": "\0"}, "subject"),
        ({"occurred_at": "2013-01-01"}, "occurred_at"),
        ({"occurred_at": "2013-01-01T10:00:00"}, "occurred_at"),
        ({"occurred_at": ["2013-01-01T10:00:00Z"] * 2}, "occurred_at"),
        ({"source": "batch"}, "source"),
        ({"rows": []}, "rows"),
        ({"rows": [GOOD] * 4}, "rows"),
        ({"rows": GOOD}, "rows"),
        ({"more": 1}, "more"),
    ],
)
def test_a_fault_around_the_rows_is_named(envelope: dict[str, Any], field: str) -> None:
    assert field in {name for _, name in faults(body(GOOD, **envelope))}


def test_the_envelope_is_read() -> None:
    decoded = decoder().decode(
        body(GOOD, keys=["a"], occurred_at="2013-01-01T10:00:00+02:00", source="demo", subject=None)
    )
    assert decoded.source == "demo"
    assert decoded.subject is None


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"{",
        b'{"rows":[}',
        b"\xff\xfe{}",
        b'\xef\xbb\xbf{"rows":[]}',
        b'{"rows":"\xed\xa0\x80"}',
        b"[" * 200_000,
        b'{"rows":' * 50_000,
        b'{"rows":[{"delay":01}]}',
        b"{'rows':[]}",
    ],
)
def test_what_is_not_json_is_broken(text: bytes) -> None:
    with pytest.raises((BrokenRequest, RowsRefused)):
        decoder().decode(text)


VALUES = (
    st.none()
    | st.booleans()
    | st.integers(-30, 30)
    | st.integers(-(2**70), 2**70)
    | st.floats(allow_nan=True, allow_infinity=True)
    | st.floats(-11, 11)
    | st.sampled_from(["AA", "É", "", "a:b", "toolong", '"', "\\", "\0"])
    | st.text(max_size=6)
    | st.lists(st.floats(-0.5, 1.5) | st.integers(0, 1), min_size=3, max_size=5)
    | st.lists(st.lists(st.floats(0, 1), min_size=2, max_size=2), min_size=2, max_size=2)
)
NAMES = [field.name for field in SCHEMA.fields]
ROWS = st.fixed_dictionaries(
    {}, optional={**{name: VALUES | st.just(GOOD[name]) for name in NAMES}, "other": VALUES}
) | st.dictionaries(st.sampled_from(NAMES), VALUES, max_size=2).map(
    lambda change: {**GOOD, **change}
)
ENVELOPES = st.fixed_dictionaries(
    {},
    optional={
        "keys": st.none() | st.lists(st.text(max_size=3), max_size=3),
        "subject": st.none() | st.text(max_size=3),
        "occurred_at": st.sampled_from([None, "2013-01-01T10:00:00Z", "x", 3]),
        "source": st.sampled_from(["api", "demo", "x", None]),
    },
)


@given(st.lists(ROWS, max_size=3), ENVELOPES, st.sampled_from([None, 1]))
@settings(max_examples=400, deadline=None)
def test_the_fast_path_takes_exactly_what_the_precise_path_takes(
    rows: list[dict[str, Any]], envelope: dict[str, Any], indent: int | None
) -> None:
    text = json.dumps({"rows": rows, **envelope}, indent=indent).encode()
    try:
        PreciseDecoder(SCHEMA).check(text)
    except (BrokenRequest, RowsRefused) as error:
        with pytest.raises(type(error)):
            decoder().decode(text)
    else:
        assert decoder().decode(text).rows == len(rows)


@given(st.binary(max_size=60))
def test_no_bytes_break_the_decoder(text: bytes) -> None:
    with pytest.raises((BrokenRequest, RowsRefused)):
        decoder().decode(text)


@given(ROWS)
def test_offline_rows_are_judged_like_online_ones(row: dict[str, Any]) -> None:
    text = json.dumps({"rows": [row]}).encode()
    try:
        online = decoder().decode(text).feed
    except (BrokenRequest, RowsRefused):
        return
    offline = decoder().pack(decoder().convert([row]))
    for name, array in online.items():
        np.testing.assert_array_equal(array, offline[name])


def test_the_same_rows_have_the_same_canonical_bytes_however_they_were_spelled() -> None:
    one = decoder().decode(json.dumps({"rows": [GOOD]}, indent=2).encode())
    swapped = dict(reversed(GOOD.items()))
    other = decoder().decode(msgspec.json.encode({"subject": "x", "rows": [swapped]}))
    assert decoder().canonical(one) == decoder().canonical(other)
