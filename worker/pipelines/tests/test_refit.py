"""What is judged on the newest rows and then fitted once more, on these too."""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import ClassVar

import numpy as np
import onnx
import pandas as pd
import pytest

from api.artifact.sealing import open_artifact
from worker.pipelines.graph import run_graph
from worker.pipelines.recalibration_graph import is_recalibrated, uncalibrated
from worker.pipelines.recalibration_line import fit_recalibration
from worker.pipelines.recent_line import clusters_of
from worker.pipelines.recipe import Dataset, Split
from worker.pipelines.served import SERVED_DEFAULTS
from worker.pipelines.tests.conftest import ToyRecipe
from worker.pipelines.time_split import split_by_time
from worker.pipelines.train import train

ROWS_A_DAY = 100
DAYS = {"train_to": "2026-02-15", "calibrate_to": "2026-02-23", "holdout_to": "2026-03-01"}


@dataclass(frozen=True)
class TimedToy(ToyRecipe):
    """Four weeks of the toy; from the fifteenth day on, half of what was above is below."""

    defaults: ClassVar = {
        **SERVED_DEFAULTS,
        "seed": 1,
        "rows": 28 * ROWS_A_DAY,
        "train_from": "2026-02-01",
        "train_to": "2026-02-15",
        "holdout_to": "2026-03-01",
    }

    def load(self, packages: Path, parameters) -> Dataset:
        dataset = super().load(packages, parameters)
        days = pd.date_range("2026-02-01", periods=28, tz="UTC").repeat(ROWS_A_DAY)
        frame = dataset.frame.assign(occurred_at=days)
        falls = np.random.default_rng(2).random(len(frame)) < 0.5
        is_late = frame["occurred_at"] >= pd.Timestamp("2026-02-15", tz="UTC")
        frame.loc[is_late & falls, "truth"] = "below"
        return replace(dataset, frame=frame)

    def split(self, dataset: Dataset, parameters) -> Split:
        return split_by_time(dataset.frame, parameters, time_zone="UTC")


def made(directory: Path, said: list[str] | None = None, **parameters):
    trained = train(
        TimedToy(),
        {**DAYS, **parameters},
        packages=directory,
        output=directory,
        progress=lambda _share, line: said.append(line) if said is not None else None,
        created_at="2026-03-01T00:00:00Z",
        code_commit="c0ffee",
    )
    return trained, open_artifact(directory, verify=True)


@pytest.fixture(scope="module")
def once(tmp_path_factory):
    return made(tmp_path_factory.mktemp("once"))


@pytest.fixture(scope="module")
def twice(tmp_path_factory):
    return made(tmp_path_factory.mktemp("twice"), refit=True)


def brier(trained) -> float:
    return trained.metrics["brier"]


def test_the_judged_graph_is_sealed_beside_the_one_that_serves(once, twice) -> None:
    judged = (twice[1].directory / "judged.onnx").read_bytes()
    assert judged == once[1].model_path.read_bytes()
    assert judged != twice[1].model_path.read_bytes()
    assert "judged.onnx" in twice[1].manifest.files
    assert "judged.onnx" not in once[1].manifest.files


def test_what_was_fitted_on_the_hold_out_has_no_held_out_rows(once, twice) -> None:
    assert len(once[1].held_out.rows) == 200
    assert all("2026-02-23" <= row.occurred_at < "2026-03-01" for row in once[1].held_out.rows)
    assert twice[1].held_out is None


def test_the_figures_are_those_of_the_judged_one_and_the_card_says_so(once, twice) -> None:
    assert twice[0].metrics == once[0].metrics
    assert "calibrated on 2026-02-15 – 2026-02-23" in once[1].evaluation.split["en"]
    assert "then fitted on all of them" in twice[1].evaluation.split["en"]
    assert "ajustada em todos eles" in twice[1].evaluation.split["pt-BR"]


def test_what_serves_was_fitted_on_every_row(once, twice) -> None:
    assert (once[1].evaluation.train_rows, once[1].evaluation.holdout_rows) == (2200, 600)
    profile = twice[1].profile_path.read_text()
    assert '"input_rows":2800' in profile
    assert '"output_rows":600' in profile
    split = TimedToy().split(TimedToy().load(Path(), TimedToy.defaults), TimedToy.defaults | DAYS)
    every = pd.concat([split.train, split.calibration, split.holdout])
    expected = TimedToy().fit(replace(split, train=every), {}, lambda *_: None).predict(every)
    plain = uncalibrated(onnx.load(twice[1].model_path), "probability")
    assert run_graph(plain, twice[1].schema, every) == pytest.approx(expected, abs=1e-5)


def test_its_line_is_that_of_the_judged_model_on_rows_that_it_has_not_seen(once, twice) -> None:
    recipe = TimedToy()
    split = recipe.split(recipe.load(Path(), recipe.defaults), recipe.defaults | DAYS)
    late = pd.concat([split.calibration, split.holdout], ignore_index=True)
    schema = once[1].schema
    stated = run_graph(uncalibrated(onnx.load(once[1].model_path), "probability"), schema, late)
    truth = (late["truth"] == "above").to_numpy().astype(np.int64)
    line = fit_recalibration(truth, stated, clusters_of(late))
    assert line.intercept < -0.2
    graph = onnx.load(twice[1].model_path)
    before = run_graph(uncalibrated(graph, "probability"), schema, late)
    assert run_graph(graph, schema, late) == pytest.approx(line.apply(before), abs=1e-5)


def test_calibrated_on_the_newest_rows_it_is_better_on_those_after_them(once) -> None:
    recipe = TimedToy()
    rows = recipe.split(recipe.load(Path(), recipe.defaults), recipe.defaults | DAYS).holdout
    graph = onnx.load(once[1].model_path)
    plain = run_graph(uncalibrated(graph, "probability"), once[1].schema, rows)
    assert brier(once[0]) < float(np.mean((plain - (rows["truth"] == "above")) ** 2)) - 0.01


def test_without_days_to_calibrate_on_there_is_no_line(tmp_path) -> None:
    _, sealed = made(tmp_path, calibrate_to=None)
    assert not is_recalibrated(onnx.load(sealed.model_path))


def test_too_few_rows_to_calibrate_on_leave_it_as_it_was_fitted_and_say_so(tmp_path) -> None:
    said: list[str] = []
    _, sealed = made(tmp_path, said, calibrate_to="2026-02-16", refit=True)
    assert not is_recalibrated(onnx.load(sealed.model_path))
    assert any("not calibrated on the newest rows" in line for line in said)


def test_the_same_rows_seal_the_same_bytes(twice, tmp_path) -> None:
    assert made(tmp_path, refit=True)[0].digest == twice[0].digest
