"""Which graph of a version a gate judges."""

from pathlib import Path

import onnx

from api.artifact.sealing import Artifact, open_artifact, seal
from worker.tests import tiny_model
from worker.trials.judged_graph import before_refit


def sealed(directory: Path, *, judged: bool) -> Artifact:
    tiny_model.write_sealed(directory)
    if judged:
        graph = onnx.load(directory / "model.onnx")
        graph.doc_string = "as it was judged"
        onnx.save(graph, directory / "judged.onnx")
        seal(directory, open_artifact(directory).manifest)
    return open_artifact(directory, verify=True)


def test_what_was_fitted_once_more_is_judged_as_it_was_before(tmp_path: Path) -> None:
    artifact = sealed(tmp_path / "sealed", judged=True)
    found = before_refit(artifact, tmp_path / "judged")
    assert onnx.load(found.model_path).doc_string == "as it was judged"
    assert onnx.load(artifact.model_path).doc_string == ""
    assert (found.digest, found.manifest) == (artifact.digest, artifact.manifest)


def test_what_was_fitted_once_is_judged_as_it_is(tmp_path: Path) -> None:
    artifact = sealed(tmp_path / "sealed", judged=False)
    assert before_refit(artifact, tmp_path / "judged") is artifact
