import shutil

import pytest
from sqlalchemy.orm import Session, sessionmaker

from api.adapters.artifact_store import LocalArtifactStore
from api.adapters.database import make_engine, make_session_factory
from api.artifact.snapshot import Snapshot
from api.http.snapshot_mirror import read_snapshot
from api.http.snapshot_refresher import SnapshotRefresher


@pytest.fixture
def applied() -> list[Snapshot]:
    return []


@pytest.fixture
def refresher(settings, sessions: sessionmaker[Session], applied) -> SnapshotRefresher:
    return SnapshotRefresher(
        sessions=sessions,
        store=LocalArtifactStore(settings.artifacts_dir),
        serving_dir=settings.serving_dir,
        apply=lambda snapshot: applied.append(snapshot) is None,
        poll_seconds=0.01,
    )


def test_a_revision_is_applied_once(refresher: SnapshotRefresher, seeded, applied) -> None:
    seeded.model()
    refresher.refresh()
    refresher.refresh()
    assert [snapshot.models[0].name for snapshot in applied] == ["delay"]


def test_what_was_applied_is_mirrored_with_its_files(
    refresher: SnapshotRefresher, seeded, applied
) -> None:
    version = seeded.model()
    refresher.refresh()
    assert read_snapshot(seeded.settings.serving_dir) == applied[0]
    files = seeded.settings.serving_dir / "models" / version.digest
    assert {"manifest.json", "model.onnx"} <= {path.name for path in files.iterdir()}
    assert not list(files.parent.glob(".incoming-*"))


def test_the_mirror_is_applied_without_a_database(
    refresher: SnapshotRefresher, seeded, applied
) -> None:
    seeded.model()
    refresher.refresh()
    engine = make_engine("postgresql+psycopg://farol@127.0.0.1:1/x")
    alone = SnapshotRefresher(
        sessions=make_session_factory(engine),
        store=refresher.store,
        serving_dir=refresher.serving_dir,
        apply=refresher.apply,
        poll_seconds=0.01,
    )
    alone.restore()
    alone.refresh()
    assert applied[1] == applied[0]
    assert alone.trouble is not None
    assert "OperationalError" in alone.trouble


def test_a_version_whose_files_are_gone_changes_nothing_and_is_said(
    refresher: SnapshotRefresher, seeded, applied
) -> None:
    version = seeded.model()
    stored = seeded.settings.artifacts_dir / version.digest
    hidden = stored.rename(stored.with_name("hidden"))
    refresher.refresh()
    assert applied == []
    assert version.digest in str(refresher.trouble)
    hidden.rename(stored)
    refresher.refresh()
    assert (len(applied), refresher.trouble) == (1, None)


def test_a_damaged_artifact_is_not_brought_here(
    refresher: SnapshotRefresher, seeded, applied
) -> None:
    version = seeded.model()
    graph = seeded.settings.artifacts_dir / version.digest / "model.onnx"
    graph.write_bytes(graph.read_bytes() + b"x")
    refresher.refresh()
    assert applied == []
    assert not (seeded.settings.serving_dir / "models" / version.digest).exists()


def test_a_broken_mirror_does_not_stop_the_start(
    refresher: SnapshotRefresher, seeded, applied
) -> None:
    seeded.settings.serving_dir.mkdir()
    (seeded.settings.serving_dir / "snapshot.json").write_text("{")
    refresher.restore()
    assert applied == []


def test_the_thread_follows_and_ends(
    refresher: SnapshotRefresher, seeded, applied, eventually
) -> None:
    refresher.start()
    seeded.model()
    eventually(lambda: any(snapshot.models for snapshot in applied))
    refresher.stop()
    assert refresher._thread is not None
    assert not refresher._thread.is_alive()


def test_files_fetched_before_are_not_fetched_again(refresher: SnapshotRefresher, seeded) -> None:
    seeded.model()
    refresher.refresh()
    shutil.rmtree(seeded.settings.artifacts_dir)
    seeded.model(weight=2.0)
    refresher.refresh()
    assert refresher.trouble is None


def test_a_version_that_could_not_be_loaded_is_fetched_and_loaded_again(
    refresher: SnapshotRefresher, seeded
) -> None:
    version = seeded.model()
    graph = seeded.settings.serving_dir / "models" / version.digest / "model.onnx"
    sizes = []

    def load(_snapshot: Snapshot) -> bool:
        sizes.append(graph.stat().st_size)
        return len(sizes) > 1

    refresher.apply = load
    refresher.retry_seconds = 0.0
    refresher.refresh()
    graph.write_bytes(b"damaged")
    refresher.refresh()
    refresher.refresh()
    assert sizes == [sizes[0]] * 2
