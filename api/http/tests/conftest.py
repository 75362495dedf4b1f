import secrets
import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import onnx
import pytest
from argon2 import PasswordHasher
from onnx import TensorProto, helper, numpy_helper
from sqlalchemy import Engine, event
from sqlalchemy.orm import Session, sessionmaker
from starlette.testclient import TestClient

from api.adapters.artifact_store import LocalArtifactStore
from api.adapters.database import make_engine, make_session_factory, write_session
from api.adapters.migration import migrate
from api.adapters.settings import Settings
from api.artifact.documents import Card, Evaluation, Example, Group, Metric, Presentation, Widget
from api.artifact.manifest import FILES, Manifest
from api.artifact.schema import Field, GraphInput, Output, Schema
from api.artifact.sealing import open_artifact, seal
from api.artifact.snapshot import Execution
from api.core.access import keys
from api.core.access.keys import NewKey, Secret
from api.core.access.people import Deed
from api.core.access.scopes import Scope
from api.core.models.operations import register_version
from api.core.rollouts.operations import promote
from api.core.tables import ModelVersion, Person
from api.http.app import Application, compose
from testing.servers import PostgresServer, wait_until

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
PASSWORD = "correct horse battery"
ADMINISTRATOR = ("admin", PASSWORD)
ROW = {"wind": 0.5, "rain": 0.25}


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    with PostgresServer() as server:
        migrate(server.url("template1"))
        yield server


@pytest.fixture(scope="session")
def migrated_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("sqlite") / "farol.db"
    migrate(f"sqlite:///{path}")
    return path


@pytest.fixture
def database_kind() -> str:
    """A module that parametrises this indirectly runs on other databases, too."""
    return "sqlite"


@pytest.fixture
def database_url(
    database_kind: str, request: pytest.FixtureRequest, tmp_path: Path, migrated_sqlite: Path
) -> Iterator[str]:
    """An empty database with the newest schema."""
    if database_kind == "sqlite":
        shutil.copyfile(migrated_sqlite, tmp_path / "farol.db")
        yield f"sqlite:///{tmp_path / 'farol.db'}"
        return
    server: PostgresServer = request.getfixturevalue("postgres")
    url = server.create()
    yield url
    server.drop(url)


@pytest.fixture
def settings(database_url: str, tmp_path: Path) -> Settings:
    return Settings(
        data_dir=tmp_path,
        database_url=database_url,
        snapshot_poll_seconds=0.02,
        max_upload_bytes=2_000_000,
    )


@pytest.fixture
def sessions(settings: Settings) -> Iterator[sessionmaker[Session]]:
    engine = make_engine(settings.database)
    yield make_session_factory(engine)
    engine.dispose()


@pytest.fixture
def frontend(tmp_path: Path) -> Path:
    """A build of the frontend, as small as one can be."""
    dist = tmp_path / "dist"
    (dist / "assets").mkdir(parents=True)
    (dist / "index.html").write_text("<!doctype html><title>Farol</title>")
    (dist / "assets" / "index-a1b2c3.js").write_text("console.log('farol')" * 100)
    (dist / "assets" / "index-a1b2c3.js.br").write_bytes(b"brotli bytes")
    (dist / "assets" / "ort-1.wasm").write_bytes(b"\0asm")
    (dist / "assets" / "workers").mkdir()
    (dist / "assets" / "workers" / "a-1.js").write_text("self.onmessage = console.log")
    return dist


@dataclass(frozen=True)
class Seeded:
    """Adds to the database what a test starts from, as the worker would."""

    settings: Settings
    sessions: sessionmaker[Session]
    directory: Path
    credentials: tuple[str, str] = ADMINISTRATOR

    def administrator(self) -> None:
        self.person("admin", "administrator")

    def person(self, name: str, role: str, *, must_change_password: bool = False) -> None:
        """With the password of ``credentials``."""
        with write_session(self.sessions) as session:
            session.add(
                Person(
                    name=name,
                    role=role,
                    password_hash=password_hash(),
                    created_at=NOW,
                    must_change_password=must_change_password,
                )
            )

    def key(
        self,
        owner: str,
        *scopes: Scope,
        per_minute: int | None = None,
        expires_at: datetime | None = None,
    ) -> str:
        """An API key of ``owner``."""
        secret = Secret(secrets.token_hex(5), secrets.token_urlsafe(32))
        new = NewKey("a test", scopes, expires_at, per_minute)
        with write_session(self.sessions) as session:
            deed = Deed("system", "a test", datetime.now(UTC))
            keys.create(session, owner=owner, new=new, secret=secret, deed=deed)
        return secret.key

    def model(
        self,
        name: str = "delay",
        *,
        weight: float = 1.0,
        champion: bool = True,
        recipe: str | None = "delay",
        downloadable: bool = False,
    ) -> ModelVersion:
        """Another version of the model, sealed and stored; its weight makes it differ."""
        directory = self.directory / f"{name}-{weight}"
        build_artifact(directory, name, weight, downloadable=downloadable)
        digest = LocalArtifactStore(self.settings.artifacts_dir).put(directory)
        stored = LocalArtifactStore(self.settings.artifacts_dir).path(digest)
        with write_session(self.sessions) as session:
            version = register_version(
                session,
                artifact=open_artifact(stored),
                execution=EXECUTION,
                created_by="system",
                now=NOW,
                recipe=recipe,
            )
            if champion:
                promote(
                    session, model=name, version=version.version, actor="system",
                    reason="first", now=NOW,
                )  # fmt: skip
            return version


