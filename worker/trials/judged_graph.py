"""A candidate as it was judged, before it was fitted once more on its own hold-out."""

import shutil
from pathlib import Path

from api.artifact.manifest import FILES
from api.artifact.sealing import Artifact


def before_refit(artifact: Artifact, directory: Path) -> Artifact:
    """A copy in ``directory`` with the graph that was judged; the artifact itself where it is the
    one. The sealed version follows the same rule on more rows, and is watched in its trial."""
    if FILES["judged"] not in artifact.manifest.files:
        return artifact
    shutil.copytree(artifact.directory, directory, dirs_exist_ok=True)
    copy = Artifact(directory, artifact.digest, artifact.manifest)
    shutil.copyfile(directory / FILES["judged"], copy.model_path)
    return copy
