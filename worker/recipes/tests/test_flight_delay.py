"""On the real departures, a fortnight of them, with fewer trees than the first version has."""

import msgspec
import numpy as np
import onnx
import pandas as pd
import pytest

from api.adapters.settings import Settings
from api.artifact.sealing import open_artifact
from api.serving.scoring import Scorer
from monitoring.quality.brier import brier
from worker.pipelines.archives import ArchiveMissing
from worker.pipelines.graph import run_graph
from worker.pipelines.logistic_calibration import INTERCEPT, SLOPE, LogisticCalibration
from worker.pipelines.parameters import InvalidParameter
from worker.pipelines.seal import graph_bytes
from worker.pipelines.train import train
from worker.recipes.flight_delay import LABELS, RECIPE, FlightDelay, event, fit_trees
from worker.recipes.graphs.flight_delay import CATEGORIES, NUMBERS, FlightModel

PARAMETERS = {
    **RECIPE.defaults,
    "train_from": "2013-02-10",
    "train_to": "2013-02-24",
    "holdout_to": "2013-03-03",
    "trees": 40,
    "smallest_leaf_rows": 100,
    "calibration_blocks": 2,
}


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
def trained(dataset, tmp_path_factory):
    class Loaded(FlightDelay):
        """The recipe with its data in memory already."""

        def load(self, packages, parameters):
            return dataset

    return train(
        Loaded(),
        PARAMETERS,
        packages=tmp_path_factory.getbasetemp(),
        output=tmp_path_factory.mktemp("flight-delay"),
        progress=quiet,
        created_at="2026-01-01T00:00:00Z",
        code_commit="c0ffee",
    )


def test_the_data_are_those_of_the_archive(dataset) -> None:
    assert len(dataset.frame) == 327_346
    assert (dataset.frame["truth"] == "late").mean() == pytest.approx(0.238, abs=0.001)
    assert dataset.source.sha256.startswith("229a12b14d27")


def test_a_departure_is_dated_in_utc_by_its_schedule(dataset) -> None:
    first = dataset.frame.iloc[0]
    # 1 January 2013, 05:15 in New York.
    assert first["scheduled_departure_minute"] == 315
    assert first["occurred_at"].isoformat() == "2013-01-01T10:15:00+00:00"
    assert first["weekday"] == "tuesday"


def test_nothing_known_only_after_departure_is_a_field(dataset) -> None:
    names = {field.name for field in RECIPE.schema(dataset).fields}
    assert len(names) == 14
    assert not names & {"truth", "dep_delay", "arr_delay", "air_time", "dep_time"}


def test_every_row_of_the_data_is_within_the_limits_of_its_schema(dataset) -> None:
    for field in RECIPE.schema(dataset).fields:
        column = dataset.frame[field.name]
        if field.kind == "category":
            assert set(column) <= set(field.choices)
            continue
        assert field.nullable or column.notna().all()
        assert column.dropna().between(field.minimum, field.maximum).all(), field.name


def test_the_graph_answers_as_the_native_model_over_the_hold_out(dataset, split, fitted) -> None:
    native = fitted.predict(split.holdout)
    graph = run_graph(RECIPE.convert(fitted), RECIPE.schema(dataset), split.holdout)
    assert np.abs(native - graph).max() < 1e-6


def test_missing_weather_and_an_unknown_destination_have_an_answer(dataset, split, fitted) -> None:
    rows = split.holdout.head(50).copy()
    rows[[name for name in NUMBERS if name != "scheduled_departure_minute"]] = np.nan
    rows["destination"] = "XXX"
    graph = run_graph(RECIPE.convert(fitted), RECIPE.schema(dataset), rows)
    assert graph == pytest.approx(fitted.predict(rows), abs=1e-6)
    assert ((graph > 0) & (graph < 1)).all()


def test_a_missing_distance_is_the_usual_one_to_the_destination(split, fitted) -> None:
    rows = split.holdout.head(200)
    usual = rows.assign(distance_miles=rows["destination"].map(fitted.trees.distances.codes))
    without = rows.assign(distance_miles=np.nan)
    known = usual["distance_miles"].notna()
    assert fitted.predict(without[known]).tolist() == fitted.predict(usual[known]).tolist()


def test_the_same_seed_data_and_parameters_give_the_same_graph_bytes(split, fitted) -> None:
    again = RECIPE.fit(split, PARAMETERS, quiet)
    assert graph_bytes(RECIPE.convert(again)) == graph_bytes(RECIPE.convert(fitted))


def test_calibration_can_be_replaced_without_the_trees(fitted) -> None:
    names = {tensor.name for tensor in RECIPE.convert(fitted).graph.initializer}
    assert {SLOPE, INTERCEPT} <= names


