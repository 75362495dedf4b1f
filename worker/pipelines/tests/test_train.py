import json
import shutil

import pytest

from api.artifact.sealing import BrokenArtifact, open_artifact
from worker.pipelines.convert import ConversionDisagrees
from worker.pipelines.parameters import InvalidParameter
from worker.pipelines.reproduce import reproduce
from worker.pipelines.train import train


class Cancelled(Exception):
    """The job was cancelled."""


def run(recipe, directory, parameters=None, progress=lambda share, line: None):
    return train(
        recipe,
        parameters or {},
        packages=directory,
        output=directory / "artifact",
        progress=progress,
        created_at="2026-01-01T00:00:00Z",
        code_commit="c0ffee",
    )


@pytest.fixture(scope="module")
def trained(toy, tmp_path_factory):
    return run(toy, tmp_path_factory.mktemp("toy"))


def test_the_sealed_artifact_opens_and_says_where_it_came_from(trained) -> None:
    artifact = open_artifact(trained.directory, verify=True)
    assert artifact.digest == trained.digest
    assert artifact.manifest.origin == "recipe:toy"
    assert artifact.manifest.parameters == {"rows": 1200, "seed": 1}
    assert artifact.manifest.code_commit == "c0ffee"
    assert artifact.evaluation == trained.evaluation
    assert len(artifact.background) == 100
    assert set(artifact.background[0]) == {"size", "line"}


def test_held_out_rows_are_sealed_with_their_truth_and_none_was_trained_on(toy, trained) -> None:
    held_out = open_artifact(trained.directory).held_out
    assert (len(held_out.rows), held_out.of_rows) == (200, 600)
    rows = toy.split(toy.load(trained.directory, toy.defaults), toy.defaults)
    seen = set(zip(rows.train["size"].map("{:.7g}".format), rows.train["line"], strict=True))
    truths = {
        (f"{size:.7g}", line): truth
        for size, line, truth in rows.holdout[["size", "line", "truth"]].itertuples(index=False)
    }
    for held in held_out.rows:
        named = (f"{held.row['size']:.7g}", held.row["line"])
        assert named not in seen
        assert truths[named] == held.truth


def test_the_digest_covers_the_held_out_rows(trained, tmp_path) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(trained.directory, copy)
    path = copy / "held_out.json"
    path.write_bytes(path.read_bytes().replace(b'"above"', b'"below"', 1))
    with pytest.raises(BrokenArtifact, match=r"held_out\.json is not the sealed file"):
        open_artifact(copy, verify=True)


def test_the_profile_counts_every_training_row_and_every_answer(trained) -> None:
    profile = json.loads((trained.directory / "profile.json").read_text())
    assert (profile["input_rows"], profile["output_rows"]) == (600, 600)
    assert sum(profile["fields"]["size"]["counts"]) == 600
    assert sum(profile["fields"]["line"]["counts"].values()) == 600
    assert sum(profile["outputs"]["label"]["counts"].values()) == 600
    assert profile["joint"]["features"] == ["size", "line"]
    assert profile["joint"]["rows"] == 300


def test_the_same_seed_data_and_parameters_seal_the_same_bytes(toy, tmp_path) -> None:
    first, second = run(toy, tmp_path / "1"), run(toy, tmp_path / "2")
    assert first.digest == second.digest


def test_a_parameter_makes_another_version(toy, tmp_path) -> None:
    first, second = run(toy, tmp_path / "1"), run(toy, tmp_path / "2", {"rows": 1000})
    assert first.digest != second.digest


def test_an_unknown_parameter_is_refused_with_those_there_are(toy, tmp_path) -> None:
    with pytest.raises(InvalidParameter, match="no parameter tres: one of rows, seed"):
        run(toy, tmp_path, {"tres": 3})


def test_a_graph_that_disagrees_is_refused_by_its_numbers_and_nothing_is_sealed(
    broken_toy, tmp_path
) -> None:
    with pytest.raises(ConversionDisagrees, match=r"differs by up to 0\.002") as refusal:
        run(broken_toy, tmp_path)
    assert refusal.value.conversion.max_abs_difference > 1e-3
    assert not (tmp_path / "artifact").exists()


def test_a_model_that_learned_something_beats_its_baseline(trained) -> None:
    brier = next(metric for metric in trained.evaluation.metrics if metric.name == "brier")
    assert brier.improvement_interval[0] > 0


def test_shuffled_truths_cannot_beat_the_baseline(shuffled_toy, tmp_path) -> None:
    judged = run(shuffled_toy, tmp_path).evaluation
    brier = next(metric for metric in judged.metrics if metric.name == "brier")
    auc = next(metric for metric in judged.metrics if metric.name == "auc")
    assert brier.improvement_interval[0] <= 0
    assert auc.interval[0] < 0.5 < auc.interval[1]


def test_progress_rises_to_one(toy, tmp_path) -> None:
    shares = []
    run(toy, tmp_path, progress=lambda share, line: shares.append(share))
    assert shares == sorted(shares)
    assert (shares[0], shares[-1]) == (0.0, 1.0)


def test_a_cancelled_job_stops_before_anything_is_sealed(toy, tmp_path) -> None:
    def cancel(share: float, line: str) -> None:
        if line == "fitting":
            raise Cancelled

    with pytest.raises(Cancelled):
        run(toy, tmp_path, progress=cancel)
    assert not (tmp_path / "artifact").exists()


def test_the_pictures_are_png(trained) -> None:
    assert set(trained.plots) == {"reliability.png", "confusion.png", "slices.png"}
    assert all(image.startswith(b"\x89PNG") for image in trained.plots.values())


def test_the_metrics_come_back_from_the_recorded_parameters(toy, trained, tmp_path) -> None:
    recorded = open_artifact(trained.directory).manifest.parameters
    assert tuple(reproduce(toy, recorded, tmp_path)) == trained.evaluation.metrics
