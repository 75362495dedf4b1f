"""Text of a CSV cell as the value of its field."""

import math
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.artifact.schema import Field
from worker.batches.cells import CellError, parse_key, parse_time, parser

NUMBER = parser(Field("x", "number", "FP64"))
INTEGER = parser(Field("x", "integer", "INT64"))
BOOLEAN = parser(Field("x", "boolean", "BOOL"))
TENSOR = parser(Field("x", "tensor", "FP32", shape=(2,)))


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_every_finite_number_is_read_as_it_was_written(number: float) -> None:
    assert number == NUMBER(repr(number))


@given(st.text())
def test_a_number_is_finite_or_missing_or_refused(text: str) -> None:
    try:
        number = NUMBER(text)
    except CellError:
        return
    assert number is None or math.isfinite(number)


@given(st.integers(-(10**18) + 1, 10**18 - 1))
def test_whole_numbers_are_exact_and_may_end_in_a_zero_fraction(number: int) -> None:
    assert number == INTEGER(str(number)) == INTEGER(f" {number}.0 ")


@pytest.mark.parametrize("text", ["1.5", "1e3", "0x10", "1_000", "１", "", "9" * 40])
def test_what_is_no_whole_number_is_not_made_one(text: str) -> None:
    if text:
        with pytest.raises(CellError, match="expected a whole number"):
            INTEGER(text)
    else:
        assert INTEGER(text) is None


@pytest.mark.parametrize(
    ("text", "value"), [("true", True), ("FALSE", False), ("1", True), ("0", False), ("NA", None)]
)
def test_booleans_come_in_several_spellings(text: str, value: bool | None) -> None:
    assert BOOLEAN(text) is value


def test_a_tensor_is_json() -> None:
    assert TENSOR("[1, 2.5]") == [1, 2.5]
    with pytest.raises(CellError, match="expected a JSON list of numbers"):
        TENSOR("1, 2")


@given(st.text())
def test_a_text_is_left_as_it_is(text: str) -> None:
    assert parser(Field("x", "text", "BYTES"))(text) == text


@given(st.datetimes(), st.timezones())
def test_times_are_told_in_utc(time: datetime, zone: object) -> None:
    told = parse_time(time.isoformat())
    assert told is not None
    assert datetime.fromisoformat(told).replace(tzinfo=None) == time


def test_a_key_is_bounded() -> None:
    assert parse_key("") is None
    assert parse_key("k" * 200) == "k" * 200
    with pytest.raises(CellError, match="at most 200 characters"):
        parse_key("k" * 201)
