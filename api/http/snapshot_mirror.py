"""The data plane's own copy of what it serves: the snapshot and the sealed files, on local disk."""

import os
import shutil
from pathlib import Path
from uuid import uuid4

import msgspec

from api.artifact.sealing import BrokenArtifact, open_artifact
from api.artifact.snapshot import Snapshot
from api.core.ports import ArtifactStore

SNAPSHOT = "snapshot.json"
MODELS = "models"


def read_snapshot(serving_dir: Path) -> Snapshot | None:
    """What was served last, or None at the very first start."""
    try:
        content = (serving_dir / SNAPSHOT).read_bytes()
    except FileNotFoundError:
        return None
    return msgspec.json.decode(content, type=Snapshot)


def write_snapshot(serving_dir: Path, snapshot: Snapshot) -> None:
    """Atomic and durable: a process that starts later reads the old one or the new one, whole."""
    serving_dir.mkdir(parents=True, exist_ok=True)
    incoming = serving_dir / f".{SNAPSHOT}.{uuid4().hex}"
    with incoming.open("wb") as file:
        file.write(msgspec.json.encode(snapshot))
        file.flush()
        os.fsync(file.fileno())
    incoming.replace(serving_dir / SNAPSHOT)


def fetch_models(serving_dir: Path, snapshot: Snapshot, store: ArtifactStore) -> None:
    """Bring every version's sealed files here that aren't here yet.

    Raises what the store raises for an absent digest, and BrokenArtifact for a damaged one.
    """
    for model in snapshot.models:
        for version in model.versions:
            _fetch(serving_dir / MODELS, version.digest, store)


def discard_damaged_models(serving_dir: Path, snapshot: Snapshot) -> None:
    """Delete local copies that are no longer what was sealed: they are fetched again."""
    for model in snapshot.models:
        for version in model.versions:
            copy = serving_dir / MODELS / version.digest
            try:
                open_artifact(copy)
            except BrokenArtifact:
                shutil.rmtree(copy, ignore_errors=True)


def _fetch(models_dir: Path, digest: str, store: ArtifactStore) -> None:
    target = models_dir / digest
    if target.is_dir():
        return
    models_dir.mkdir(parents=True, exist_ok=True)
    incoming = models_dir / f".incoming-{uuid4().hex}"
    try:
        shutil.copytree(store.path(digest), incoming)
        open_artifact(incoming)
        _publish(incoming, target)
    finally:
        shutil.rmtree(incoming, ignore_errors=True)


def _publish(incoming: Path, target: Path) -> None:
    try:
        incoming.rename(target)
    except OSError:
        # Another process of this machine was first, and equal digests are equal files.
        if not target.is_dir():
            raise
