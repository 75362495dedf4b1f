"""Recalibration: the line, the graph that carries it, and the version that is sealed."""

import shutil
from dataclasses import dataclass

import msgspec
import numpy as np
import onnx
import pandas as pd
import pytest
import statsmodels.api as sm
from onnx import helper

from api.artifact.documents import HeldOut
from api.artifact.sealing import open_artifact, seal
from api.serving.scoring import Scorer
from monitoring.quality.calibration import logit
from testing.artifacts import make_schema, seal_artifact
from worker.pipelines import recalibration_line
from worker.pipelines.graph import run_graph
from worker.pipelines.recalibrate import (
    Evidence,
    NotRecalibratable,
    Provenance,
    recalibrate,
)
from worker.pipelines.recalibration_graph import is_recalibrated, recalibrated, uncalibrated
from worker.pipelines.recalibration_line import (
    RecalibrationLine,
    TooLittleTruth,
    design_effect,
    fit_recalibration,
)
from worker.pipelines.train import train


def drawn(rows: int, *, slope: float, intercept: float, seed: int = 1):
    """Independent rows whose truth follows a known line; 20 clusters that mean nothing."""
    generator = np.random.default_rng(seed)
    stated = generator.beta(2, 5, rows)
    happens = 1 / (1 + np.exp(-(intercept + slope * logit(stated))))
    truth = (generator.random(rows) < happens).astype(np.int64)
    return truth, stated, np.arange(rows) % 20


def line(slope: float, intercept: float) -> RecalibrationLine:
    return RecalibrationLine(slope, intercept, 1000, 200, 20, 1.0)


def test_without_priors_it_is_the_logistic_regression_of_statsmodels(monkeypatch) -> None:
    for name in ("SLOPE_DEVIATION", "INTERCEPT_DEVIATION"):
        monkeypatch.setattr(recalibration_line, name, 1e6)
    truth, stated, clusters = drawn(4000, slope=0.8, intercept=-0.4)
    expected = sm.Logit(truth, sm.add_constant(logit(stated))).fit(disp=0).params
    fitted = fit_recalibration(truth, stated, clusters)
    assert [fitted.intercept, fitted.slope] == pytest.approx(expected, abs=1e-5)


def test_much_truth_outweighs_the_prior_and_little_does_not() -> None:
    many = fit_recalibration(*drawn(100_000, slope=0.7, intercept=-0.5))
    assert (many.slope, many.intercept) == (
        pytest.approx(0.7, abs=0.03),
        pytest.approx(-0.5, abs=0.04),
    )
    few = fit_recalibration(*drawn(300, slope=0.7, intercept=-0.5))
    assert abs(few.intercept) < abs(many.intercept)


def test_what_is_calibrated_is_left_nearly_alone() -> None:
    fitted = fit_recalibration(*drawn(20_000, slope=1.0, intercept=0.0))
    assert (fitted.slope, fitted.intercept) == (
        pytest.approx(1, abs=0.05),
        pytest.approx(0, abs=0.05),
    )


def test_few_events_move_the_intercept_only() -> None:
    truth, stated, clusters = drawn(500, slope=0.6, intercept=-0.6)
    assert 50 <= truth.sum() < 200
    fitted = fit_recalibration(truth, stated, clusters)
    assert fitted.slope == 1.0
    assert fitted.intercept < -0.1


@pytest.mark.parametrize("rows", [0, 60])
def test_too_little_truth_is_an_answer_of_its_own(rows) -> None:
    found = fit_recalibration(*drawn(rows, slope=1.0, intercept=0.0))
    assert isinstance(found, TooLittleTruth)
    assert "at least 50" in found.reason


def test_one_class_only_is_too_little() -> None:
    _, stated, clusters = drawn(5000, slope=1.0, intercept=0.0)
    assert isinstance(fit_recalibration(np.ones(5000, int), stated, clusters), TooLittleTruth)


def test_rows_that_are_repeated_m_times_have_the_design_effect_m() -> None:
    score = np.repeat(np.random.default_rng(1).normal(size=4000), 5)[:, None]
    clusters = np.repeat(np.arange(4000), 5)
    information = np.array([[20_000.0]])
    assert design_effect(score, information, clusters) == pytest.approx(5.0, rel=0.05)


