"""Copy a sealed artifact: what its manifest names, and nothing that happens to lie beside it."""

import shutil
from pathlib import Path

from api.artifact.sealing import MANIFEST, open_artifact


def copy_sealed(source: Path, target: Path) -> list[Path]:
    """Copy into the new directory ``target``; returns the copies. Raises BrokenArtifact."""
    names = [*open_artifact(source, verify=False).manifest.files, MANIFEST]
    target.mkdir()
    for name in names:
        shutil.copyfile(source / name, target / name)
    return [target / name for name in names]
