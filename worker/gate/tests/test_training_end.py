"""Until when a version's data go, and what a candidate's data must reach."""

from datetime import UTC, datetime

import msgspec
import pytest

from api.artifact.manifest import Manifest
from testing.artifacts import make_manifest
from worker.gate.training_end import outdated_before, trained_until


def made(**parameters: str | bool) -> Manifest:
    return msgspec.structs.replace(make_manifest(), parameters=parameters)


def day(month: int, number: int, hour: int = 0) -> datetime:
    return datetime(2013, month, number, hour, tzinfo=UTC)


@pytest.mark.parametrize(
    ("parameters", "end"),
    [
        ({}, None),
        ({"train_to": "2013-03-01", "holdout_to": "2013-04-01"}, day(3, 1)),
        ({"train_to": "2013-03-01", "fit_to": "2013-03-20"}, day(3, 20)),
        ({"fit_to": "2013-03-20", "holdout_to": "2013-03-25", "refit": False}, day(3, 20)),
        ({"fit_to": "2013-03-20", "holdout_to": "2013-03-25", "refit": True}, day(3, 25)),
    ],
)
def test_the_end_is_that_of_the_newest_rows_that_were_learned_from(parameters, end) -> None:
    assert trained_until(made(**parameters)) == end


def test_days_end_where_the_data_come_from() -> None:
    found = trained_until(made(train_to="2013-03-01"), time_zone="America/New_York")
    assert found == day(3, 1, hour=5)


RECALIBRATED = made(train_to="2013-03-01", fit_to="2013-06-20")


@pytest.mark.parametrize(
    ("candidate", "end"),
    [
        (made(train_to="2013-06-15"), day(3, 1)),
        (made(train_to="2013-03-01", fit_to="2013-06-27"), day(6, 20)),
        (made(), day(6, 20)),
    ],
)
def test_a_retraining_need_not_be_newer_than_the_champions_recalibration(candidate, end) -> None:
    assert outdated_before(RECALIBRATED, candidate) == end
