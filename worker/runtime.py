"""What a job needs of the installation, made once a process."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache

from sqlalchemy.orm import Session, sessionmaker

from api.adapters.artifact_store import LocalArtifactStore
from api.adapters.database import make_engine, make_session_factory
from api.adapters.settings import Settings


def wall_clock() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True)
class Runtime:
    settings: Settings
    sessions: sessionmaker[Session]
    store: LocalArtifactStore
    clock: Callable[[], datetime] = wall_clock


def open_runtime(settings: Settings) -> Runtime:
    sessions = make_session_factory(make_engine(settings.database))
    return Runtime(settings, sessions, LocalArtifactStore(settings.artifacts_dir))


@cache
def process_runtime() -> Runtime:
    """The runtime of this pool child. Never called in the parent: connections survive no fork."""
    return open_runtime(Settings())
