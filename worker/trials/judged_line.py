"""A recalibrated candidate as it was before it was fitted once more, on its own hold-out."""

import shutil
from pathlib import Path

import onnx

from api.artifact.sealing import Artifact
from worker.gate.training_end import JUDGED_INTERCEPT, JUDGED_SLOPE
from worker.pipelines.recalibration_graph import with_line


def before_refit(artifact: Artifact, directory: Path) -> Artifact:
    """A copy in ``directory`` with the line that was judged; the artifact itself where there is no
    such line. The sealed version follows the same rule on more rows, and is watched in its trial.
    """
    parameters = artifact.manifest.parameters
    slope, intercept = (parameters.get(name) for name in (JUDGED_SLOPE, JUDGED_INTERCEPT))
    if parameters.get("refit") is not True or slope is None or intercept is None:
        return artifact
    shutil.copytree(artifact.directory, directory, dirs_exist_ok=True)
    copy = Artifact(directory, artifact.digest, artifact.manifest)
    graph = with_line(
        onnx.load(artifact.model_path),
        artifact.schema.outputs[0].name,
        slope=float(slope),
        intercept=float(intercept),
    )
    copy.model_path.write_bytes(graph.SerializeToString())
    return copy
