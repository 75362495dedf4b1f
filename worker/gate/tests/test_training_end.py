"""Until when a version's data go, and what a candidate's data must reach."""

from datetime import UTC, datetime

import msgspec
import pytest

from api.artifact.manifest import Manifest, SealedFile
from testing.artifacts import make_manifest
from worker.gate.training_end import (
    learned_day,
    learned_until,
    outdated_before,
    served_until,
    trained_until,
)


def made(*files: str, **parameters: str | bool) -> Manifest:
    sealed = dict.fromkeys(files, SealedFile("0" * 64, 1))
    return msgspec.structs.replace(make_manifest(), parameters=parameters, files=sealed)


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


REFITTED = made(
    "judged.onnx", train_to="2013-06-01", calibrate_to="2013-06-09", holdout_to="2013-06-15",
    refit=True,
)  # fmt: skip
REFITTED_LINE = made(
    "judged.onnx", train_to="2013-06-15", fit_to="2013-06-24", holdout_to="2013-06-30", refit=True
)


def test_a_gate_judges_what_was_not_refitted_and_users_meet_what_was() -> None:
    assert trained_until(REFITTED) == day(6, 9)
    assert served_until(REFITTED) == learned_until(REFITTED) == day(6, 15)
    assert learned_day(REFITTED) == "2013-06-15"


def test_a_refitted_line_leaves_its_graph_as_old_as_it_was() -> None:
    assert trained_until(REFITTED_LINE) == day(6, 24)
    assert served_until(REFITTED_LINE) == day(6, 30)
    assert learned_until(REFITTED_LINE) == day(6, 15)


def test_without_the_judged_graph_a_refit_has_seen_its_hold_out() -> None:
    assert trained_until(made(train_to="2013-06-01", holdout_to="2013-06-15", refit=True)) == day(
        6, 15
    )


def test_a_retraining_must_reach_what_a_refitted_champion_was_trained_on() -> None:
    assert outdated_before(REFITTED, made(train_to="2013-06-10")) == day(6, 15)
    assert outdated_before(REFITTED_LINE, made(train_to="2013-06-20")) == day(6, 15)
    assert outdated_before(REFITTED_LINE, REFITTED_LINE) == day(6, 30)