@pytest.fixture
def seeded(settings: Settings, sessions: sessionmaker[Session], tmp_path: Path) -> Seeded:
    return Seeded(settings, sessions, tmp_path / "sealed")


@pytest.fixture
def application(settings: Settings, frontend: Path) -> Application:
    """Both planes."""
    return compose(settings, frontend=frontend)


@pytest.fixture
def client(application: Application) -> Iterator[TestClient]:
    with TestClient(application.asgi) as client:
        yield client


@pytest.fixture
def make_key(client: TestClient, seeded: Seeded) -> Callable[..., str]:
    """As ``Seeded.key``; returns when the data plane knows the key."""

    def make(owner: str, *scopes: Scope, **how: Any) -> str:
        key = seeded.key(owner, *scopes, **how)
        headers = {"Authorization": f"Bearer {key}"}
        known = lambda: client.get("/v2", headers=headers).status_code != 401  # noqa: E731
        wait_until(known, what="the data plane to know the key", seconds=20)
        return key

    return make


@pytest.fixture
def eventually() -> Callable[[Callable[[], bool]], None]:
    return lambda condition: wait_until(condition, what="the condition", seconds=20)


@pytest.fixture
def queries() -> Callable[[], AbstractContextManager[list[str]]]:
    """Counts the statements that any engine sends meanwhile, but for the snapshot refresher's."""

    @contextmanager
    def counting() -> Iterator[list[str]]:
        statements: list[str] = []

        def note(_connection, _cursor, statement: str, *_rest: object) -> None:
            if threading.current_thread().name != "snapshot-refresher":
                statements.append(statement)

        event.listen(Engine, "before_cursor_execute", note)
        yield statements
        event.remove(Engine, "before_cursor_execute", note)

    return counting


@cache
def password_hash() -> str:
    """Hashed once: it is meant to be slow."""
    return PasswordHasher().hash(PASSWORD)


EXECUTION = Execution(
    mode="inline",
    max_batch_size=1,
    row_seconds=2e-5,
    batch_seconds=1e-4,
    batch_rows=32,
    memory_bytes=1_000_000,
    reason="It is small.",
)
SCHEMA = Schema(
    task="binary",
    fields=(
        Field(name="wind", kind="number", datatype="FP32", minimum=0.0, maximum=1.0),
        Field(name="rain", kind="number", datatype="FP32"),
    ),
    graph_inputs=(GraphInput(name="numbers", datatype="FP32", fields=("wind", "rain")),),
    outputs=(Output(name="probability", datatype="FP32", role="probability"),),
    labels=("on time", "late"),
)
TEXT = {"en": "Delay", "pt-BR": "Atraso"}
CARD = Card(intended_use=TEXT, limits=TEXT, method=TEXT, licence="CC0", reproduce="farol")
DOCUMENTS = {
    "schema": SCHEMA,
    "examples": (Example(title=TEXT, row=ROW, truth="late"),),
    "card": CARD,
    "presentation": Presentation(
        icon="plane",
        answer="probability",
        sentence=TEXT,
        groups=(Group(title=TEXT, fields=("wind", "rain")),),
        widgets={"wind": Widget(kind="slider", step=0.1)},
    ),
    "evaluation": Evaluation(
        split=TEXT,
        train_rows=100,
        holdout_rows=50,
        baseline=TEXT,
        headline="brier",
        metrics=(
            Metric(
                name="brier", title=TEXT, better="lower", value=0.1, interval=(0.05, 0.2),
                baseline=0.2, improvement=0.1, improvement_interval=(0.05, 0.15),
            ),
        ),
    ),
}  # fmt: skip


def build_artifact(
    directory: Path, name: str, weight: float, *, downloadable: bool = False
) -> None:
    directory.mkdir(parents=True)
    onnx.save(graph(weight), directory / FILES["model"])
    card = msgspec.structs.replace(CARD, downloadable=downloadable)
    for role, document in (DOCUMENTS | {"card": card}).items():
        (directory / FILES[role]).write_bytes(msgspec.json.encode(document))
    manifest = Manifest(
        model=name,
        task="binary",
        title=TEXT,
        summary=TEXT,
        created_at="2026-11-22T12:00:00Z",
        origin="recipe:delay",
        data=None,
        code_commit="0" * 40,
        parameters={"trees": 1},
        libraries={},
        files={},
    )
    seal(directory, manifest)


def graph(weight: float) -> onnx.ModelProto:
    """probability = sigmoid(weight · wind + rain)."""
    weights = numpy_helper.from_array(np.array([[weight], [1.0]], np.float32), "weights")
    nodes = [
        helper.make_node("MatMul", ["numbers", "weights"], ["score"]),
        helper.make_node("Sigmoid", ["score"], ["probability"]),
    ]
    row_input = helper.make_tensor_value_info("numbers", TensorProto.FLOAT, [None, 2])
    output = helper.make_tensor_value_info("probability", TensorProto.FLOAT, [None, 1])
    body = helper.make_graph(nodes, "delay", [row_input], [output], [weights])
    return helper.make_model(body, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