def test_rows_of_common_fate_are_believed_less() -> None:
    truth, stated, _ = drawn(6000, slope=1.0, intercept=0.0)
    stormy = np.arange(6000) // 300
    truth[np.isin(stormy, [1, 7, 8, 13])] = 1
    together = fit_recalibration(truth, stated, stormy)
    apart = fit_recalibration(truth, stated, np.arange(6000))
    assert together.design_effect > 10
    assert apart.design_effect < 2
    assert 0 < together.intercept < apart.intercept


def test_order_never_changes_even_against_all_evidence() -> None:
    truth, stated, clusters = drawn(20_000, slope=-3.0, intercept=0.0)
    fitted = fit_recalibration(truth, stated, clusters)
    assert fitted.slope > 0


@dataclass(frozen=True)
class Toy:
    artifact: object
    frame: pd.DataFrame


@pytest.fixture(scope="module")
def toy_version(toy, tmp_path_factory):
    output = tmp_path_factory.mktemp("toy")
    train(
        toy, {"rows": 2000}, packages=output, output=output, progress=lambda *_: None,
        created_at="2026-01-01T00:00:00Z", code_commit="c0ffee",
    )  # fmt: skip
    days = pd.date_range("2026-02-01", periods=30, tz="UTC")
    frame = toy.load(output, {"rows": 6000, "seed": 5}).frame.assign(
        occurred_at=np.repeat(days, 200)
    )
    # The base rate falls: half of what was above is below now.
    turned = np.random.default_rng(2).random(6000) < 0.5
    frame["truth"] = frame["truth"].where((frame["truth"] == "below") | turned, "below")
    return Toy(open_artifact(output), frame)


def evidence(version: Toy, *, refit: bool = False) -> Evidence:
    return Evidence(
        version.frame.head(4000), version.frame.tail(2000).reset_index(drop=True), refit
    )


PROVENANCE = Provenance({"fit_from": "2026-02-01"}, "2026-03-03T00:00:00Z", "c0ffee")


def made(toy, version, output, *, refit=False):
    trained = recalibrate(
        version.artifact, evidence(version, refit=refit), toy, PROVENANCE, output=output
    )
    return trained, open_artifact(output)


@pytest.mark.parametrize(("slope", "intercept"), [(1.0, 0.0), (0.4, -1.5), (2.0, 0.7)])
def test_the_graph_computes_the_line(toy_version, slope, intercept) -> None:
    schema, graph = toy_version.artifact.schema, onnx.load(toy_version.artifact.model_path)
    stated = run_graph(graph, schema, toy_version.frame)
    corrected = run_graph(
        recalibrated(graph, "probability", line(slope, intercept)), schema, toy_version.frame
    )
    assert corrected == pytest.approx(line(slope, intercept).apply(stated), abs=1e-7)


def test_a_line_is_replaced_and_never_stacked(toy_version) -> None:
    graph = onnx.load(toy_version.artifact.model_path)
    once = recalibrated(graph, "probability", line(0.5, 1.0))
    twice = recalibrated(once, "probability", line(0.8, -1.0))
    assert twice == recalibrated(graph, "probability", line(0.8, -1.0))
    assert uncalibrated(twice, "probability") == graph
    assert is_recalibrated(once)
    assert not is_recalibrated(graph)


def test_certain_answers_stay_finite() -> None:
    schema = make_schema()
    graph = helper.make_model(
        helper.make_graph(
            [helper.make_node("Identity", ["x"], ["y"])], "as stated",
            [helper.make_tensor_value_info("x", 1, ["rows", 1])],
            [helper.make_tensor_value_info("y", 1, ["rows", 1])],
        ),
        opset_imports=[helper.make_opsetid("", 18)], ir_version=10,
    )  # fmt: skip
    frame = pd.DataFrame({"wind": [0.0, 1e-30, 0.5, 1.0 - 6e-8, 1.0]})
    answers = run_graph(recalibrated(graph, "y", line(1.0, 0.0)), schema, frame)
    assert answers == pytest.approx(frame["wind"].to_numpy(), abs=2e-7)


def test_the_sealed_version_is_better_on_later_rows_than_its_parent(
    toy, toy_version, tmp_path
) -> None:
    trained, sealed = made(toy, toy_version, tmp_path)
    brier = next(metric for metric in trained.evaluation.metrics if metric.name == "brier")
    assert brier.improvement_interval[0] > 0
    assert (trained.evaluation.train_rows, trained.evaluation.holdout_rows) == (4000, 2000)
    assert trained.evaluation.conversion.max_abs_difference < 1e-6
    assert sealed.digest == trained.digest


