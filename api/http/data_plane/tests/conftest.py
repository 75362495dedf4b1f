"""A server with every example model, shared by the tests of one file."""

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from api.artifact.snapshot import Snapshot
from api.http.data_plane.tests.running import SERVED_KEY, Running, running, served
from api.serving.tests.example_artifacts import MAKERS, make_binary


@pytest.fixture(scope="session")
def models_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("models")
    for name, make in MAKERS.items():
        make(root / name)
    make_binary(root / "binary-shifted", bias=5.0)
    return root


@pytest.fixture(scope="module")
def server(models_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """``text`` is batched inline, ``regression`` in a thread, ``binary`` not at all."""
    ways = {
        "text": {"max_batch_size": 16},
        "regression": {"max_batch_size": 16, "mode": "thread"},
        "image": {"mode": "thread"},
    }
    models = tuple(served(name, [name], **ways.get(name, {})) for name in MAKERS)
    snapshot = Snapshot(1, models, (SERVED_KEY,))
    with running(models_dir, tmp_path_factory.mktemp("run"), snapshot) as started:
        yield started


@pytest.fixture
def client(server: Running) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=f"http://{server.url}", timeout=10) as opened:
        yield opened