def test_it_beats_the_prior_rate_on_days_it_has_not_seen(trained) -> None:
    metrics = {metric.name: metric for metric in trained.evaluation.metrics}
    assert metrics["auc"].interval[0] > 0.55
    assert metrics["brier"].improvement > 0


def gain_over_prior(train, holdout) -> float:
    """By how much the uncalibrated trees beat the prior rate in Brier score."""
    as_boosted = LogisticCalibration(slope=1.0, intercept=0.0)
    stated = FlightModel(fit_trees(train, PARAMETERS), as_boosted).predict(holdout)
    late = event(holdout).astype(np.int64)
    prior = np.full(len(late), event(train).mean())
    return float((brier(late, prior) - brier(late, stated)).mean())


def test_what_shuffled_truths_teach_is_chance(split) -> None:
    generator = np.random.default_rng(1)
    shuffled = [
        gain_over_prior(
            split.train.assign(truth=generator.permutation(split.train["truth"])), split.holdout
        )
        for _ in range(8)
    ]
    real = gain_over_prior(split.train, split.holdout)
    assert real > 3 * max(shuffled)
    assert abs(np.mean(shuffled)) < real / 5


def test_serving_answers_the_sealed_rows_as_the_pipeline_does(trained) -> None:
    artifact = open_artifact(trained.directory)
    rows = list(artifact.background)
    served = [answer["probability"] for answer in Scorer(trained.directory).score(rows)]
    expected = run_graph(onnx.load(artifact.model_path), artifact.schema, pd.DataFrame(rows))
    assert served == pytest.approx(expected.tolist(), abs=1e-5)


def test_the_examples_are_held_out_flights_with_their_truth(trained) -> None:
    examples = open_artifact(trained.directory).examples
    assert len(examples) >= 4
    assert {example.truth for example in examples} == set(LABELS)


def localised(value):
    """Every text by language in a document."""
    if isinstance(value, dict) and "en" in value:
        yield value
    elif isinstance(value, dict):
        yield from localised(list(value.values()))
    elif isinstance(value, list | tuple):
        for item in value:
            yield from localised(item)


def test_every_text_is_in_both_languages(dataset, split) -> None:
    documents = msgspec.to_builtins(
        (RECIPE.card(), RECIPE.presentation(dataset), RECIPE.schema(dataset), split.description)
    )
    texts = list(localised(documents))
    assert len(texts) > 100
    for text in texts:
        assert set(text) == {"en", "pt-BR"}
        assert all(text.values())


def test_a_widget_and_a_group_are_there_for_every_field(dataset) -> None:
    names = {field.name for field in RECIPE.schema(dataset).fields}
    shown = RECIPE.presentation(dataset)
    assert set(shown.widgets) == names == {*NUMBERS, *CATEGORIES}
    asked = {name for name, widget in shown.widgets.items() if widget.kind != "hidden"}
    assert sorted(name for group in shown.groups for name in group.fields) == sorted(asked)


def test_every_airport_of_the_picker_has_its_place(dataset) -> None:
    options = RECIPE.presentation(dataset).widgets["destination"].options
    assert len(options) == 104
    assert [option.value for option in options if option.latitude is None] == []


def test_without_the_archive_it_says_how_to_get_it(tmp_path) -> None:
    with pytest.raises(ArchiveMissing, match="make packages"):
        RECIPE.load(tmp_path, PARAMETERS)


def test_a_served_flight_is_the_flight_of_the_archive(dataset) -> None:
    rows = dataset.frame.iloc[[0, 5000, 60_000]].reset_index(drop=True)
    fields = [*NUMBERS, *CATEGORIES]
    again = RECIPE.from_log(rows[[*fields, "truth", "occurred_at"]])
    pd.testing.assert_frame_equal(again, rows, check_dtype=False)


def test_flights_served_without_a_distance_can_be_learned_from(split) -> None:
    known = split.train.head(4000)
    shorn = known.assign(distance_miles=known["distance_miles"].mask(known.index % 2 == 0))
    trees = fit_trees(shorn, {**PARAMETERS, "trees": 2})
    assert trees.distances.codes["LAX"] == pytest.approx(2475, abs=40)


def test_without_calibration_blocks_the_trees_are_taken_as_boosted(split, fitted) -> None:
    plain = RECIPE.fit(split, {**PARAMETERS, "calibration_blocks": 0}, quiet)
    assert (plain.calibration.slope, plain.calibration.intercept) == (1.0, 0.0)
    rows = split.holdout.head(100)
    assert plain.trees.scores(rows).tolist() == fitted.trees.scores(rows).tolist()
    with pytest.raises(InvalidParameter, match="0, or at least 2"):
        RECIPE.fit(split, {**PARAMETERS, "calibration_blocks": 1}, quiet)
