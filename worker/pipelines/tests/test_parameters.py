import pandas as pd
import pytest

from worker.pipelines.parameters import InvalidParameter, midnight, real, whole
from worker.pipelines.time_split import split_by_time

NEW_YORK = "America/New_York"


@pytest.mark.parametrize("value", [0, -1, 2.5, "3", True, None])
def test_what_is_no_whole_number_is_refused(value) -> None:
    with pytest.raises(InvalidParameter, match="trees must be a whole number from 1"):
        whole({"trees": value}, "trees", minimum=1)


@pytest.mark.parametrize("value", [0, -0.5, float("nan"), "0.1", True, None])
def test_what_is_no_number_above_is_refused(value) -> None:
    with pytest.raises(InvalidParameter, match="learning_rate must be a number above 0"):
        real({"learning_rate": value}, "learning_rate")


@pytest.mark.parametrize("value", ["2013-13-01", "yesterday", 7, None, "2013-01-01T10:00"])
def test_what_is_no_date_is_refused(value) -> None:
    with pytest.raises(InvalidParameter, match="train_to must be a date like"):
        midnight({"train_to": value}, "train_to", time_zone=NEW_YORK)


def test_a_day_begins_at_midnight_where_its_data_come_from() -> None:
    begins = midnight({"day": "2013-03-11"}, "day", time_zone=NEW_YORK)
    assert begins.tz_convert("UTC") == pd.Timestamp("2013-03-11T04:00:00Z")


DAYS = pd.DataFrame(
    {"occurred_at": pd.date_range("2013-01-01", periods=90, tz="UTC"), "row": range(90)}
)
DATES = {"train_from": "2013-01-01", "train_to": "2013-02-01", "holdout_to": "2013-03-01"}


def test_every_held_out_row_comes_after_every_row_trained_on() -> None:
    split = split_by_time(DAYS, DATES, time_zone="UTC")
    assert split.train["occurred_at"].max() < split.holdout["occurred_at"].min()
    assert (len(split.train), len(split.holdout)) == (31, 28)


def test_a_split_with_nothing_in_it_says_what_there_is() -> None:
    with pytest.raises(InvalidParameter, match="the data run from 2013-01-01 to 2013-03-31"):
        split_by_time(
            DAYS, {**DATES, "train_to": "2013-06-01", "holdout_to": "2013-07-01"}, time_zone="UTC"
        )


def test_a_hold_out_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(InvalidParameter, match="must rise, not 2013-01-01, 2013-02-01, 2013-02-01"):
        split_by_time(DAYS, {**DATES, "holdout_to": "2013-02-01"}, time_zone="UTC")


def test_rows_to_calibrate_on_lie_between() -> None:
    split = split_by_time(DAYS, {**DATES, "calibrate_to": "2013-02-08"}, time_zone="UTC")
    assert [len(part) for part in (split.train, split.calibration, split.holdout)] == [31, 7, 21]
    assert split.description["en"].endswith(
        "trained on 2013-01-01 – 2013-02-01, calibrated on 2013-02-01 – 2013-02-08, "
        "held out 2013-02-08 – 2013-03-01"
    )
    assert "calibração 2013-02-01 – 2013-02-08" in split.description["pt-BR"]


def test_a_calibration_that_leaves_no_hold_out_is_refused() -> None:
    with pytest.raises(InvalidParameter, match="train_from, train_to, calibrate_to and holdout_to"):
        split_by_time(DAYS, {**DATES, "calibrate_to": "2013-03-01"}, time_zone="UTC")
