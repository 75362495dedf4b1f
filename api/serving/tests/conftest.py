"""The example artifacts, made once a session."""

from pathlib import Path

import pytest

from api.serving.tests.example_artifacts import MAKERS


@pytest.fixture(scope="session")
def artifacts(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """One artifact directory a name in MAKERS; the directory's name serves as digest."""
    root = tmp_path_factory.mktemp("artifacts")
    return {name: make(root / name) for name, make in MAKERS.items()}
