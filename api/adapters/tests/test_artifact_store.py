import threading
from pathlib import Path

import pytest

from api.adapters.artifact_store import ArtifactAbsent, LocalArtifactStore
from api.artifact.sealing import BrokenArtifact, open_artifact
from testing.artifacts import seal_artifact


def test_what_was_put_is_found_by_its_digest(tmp_path: Path) -> None:
    artifact = seal_artifact(tmp_path / "a")
    store = LocalArtifactStore(tmp_path / "store")
    assert store.put(artifact.directory) == artifact.digest
    assert open_artifact(store.path(artifact.digest)).digest == artifact.digest


def test_putting_it_again_changes_nothing(tmp_path: Path) -> None:
    artifact = seal_artifact(tmp_path / "a")
    store = LocalArtifactStore(tmp_path / "store")
    assert store.put(artifact.directory) == store.put(artifact.directory)
    assert [artifact.digest] == [path.name for path in (tmp_path / "store").iterdir()]


def test_only_what_the_manifest_seals_is_kept(tmp_path: Path) -> None:
    artifact = seal_artifact(tmp_path / "a")
    (artifact.directory / "notes.txt").write_text("draft")
    store = LocalArtifactStore(tmp_path / "store")
    store.put(artifact.directory)
    assert not (store.path(artifact.digest) / "notes.txt").exists()


def test_a_broken_directory_is_not_taken(tmp_path: Path) -> None:
    artifact = seal_artifact(tmp_path / "a")
    artifact.model_path.write_bytes(b"other")
    store = LocalArtifactStore(tmp_path / "store")
    with pytest.raises(BrokenArtifact):
        store.put(artifact.directory)
    assert not (tmp_path / "store").exists()


@pytest.mark.parametrize("digest", ["0" * 64, "../a", "", "0" * 63 + "G"])
def test_what_was_not_put_is_absent(tmp_path: Path, digest: str) -> None:
    store = LocalArtifactStore(tmp_path)
    assert not store.has(digest)
    with pytest.raises(ArtifactAbsent):
        store.path(digest)


def test_many_may_put_the_same_at_once(tmp_path: Path) -> None:
    artifact = seal_artifact(tmp_path / "a")
    store = LocalArtifactStore(tmp_path / "store")
    digests: list[str] = []
    threads = [
        threading.Thread(target=lambda: digests.append(store.put(artifact.directory)))
        for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [artifact.digest] * 8 == digests
    assert [artifact.digest] == [path.name for path in (tmp_path / "store").iterdir()]
