"""On the real year; the moments are worked by hand from the time tables and the zones."""

import pandas as pd
import pytest

from api.adapters.settings import Settings
from worker.replays.flights import FIELD_NAMES, flights_of_2013, landing


@pytest.fixture(scope="module")
def flights() -> pd.DataFrame:
    return flights_of_2013(Settings().packages_dir)


def utc(text: str) -> pd.Timestamp:
    return pd.Timestamp(text, tz="UTC")


def test_every_departure_of_the_year_is_there_once_in_the_order_of_the_questions(flights) -> None:
    assert len(flights) == 336_776
    assert flights["key"].is_unique
    assert flights["occurred_at"].is_monotonic_increasing
    assert set(FIELD_NAMES) < set(flights.columns)


def test_the_truth_comes_when_the_flight_has_landed(flights) -> None:
    """05:15 in New York to Houston, due at 08:19 an hour behind, eleven minutes late."""
    first = flights.set_index("key").loc["2013-01-01T10:15Z-UA1545-EWR"]
    assert (first["truth"], first["landed_at"]) == ("on time", utc("2013-01-01T14:30"))


def test_a_cancelled_flight_has_no_truth_and_no_landing(flights) -> None:
    cancelled = flights[flights["truth"].isna()]
    assert len(cancelled) == 9_430
    assert cancelled["landed_at"].isna().all()
    assert flights.loc[flights["truth"].notna(), "landed_at"].notna().all()


def test_no_flight_lands_before_it_was_due_to_leave(flights) -> None:
    landed = flights.dropna(subset=["landed_at"])
    in_the_air = landed["landed_at"] - landed["occurred_at"]
    assert in_the_air.min() > pd.Timedelta(0)
    assert in_the_air.max() < pd.Timedelta(hours=36)


def test_an_arrival_after_midnight_belongs_to_the_next_day() -> None:
    """23:59 in New York to San Juan, an hour ahead in winter: 04:45 of the next day, 5 early."""
    frame = pd.DataFrame({"destination": ["SJU"], "occurred_at": [utc("2013-01-02T04:59")]})
    numbered = pd.DataFrame({"sched_arr_time": [445]})
    landed = landing(frame, numbered, pd.Series([-5.0]), {"SJU": "America/Puerto_Rico"})
    assert landed[0] == utc("2013-01-02T08:40")


def test_the_day_on_which_the_clocks_go_back_is_no_exception() -> None:
    """06:00 in New York, already winter time, to Philadelphia, due at 07:08."""
    frame = pd.DataFrame({"destination": ["PHL"], "occurred_at": [utc("2013-11-03T11:00")]})
    numbered = pd.DataFrame({"sched_arr_time": [708]})
    landed = landing(frame, numbered, pd.Series([0.0]), {"PHL": "America/New_York"})
    assert landed[0] == utc("2013-11-03T12:08")
