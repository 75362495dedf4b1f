"""Five candidates that must not reach users, and one that may: on a few weeks of real flights."""

from datetime import UTC, datetime

import numpy as np
import onnx
import pytest
from onnx import helper

from api.adapters.settings import Settings
from api.artifact.manifest import FILES
from api.artifact.sealing import open_artifact, seal
from worker.gate.judge import Contender, judge_candidate
from worker.gate.training_end import trained_until
from worker.pipelines.recalibration_graph import with_line
from worker.pipelines.train import train
from worker.pipelines.trees import ML_DOMAIN
from worker.recipes.flight_delay import LABELS, RECIPE, FlightDelay
from worker.recipes.graphs.flight_delay import CATEGORIES

NOW = datetime(2013, 3, 11, tzinfo=UTC)
PARAMETERS = {
    "train_from": "2013-01-20",
    "train_to": "2013-02-20",
    "holdout_to": "2013-02-24",
    "trees": 20,
    "smallest_leaf_rows": 200,
    "calibration_blocks": 0,
}


@pytest.fixture(scope="module")
def flights():
    dataset = RECIPE.load(Settings().packages_dir, RECIPE.defaults)
    at = dataset.frame["occurred_at"]
    kept = dataset.frame[(at >= "2013-01-10") & (at < "2013-03-10")].reset_index(drop=True)
    return dataset, kept


@pytest.fixture(scope="module")
def rows(flights):
    """Held out from all of them."""
    _, frame = flights
    later = frame[frame["occurred_at"] >= "2013-02-24T05:00Z"]
    return later.iloc[::3].reset_index(drop=True)


@pytest.fixture(scope="module")
def version(flights, tmp_path_factory):
    dataset, frame = flights

    def make(change=None, **parameters) -> Contender:
        class Loaded(FlightDelay):
            def load(self, packages, parameters):
                changed = frame if change is None else change(frame)
                return type(dataset)(**{**vars(dataset), "frame": changed})

        output = tmp_path_factory.mktemp("version")
        train(
            Loaded(),
            {**PARAMETERS, **parameters},
            packages=output,
            output=output,
            progress=lambda *_: None,
            created_at="2013-03-10T00:00:00Z",
            code_commit="c0ffee",
        )
        return Contender(open_artifact(output))

    return make


@pytest.fixture(scope="module")
def champion(version) -> Contender:
    return version()


def judge(champion, candidate, rows):
    return judge_candidate(champion, candidate, rows, RECIPE, now=NOW, seed=1)


def failed(report) -> dict[str, str]:
    return {check.name: check.reason for check in report.checks if check.verdict == "fail"}


def leaking(frame):
    """The plane's seats are its lateness, nearly."""
    late = (frame["truth"] == LABELS[1]).to_numpy()
    noise = np.random.default_rng(1).normal(0, 20, len(frame))
    return frame.assign(plane_seats=100 + 200 * late + noise)


def test_the_champion_itself_would_pass(champion, rows) -> None:
    report = judge(champion, champion, rows)
    assert failed(report) == {}
    assert report.passed is not False
    names = {check.name for check in report.checks}
    assert {"answers", "loss", "slices", "ranking", "agreement", "shuffled labels"} < names
    assert {"leaked feature", "stale data", "latency of 1 row", "size"} < names


def test_shuffled_labels_are_refused_for_what_they_are(champion, version, rows) -> None:
    generator = np.random.default_rng(1)
    shuffled = version(lambda f: f.assign(truth=generator.permutation(f["truth"])))
    report = judge(champion, shuffled, rows)
    assert report.passed is False
    assert "shuffled labels" in failed(report)["shuffled labels"]


def test_a_feature_that_holds_the_answer_is_named(champion, version, rows) -> None:
    report = judge(champion, version(leaking), leaking(rows))
    assert report.passed is False
    assert "rests on plane_seats, which may hold the answer" in failed(report)["leaked feature"]


def test_a_feature_that_held_the_answer_in_training_only_is_named(champion, version, rows) -> None:
    report = judge(champion, version(leaking), rows)
    assert report.passed is False
    assert "above all plane_seats, held the answer in training" in failed(report)["leaked feature"]


def test_another_calibration_of_one_graph_leans_on_what_it_leant_on(
    champion, version, rows, monkeypatch
) -> None:
    candidate = version()
    directory = candidate.artifact.directory
    graph = onnx.load(directory / FILES["model"])
    onnx.save(with_line(graph, "probability", slope=1.1, intercept=0.1), directory / FILES["model"])
    seal(directory, candidate.artifact.manifest)
    monkeypatch.delattr("worker.gate.judge.reliance")
    report = judge(champion, Contender(open_artifact(directory)), rows)
    (leak,) = [check for check in report.checks if check.name == "leaked feature"]
    assert leak.verdict == "pass"
    assert "under another calibration" in leak.reason


def test_stale_data_are_refused(champion, version, rows) -> None:
    stale = version(train_from="2013-01-12", train_to="2013-01-26", holdout_to="2013-02-02")
    report = judge(champion, stale, rows)
    assert report.passed is False
    assert "before the champion's, on 2013-02-20" in failed(report)["stale data"]


def test_a_candidate_several_times_as_slow_is_refused(champion, version, rows) -> None:
    report = judge(champion, version(trees=160), rows)
    assert report.passed is False
    assert "times is allowed" in failed(report)["latency of 32 rows"]


def test_a_category_without_an_answer_is_named(champion, version, rows) -> None:
    candidate = version()
    directory = candidate.artifact.directory
    graph = onnx.load(directory / FILES["model"])
    spoil(graph, "HA")
    onnx.save(graph, directory / FILES["model"])
    seal(directory, candidate.artifact.manifest)
    known = rows[rows["carrier"] != "HA"].reset_index(drop=True)
    report = judge(champion, Contender(open_artifact(directory)), known)
    assert report.passed is False
    assert "No finite answer where carrier = HA" in failed(report)["answers"]


def spoil(graph: onnx.ModelProto, carrier: str) -> None:
    """Make the probability no number for one airline."""
    for node in graph.graph.node:
        if "probability" in node.output:
            node.output[:] = ["sound"]
    names = [str(position) for position in range(len(CATEGORIES))]
    graph.graph.node.extend(
        [
            helper.make_node("Split", ["categories"], names, axis=1, num_outputs=len(names)),
            helper.make_node(
                "LabelEncoder", ["0"], ["nothing"], domain=ML_DOMAIN, keys_strings=[carrier],
                values_floats=[float("nan")], default_float=0.0,
            ),
            helper.make_node("Add", ["sound", "nothing"], ["probability"]),
        ]
    )  # fmt: skip


def test_without_rows_nothing_passes(champion, rows) -> None:
    assert judge(champion, champion, rows.head(0)).passed is None


def test_until_when_a_versions_data_go_is_the_later_of_training_and_recalibration(champion) -> None:
    manifest = champion.artifact.manifest
    assert trained_until(manifest) == datetime(2013, 2, 20, tzinfo=UTC)
    manifest.parameters["fit_to"] = "2013-03-05"
    assert trained_until(manifest) == datetime(2013, 3, 5, tzinfo=UTC)
    del manifest.parameters["fit_to"]
