"""Which rows a gate may judge on."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import ClassVar

import msgspec
import pandas as pd
import pytest

from api.adapters.database import read_session
from api.artifact.sealing import open_artifact, seal
from worker.gate.judge import Contender
from worker.pipelines.recipe import Dataset, Split
from worker.tests import tiny_model
from worker.tests.installation import Installation
from worker.tests.trials.history import REQUESTS_A_DAY, ROWS, START, begin, live_through
from worker.trials.held_out import Pair, own_rows, served_rows, unseen_from

KNOWN = START + timedelta(days=2)
AT = START + timedelta(days=8)


def contender(directory: Path, **parameters: object) -> Contender:
    tiny_model.write_sealed(directory)
    manifest = open_artifact(directory).manifest
    seal(directory, msgspec.structs.replace(manifest, parameters=parameters))
    return Contender(open_artifact(directory))


@pytest.fixture
def pair(tmp_path: Path):
    def make(champion: dict[str, object], candidate: dict[str, object]) -> Pair:
        return Pair(
            contender(tmp_path / "a", **champion), contender(tmp_path / "b", **candidate), KNOWN
        )

    return make


@pytest.mark.parametrize(
    ("champion", "candidate", "start"),
    [
        ({"train_to": "2026-01-03"}, {"train_to": "2026-01-05"}, datetime(2026, 1, 5, tzinfo=UTC)),
        ({"train_to": "2026-01-09"}, {"train_to": "2026-01-05"}, datetime(2026, 1, 9, tzinfo=UTC)),
        ({"train_to": "2026-01-03"}, {}, KNOWN),
        ({}, {}, KNOWN),
    ],
)
def test_rows_are_unseen_from_the_later_end_on(pair, champion, candidate, start) -> None:
    assert unseen_from(pair(champion, candidate), time_zone="UTC") == start


def test_served_rows_are_those_whose_truth_was_known_then(embedded: Installation, pair) -> None:
    begin(embedded)
    live_through(embedded, 10)
    asked = pair({"train_to": "2026-01-06"}, {"train_to": "2026-01-07"})
    with read_session(embedded.runtime.sessions) as session:
        found = served_rows(session, asked, None, at=AT, clock="event")
        early = AT - timedelta(hours=22)
        earlier = served_rows(session, asked, None, at=early, clock="event")
    # Six days from the seventh on; two hours pass before a truth is known.
    assert len(found) == 6 * REQUESTS_A_DAY * ROWS
    assert found["occurred_at"].min() >= pd.Timestamp("2026-01-07", tz="UTC")
    assert sorted(set(found["cluster"])) == [f"2026-01-{day:02}" for day in range(7, 13)]
    assert len(earlier) == 5 * REQUESTS_A_DAY * ROWS


class Archive:
    """A recipe as far as its own data go."""

    name = "tiny"
    time_zone = "UTC"
    defaults: ClassVar[dict[str, object]] = {"train_to": "2026-01-01", "seed": 1}

    def __init__(self, frame: pd.DataFrame) -> None:
        self.frame = frame

    def load(self, packages: Path, parameters: object) -> Dataset:
        return Dataset(self.frame, None)  # type: ignore[arg-type]  # where they come from is no matter here

    def split(self, dataset: Dataset, parameters: dict[str, object]) -> Split:
        held = dataset.frame.iloc[:: 2 if parameters["seed"] == 1 else 3]
        return Split(dataset.frame, dataset.frame, held.reset_index(drop=True), {})


def dated(days: int) -> pd.DataFrame:
    at = pd.date_range("2026-01-01T12:00Z", periods=days, freq="D")
    return pd.DataFrame({"occurred_at": at, "truth": ["yes", "no"] * (days // 2)})


def own(pair: Pair, frame: pd.DataFrame) -> pd.DataFrame | None:
    return own_rows(Archive(frame), pair, packages=Path(), at=AT, fewest_days=5)  # type: ignore[arg-type]  # as much of a recipe as is used


def test_of_an_archive_with_time_the_rows_after_both_ends_and_a_day_before_now(pair) -> None:
    found = own(pair({"train_to": "2026-01-03"}, {"train_to": "2026-01-06"}), dated(30))
    assert found is not None
    assert [f"{at:%d}" for at in found["occurred_at"]] == ["06", "07", "08", "09", "10", "11"]


def test_an_archive_is_not_read_for_days_that_are_too_few(pair) -> None:
    assert own(pair({"train_to": "2026-01-03"}, {"train_to": "2026-01-08"}), dated(30)) is None


def test_of_an_archive_that_ended_long_ago_what_there_is(pair) -> None:
    old = dated(30).assign(occurred_at=pd.date_range("2013-03-01", periods=30, tz="UTC"))
    found = own(pair({"train_to": "2013-03-10"}, {"train_to": "2013-03-20"}), old)
    assert found is not None
    assert len(found) == 11


def test_a_version_that_does_not_say_until_when_may_know_the_whole_archive(pair) -> None:
    assert own(pair({"train_to": "2026-01-03"}, {}), dated(30)) is None


def test_without_time_the_hold_out_that_both_were_made_with(pair) -> None:
    frame = pd.DataFrame({"truth": ["yes", "no", "no", "yes", "yes", "no"]})
    same = own(pair({"seed": 1}, {"seed": 1}), frame)
    assert same is not None
    assert len(same) == 3
    assert own(pair({"seed": 1}, {"seed": 2}), frame) is None
