"""Sealed artifacts in a local directory, one sub-directory a digest."""

import os
import re
import shutil
from pathlib import Path
from typing import ClassVar
from uuid import uuid4

from api.adapters.artifact_copy import copy_sealed
from api.artifact.sealing import BrokenArtifact, open_artifact
from api.core.errors import FarolError, Kind

_DIGEST = re.compile(r"[0-9a-f]{64}")


class ArtifactAbsent(FarolError):
    kind: ClassVar[Kind] = "not_found"


class LocalArtifactStore:
    """A put is atomic: a reader sees a whole artifact or none, whoever is killed on the way."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def put(self, directory: Path) -> str:
        artifact = open_artifact(directory)
        if self.has(artifact.digest):
            return artifact.digest
        self._root.mkdir(parents=True, exist_ok=True)
        incoming = self._root / f".incoming-{uuid4().hex}"
        try:
            for copy in copy_sealed(directory, incoming):
                _sync(copy)
            _sync(incoming)
            if open_artifact(incoming).digest != artifact.digest:
                raise BrokenArtifact(f"{directory.name} changed while it was being copied")
            self._publish(incoming, artifact.digest)
        finally:
            shutil.rmtree(incoming, ignore_errors=True)
        return artifact.digest

    def path(self, digest: str) -> Path:
        if not self.has(digest):
            raise ArtifactAbsent(f"no artifact has the digest {digest}")
        return self._root / digest

    def has(self, digest: str) -> bool:
        return _DIGEST.fullmatch(digest) is not None and (self._root / digest).is_dir()

    def _publish(self, incoming: Path, digest: str) -> None:
        try:
            incoming.rename(self._root / digest)
        except OSError:
            # Another process published the same digest first, and equal digests are equal files.
            if not self.has(digest):
                raise
        _sync(self._root)


def _sync(path: Path) -> None:
    """Flush a file or directory to the disk, so that a rename never outlives its content."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
