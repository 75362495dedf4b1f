"""Training on served rows: what becomes of them, and what may be used."""

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import ClassVar

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.artifact.schema import Field, GraphInput, Output, Schema
from api.core.predictions.truths import ServedTruth
from testing.artifacts import make_schema
from worker.pipelines.data_hash import rows_sha256
from worker.pipelines.parameters import InvalidParameter
from worker.pipelines.recipe import Dataset
from worker.pipelines.served import SERVED_DEFAULTS, ServedRowsUnsuitable, load_dataset
from worker.pipelines.served_frame import served_frame, truth_of_task
from worker.pipelines.tests.conftest import ToyRecipe

MARCH = datetime(2026, 3, 1, tzinfo=UTC)
SCHEMA = Schema(
    task="binary",
    fields=(
        Field("size", "number", "FP32", nullable=True),
        Field("line", "category", "BYTES", choices=("a", "b"), unknown="allow"),
    ),
    graph_inputs=(GraphInput("size", "FP32", ("size",)), GraphInput("line", "BYTES", ("line",))),
    outputs=(Output("probability", "FP32", "probability"),),
    labels=("below", "above"),
)


def row(number: int, *, day: float = 0, truth="above", key=None, **inputs) -> ServedTruth:
    return ServedTruth(
        prediction_id=f"p{number}",
        row=0,
        occurred_at=MARCH + timedelta(days=day),
        client_key=key,
        inputs={"size": 1.5, "line": "a", **inputs},
        truth=truth,
    )


def test_a_category_that_a_stranger_typed_is_no_category() -> None:
    frame = served_frame(SCHEMA, [[row(1, line="zz"), row(2, line="b")]])
    assert frame["line"].tolist() == ["", "b"]


def test_a_null_number_is_missing_and_a_row_without_a_required_field_is_left_out() -> None:
    frame = served_frame(SCHEMA, [[row(1, size=None), row(2, line=None), row(3)]])
    assert frame["size"].isna().tolist() == [True, False]


def test_an_event_asked_about_twice_counts_once_as_last_served() -> None:
    days = [[row(1, key="UA1", size=1.0)], [row(2, day=1, key="UA1", size=2.0), row(3, day=1)]]
    frame = served_frame(SCHEMA, days)
    assert frame["size"].tolist() == [2.0, 1.5]
    assert list(frame.columns) == ["size", "line", "truth", "occurred_at"]


def test_rows_without_a_key_are_events_of_their_own() -> None:
    assert len(served_frame(SCHEMA, [[row(1), row(2)]])) == 2


def test_no_rows_are_an_empty_frame() -> None:
    assert list(served_frame(SCHEMA, [])) == ["size", "line", "truth", "occurred_at"]


@pytest.mark.parametrize(
    ("task", "told", "meant"),
    [
        ("binary", "late", "late"),
        ("binary", 1, "late"),
        ("binary", False, "on time"),
        ("binary", "cancelled", None),
        ("binary", 7, None),
        ("regression", 3, 3.0),
        ("regression", "3", None),
        ("regression", True, None),
        ("regression", float("nan"), None),
    ],
)
def test_a_truth_is_a_label_a_number_or_nothing(task, told, meant) -> None:
    assert truth_of_task(make_schema(task), told) == meant


def test_equal_rows_have_one_hash_and_a_changed_value_another() -> None:
    frame = served_frame(SCHEMA, [[row(1), row(2, size=None)]])
    assert rows_sha256(frame) == rows_sha256(frame.copy())
    assert rows_sha256(frame) != rows_sha256(frame.assign(line=["a", "b"]))


@given(st.lists(st.tuples(st.text("ab"), st.text("ab")), min_size=1, max_size=4))
def test_where_a_value_ends_is_part_of_the_hash(pairs) -> None:
    apart = pd.DataFrame(pairs, columns=["one", "two"])
    joined = apart.assign(one=apart["one"] + apart["two"], two="")
    assert (rows_sha256(apart) == rows_sha256(joined)) == apart.equals(joined)


@dataclass(frozen=True)
class DatedToy(ToyRecipe):
    """The toy with a row a day from 1 February, trainable on served rows."""

    defaults: ClassVar = {
        **ToyRecipe.defaults,
        **SERVED_DEFAULTS,
        "archive_to": "2026-03-01",
        "holdout_to": "2026-04-01",
    }

    def load(self, packages: Path, parameters) -> Dataset:
        dataset = super().load(packages, {**parameters, "rows": 60})
        days = pd.date_range("2026-02-01", periods=60, tz="UTC")
        return replace(dataset, frame=dataset.frame.assign(occurred_at=days))


@dataclass
class Log:
    """A log that remembers what it was asked for."""

    rows: list[ServedTruth]
    asked: list[tuple[datetime, datetime, datetime]] = field(default_factory=list)

    def __call__(self, *, since, until, known_at):
        self.asked.append((since, until, known_at))
        return iter([self.rows] if self.rows else [])


def load(served, **parameters) -> Dataset:
    recipe = DatedToy()
    chosen = {**recipe.defaults, "source": "log", "known_at": "2026-03-20T12:00:00Z", **parameters}
    return load_dataset(recipe, chosen, packages=Path(), served=served)


def test_the_log_takes_over_where_the_archive_ends() -> None:
    log = Log([row(1, day=0), row(2, day=5)])
    dataset = load(log)
    assert len(dataset.frame) == 28 + 2
    assert dataset.frame["occurred_at"].is_monotonic_increasing
    assert log.asked == [(MARCH, datetime(2026, 4, 1, tzinfo=UTC), MARCH + timedelta(days=19.5))]


def test_the_datas_hash_is_that_of_the_rows_used() -> None:
    one, same, other = (load(Log([row(1, size=size)])).source for size in (1.0, 1.0, 2.0))
    assert one.sha256 == same.sha256 != other.sha256
    assert one.rows == 29


def test_the_archives_rows_after_the_moment_are_not_known_either() -> None:
    frame = load(None, source="archive").frame
    assert frame["occurred_at"].max() <= pd.Timestamp("2026-03-20T12:00:00Z")


@pytest.mark.parametrize(
    ("served", "parameters", "reason"),
    [
        (None, {}, "known only to the Farol that served them"),
        (Log([]), {}, "no served row has a truth yet"),
        (Log([row(1)]), {"source": "wire"}, "one of archive, log"),
        (Log([row(1)]), {"known_at": "yesterday"}, "must be like 2013"),
        (Log([row(1)]), {"holdout_to": "2026-02-01"}, "must come after archive_to"),
    ],
)
def test_what_cannot_be_is_refused_with_its_reason(served, parameters, reason) -> None:
    with pytest.raises((ServedRowsUnsuitable, InvalidParameter), match=reason):
        load(served, **parameters)


def test_a_recipe_that_needs_more_than_is_served_says_what() -> None:
    class Richer(DatedToy):
        def load(self, packages, parameters):
            dataset = super().load(packages, parameters)
            return replace(dataset, frame=dataset.frame.assign(week_before=np.nan))

    chosen = {**DatedToy.defaults, "source": "log", "known_at": "2026-03-20T12:00:00Z"}
    with pytest.raises(ServedRowsUnsuitable, match="week_before, which served rows do not have"):
        load_dataset(Richer(), chosen, packages=Path(), served=Log([row(1)]))
