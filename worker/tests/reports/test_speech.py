"""Numbers and moments as English and Brazilian Portuguese write them."""

from datetime import UTC, datetime, timedelta

import pytest

from api.core.reports.types import Estimate
from worker.reports.speech import Speech

ENGLISH, PORTUGUESE = Speech("en"), Speech("pt-BR")
MONDAY = datetime(2026, 11, 16, tzinfo=UTC)


@pytest.mark.parametrize(
    ("value", "english", "portuguese"),
    [
        (0.15234, "0.1523", "0,1523"),
        (-0.5, "−0.5000", "−0,5000"),
        (38.216, "38.22", "38,22"),
        (12_345.6, "12,346", "12.346"),
        (None, "–", "–"),
    ],
)
def test_figures_have_the_decimals_that_a_reader_can_use(value, english, portuguese) -> None:
    assert (ENGLISH.figure(value), PORTUGUESE.figure(value)) == (english, portuguese)


def test_a_change_has_its_sign() -> None:
    assert ENGLISH.figure(0.0091, signed=True) == "+0.0091"


def test_an_estimate_has_its_interval_where_there_is_one() -> None:
    assert ENGLISH.estimate(Estimate(0.2, 0.1, 0.3, 9, 9)) == "0.2000 (0.1000 to 0.3000)"
    assert PORTUGUESE.estimate(Estimate(0.2, None, None, 9, 1)) == "0,2000"
    assert ENGLISH.estimate(None) == "–"


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(0.0, "0.0 s"), (119.9, "119.9 s"), (120.0, "2.0 min"), (7_200.0, "2.0 h")],
)
def test_durations_are_in_the_unit_that_fits(seconds: float, text: str) -> None:
    assert ENGLISH.duration(seconds) == text


def test_latencies_are_in_milliseconds() -> None:
    assert (ENGLISH.milliseconds(0.0009), ENGLISH.milliseconds(1.5)) == ("0.90 ms", "1,500 ms")
    assert PORTUGUESE.milliseconds(None) == "–"


@pytest.mark.parametrize(
    ("end", "text"),
    [
        (MONDAY + timedelta(days=7), "16 Nov 2026 to 22 Nov 2026"),
        (MONDAY + timedelta(days=1), "16 Nov 2026"),
        (MONDAY + timedelta(hours=9), "16 Nov 2026, 00:00 to 16 Nov 2026, 09:00"),
    ],
)
def test_a_window_of_whole_days_goes_by_its_first_and_last(end: datetime, text: str) -> None:
    assert ENGLISH.window(MONDAY, end) == text


def test_lengths_are_in_days() -> None:
    lengths = (timedelta(days=7), timedelta(days=1), timedelta(hours=36))
    assert [ENGLISH.days(length) for length in lengths] == ["7 days", "1 day", "1.5 days"]
    assert [PORTUGUESE.days(length) for length in lengths] == ["7 dias", "1 dia", "1,5 dias"]


def test_what_has_no_translation_is_told_in_english() -> None:
    assert PORTUGUESE.of({"en": "Digits"}) == "Digits"
    assert PORTUGUESE.name("job", "something.new") == "something.new"
