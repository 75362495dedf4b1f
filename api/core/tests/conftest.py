from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy.orm import Session, sessionmaker

from api.adapters.database import write_session
from api.core.models.operations import register_version
from testing.artifacts import EXECUTION, seal_artifact

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)

Register = Callable[..., int]


@pytest.fixture
def now() -> datetime:
    return NOW


@pytest.fixture
def register(sessions: sessionmaker[Session], tmp_path: Path) -> Register:
    """Registers the next version of a model, in a transaction of its own; returns its number."""
    made = 0

    def register(model: str = "demo", *, task: str = "binary") -> int:
        nonlocal made
        made += 1
        artifact = seal_artifact(
            tmp_path / f"artifact-{made}",
            model=model,
            task=task,  # type: ignore[arg-type]  # a test's own words
            graph=f"graph {made}".encode(),
        )
        with write_session(sessions) as session:
            return register_version(
                session, artifact=artifact, execution=EXECUTION, created_by="system", now=NOW
            ).version

    return register
