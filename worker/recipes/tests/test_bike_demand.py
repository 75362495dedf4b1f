"""On the real hours, with fewer trees than the first version has."""

import numpy as np
import pytest

from api.adapters.settings import Settings
from api.artifact.sealing import open_artifact
from api.serving.scoring import Scorer
from worker.pipelines.graph import run_graph
from worker.pipelines.seal import graph_bytes
from worker.pipelines.train import train
from worker.recipes.bike_demand import COVERAGE, FIELDS, RECIPE

PARAMETERS = {**RECIPE.defaults, "trees": 60, "learning_rate": 0.1, "calibration_blocks": 3}


def quiet(share: float, line: str) -> None:
    """Nobody watches."""


@pytest.fixture(scope="module")
def dataset():
    return RECIPE.load(Settings().packages_dir, PARAMETERS)


@pytest.fixture(scope="module")
def split(dataset):
    return RECIPE.split(dataset, PARAMETERS)


@pytest.fixture(scope="module")
def fitted(split):
    return RECIPE.fit(split, PARAMETERS, quiet)


@pytest.fixture(scope="module")
def trained(tmp_path_factory):
    return train(
        RECIPE,
        {name: PARAMETERS[name] for name in ("trees", "learning_rate", "calibration_blocks")},
        packages=Settings().packages_dir,
        output=tmp_path_factory.mktemp("bike-demand"),
        progress=quiet,
        created_at="2026-01-01T00:00:00Z",
        code_commit="c0ffee",
    )


def test_the_data_are_those_of_the_archive(dataset) -> None:
    first = dataset.frame.iloc[0]
    assert len(dataset.frame) == 8645
    assert (first["hires"], first["hour"], first["weekday"]) == (16, 0, "saturday")
    assert first["occurred_at"].isoformat() == "2011-01-01T05:00:00+00:00"
    assert first["temperature_celsius"] == pytest.approx(0.24 * 47 - 8, abs=0.05)


def test_recent_demand_is_known_before_its_day_begins(dataset) -> None:
    frame = dataset.frame
    day = frame["date"].unique()[20]
    week = frame[(frame["date"] < day) & (frame["date"] >= day - np.timedelta64(7, "D"))]
    (recent,) = set(frame.loc[frame["date"] == day, "recent_hires_per_hour"])
    assert recent == pytest.approx(week["hires"].mean(), abs=0.005)


def test_the_naive_forecast_is_the_same_hour_a_week_before(dataset) -> None:
    frame = dataset.frame.set_index(["date", "hour"])
    later, earlier = np.datetime64("2011-10-12"), np.datetime64("2011-10-05")
    assert frame.loc[(later, 17), "week_before"] == frame.loc[(earlier, 17), "hires"]


def test_every_row_of_the_data_is_within_the_limits_of_its_schema(split) -> None:
    for field in FIELDS:
        column = split.train[field.name]
        assert column.notna().all()
        if field.kind == "category":
            assert set(column) <= set(field.choices)
        elif field.kind != "boolean":
            assert column.between(field.minimum, field.maximum).all(), field.name


def test_the_graph_answers_as_the_native_model_over_the_hold_out(dataset, split, fitted) -> None:
    native = fitted.predict(split.holdout)
    graph = run_graph(RECIPE.convert(fitted), RECIPE.schema(dataset), split.holdout)
    assert np.abs(native - graph).max() < RECIPE.conversion_limits.max_abs_difference


def test_bounds_are_in_order_and_never_below_zero(dataset, split, fitted) -> None:
    rows = split.holdout.assign(
        recent_hires_per_hour=np.linspace(0, 10_000, len(split.holdout)).round()
    )
    value, lower, upper = run_graph(RECIPE.convert(fitted), RECIPE.schema(dataset), rows).T
    assert (lower >= 0).all()
    assert (lower <= value).all()
    assert (value <= upper).all()


def test_the_same_seed_data_and_parameters_give_the_same_graph_bytes(split, fitted) -> None:
    again = RECIPE.fit(split, PARAMETERS, quiet)
    assert graph_bytes(RECIPE.convert(again)) == graph_bytes(RECIPE.convert(fitted))


def test_it_beats_the_week_before_on_a_quarter_it_has_not_seen(trained) -> None:
    error = next(metric for metric in trained.evaluation.metrics if metric.name == "mae")
    assert error.improvement_interval[0] > 0


def test_its_interval_covers_about_what_it_says(trained) -> None:
    metric = next(metric for metric in trained.evaluation.metrics if metric.name == "coverage")
    assert metric.target == COVERAGE
    assert metric.value == pytest.approx(COVERAGE, abs=0.06)


def test_serving_gives_the_examples_an_interval(trained) -> None:
    examples = open_artifact(trained.directory).examples
    answers = Scorer(trained.directory).score([example.row for example in examples])
    assert len(answers) >= 4
    assert all(a["lower"] <= a["value"] <= a["upper"] for a in answers)