def test_it_names_its_parent_its_data_and_its_line(toy, toy_version, tmp_path) -> None:
    _, sealed = made(toy, toy_version, tmp_path)
    manifest = sealed.manifest
    assert manifest.origin == "recalibration"
    assert manifest.parameters["parent_digest"] == toy_version.artifact.digest
    assert manifest.parameters["intercept"] < -0.3
    assert manifest.data.rows == 6000
    assert toy_version.artifact.digest[:12] in sealed.card.notes["en"]
    assert set(sealed.card.notes) == {"en", "pt-BR"}
    assert manifest.files.keys() == toy_version.artifact.manifest.files.keys()
    before, after = (
        msgspec.json.decode(each.profile_path.read_bytes())
        for each in (toy_version.artifact, sealed)
    )
    assert after["fields"] == before["fields"]
    assert after["outputs"] != before["outputs"]


def test_the_parents_held_out_rows_are_kept_but_for_those_of_its_own_time(
    toy, toy_version, tmp_path
) -> None:
    _, sealed = made(toy, toy_version, tmp_path / "plain")
    assert sealed.held_out == toy_version.artifact.held_out
    parent = tmp_path / "parent"
    shutil.copytree(toy_version.artifact.directory, parent)
    rows = toy_version.artifact.held_out.rows
    days = ["2026-01-31T12:00:00Z", "2026-02-10T12:00:00Z"]
    dated = [
        msgspec.structs.replace(row, occurred_at=day)
        for row, day in zip(rows, days * 100, strict=True)
    ]
    told = HeldOut(tuple(dated), 600, toy_version.artifact.held_out.description)
    (parent / "held_out.json").write_bytes(msgspec.json.encode(told))
    seal(parent, toy_version.artifact.manifest)
    _, sealed = made(toy, Toy(open_artifact(parent), toy_version.frame), tmp_path / "dated")
    assert {row.occurred_at for row in sealed.held_out.rows} == {"2026-01-31T12:00:00Z"}
    assert len(sealed.held_out.rows) == 100


def test_the_same_rows_seal_the_same_bytes(toy, toy_version, tmp_path) -> None:
    one, two = (made(toy, toy_version, tmp_path / name)[0] for name in ("one", "two"))
    assert one.digest == two.digest


def test_refitted_it_is_judged_as_before_and_sealed_with_the_newest_rows(
    toy, toy_version, tmp_path
) -> None:
    kept, refitted = (made(toy, toy_version, tmp_path / f"{r}", refit=r) for r in (False, True))
    assert kept[0].metrics == refitted[0].metrics
    assert kept[1].manifest.parameters["slope"] != refitted[1].manifest.parameters["slope"]
    assert "fitted on all of them" in refitted[0].evaluation.split["en"]
    judged = (refitted[1].directory / "judged.onnx").read_bytes()
    assert judged == kept[1].model_path.read_bytes()
    assert "judged.onnx" not in kept[1].manifest.files


def test_serving_answers_as_the_line_says(toy, toy_version, tmp_path) -> None:
    trained, sealed = made(toy, toy_version, tmp_path)
    rows = toy_version.frame.head(20)
    stated = run_graph(onnx.load(toy_version.artifact.model_path), sealed.schema, rows)
    fitted = line(trained.parameters["slope"], trained.parameters["intercept"])
    served = Scorer(tmp_path).score(rows[["size", "line"]].to_dict("records"))
    assert [answer["probability"] for answer in served] == pytest.approx(
        fitted.apply(stated).tolist(), abs=1e-5
    )


def test_too_little_truth_seals_nothing(toy, toy_version, tmp_path) -> None:
    few = Evidence(toy_version.frame.head(30), toy_version.frame.tail(30), refit=False)
    found = recalibrate(toy_version.artifact, few, toy, PROVENANCE, output=tmp_path / "none")
    assert isinstance(found, TooLittleTruth)
    assert not (tmp_path / "none").exists()


@pytest.mark.parametrize("task", ["multiclass", "regression"])
def test_other_models_are_refused_in_words(toy, toy_version, tmp_path, task) -> None:
    parent = seal_artifact(tmp_path / "parent", task=task)
    with pytest.raises(NotRecalibratable, match="only a model whose one output is a probability"):
        recalibrate(parent, evidence(toy_version), toy, PROVENANCE, output=tmp_path / "none")
