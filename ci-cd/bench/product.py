"""A data directory of its own in which the flight model is registered and promoted."""

import secrets
import shutil
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy.orm import Session

from api.adapters.artifact_store import LocalArtifactStore
from api.adapters.database import make_engine, make_session_factory, write_session
from api.adapters.migration import migrate
from api.adapters.settings import Settings
from api.artifact.sealing import open_artifact
from api.core.access import keys, people
from api.core.access.keys import NewKey, Secret
from api.core.access.people import Deed
from api.core.models.operations import register_version
from api.core.rollouts.operations import promote
from api.serving.measuring import measure


def prepare(data_dir: Path, artifact: Path) -> tuple[str, str]:
    """Fill ``data_dir`` anew; the reason for the way in which the version runs, and an API key
    without a limit, as a program would ask with."""
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
        secret = _make_key(session, now)
    return execution.reason, secret.key


def _make_key(session: Session, now: datetime) -> Secret:
    secret = Secret(secrets.token_hex(5), secrets.token_urlsafe(32))
    deed = Deed("bench", "to be measured", now)
    people.create_service(session, name="bench", role="viewer", deed=deed)
    new = NewKey("bench", ("predict",), expires_at=None, requests_per_minute=None)
    keys.create(session, owner="bench", new=new, secret=secret, deed=deed)
    return secret
