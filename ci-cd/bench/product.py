"""A data directory of its own in which the flight model is registered and promoted."""

import shutil
from datetime import UTC, datetime
from pathlib import Path

from api.adapters.artifact_store import LocalArtifactStore
from api.adapters.database import make_engine, make_session_factory, write_session
from api.adapters.migration import migrate
from api.adapters.settings import Settings
from api.artifact.sealing import open_artifact
from api.core.models.operations import register_version
from api.core.rollouts.operations import promote
from api.serving.measuring import measure


def prepare(data_dir: Path, artifact: Path) -> str:
    """Fill ``data_dir`` anew; the reason for the way in which the version runs."""
    shutil.rmtree(data_dir, ignore_errors=True)
    data_dir.mkdir(parents=True)
    settings = Settings(data_dir=data_dir)
    migrate(settings.database)
    store = LocalArtifactStore(settings.artifacts_dir)
    kept = open_artifact(store.path(store.put(artifact)))
    execution = measure(kept.directory)
    now = datetime.now(UTC)
    with write_session(make_session_factory(make_engine(settings.database))) as session:
        version = register_version(
            session, artifact=kept, execution=execution, created_by="bench", now=now
        )
        promote(
            session,
            model=kept.manifest.model,
            version=version.version,
            actor="bench",
            reason="to be measured",
            now=now,
        )
    return execution.reason
