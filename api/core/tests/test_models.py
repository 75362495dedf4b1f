import threading
from datetime import datetime
from pathlib import Path

import msgspec
import pytest
from sqlalchemy.orm import Session, sessionmaker

from api.adapters.database import read_session, write_session
from api.artifact.schema import Schema
from api.artifact.sealing import Artifact
from api.core import audit, serving_revision
from api.core.models import operations, queries
from api.core.models.types import ExecutionOverride, effective_execution
from testing.artifacts import EXECUTION, make_schema, seal_artifact

Sessions = sessionmaker[Session]


def test_versions_are_numbered_from_one(sessions: Sessions, register) -> None:
    assert [register(), register(), register("other")] == [1, 2, 1]
    with read_session(sessions) as session:
        assert [model.name for model in queries.list_models(session)] == ["demo", "other"]
        assert [row.version for row in queries.versions(session, "demo")] == [2, 1]


def test_the_same_artifact_is_the_same_version(
    sessions: Sessions, tmp_path: Path, now: datetime
) -> None:
    artifact = seal_artifact(tmp_path / "a")
    numbers = []
    for _ in range(2):
        with write_session(sessions) as session:
            version = operations.register_version(
                session, artifact=artifact, execution=EXECUTION, created_by="system", now=now
            )
            numbers.append((version.version, version.digest))
    assert [(1, artifact.digest)] * 2 == numbers


def test_first_versions_registered_at_once_are_numbered_in_turn(
    sessions: Sessions, tmp_path: Path, now: datetime
) -> None:
    artifacts = [
        seal_artifact(tmp_path / str(number), graph=bytes([number])) for number in range(4)
    ]
    numbers: list[int] = []
    together = threading.Barrier(len(artifacts))

    def register(artifact: Artifact) -> None:
        together.wait()
        with write_session(sessions) as session:
            version = operations.register_version(
                session, artifact=artifact, execution=EXECUTION, created_by="system", now=now
            )
            numbers.append(version.version)

    threads = [threading.Thread(target=register, args=(artifact,)) for artifact in artifacts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(numbers) == [1, 2, 3, 4]


def test_a_version_keeps_its_documents(sessions: Sessions, register) -> None:
    version = register()
    with read_session(sessions) as session:
        row = queries.get_version(session, "demo", version)
        assert msgspec.convert(row.schema, Schema) == make_schema()
        assert row.manifest["model"] == "demo"
        assert (row.card, row.evaluation, row.examples) == (None, None, [])


def test_another_task_under_the_same_name_is_refused(sessions: Sessions, register) -> None:
    register()
    with pytest.raises(operations.TaskChanged, match="needs another name"):
        register(task="regression")


@pytest.mark.parametrize("name", ["Demo", "a b", "-a", "a-", "a/b", "a" * 65])
def test_a_name_that_no_path_could_hold_is_refused(register, name: str) -> None:
    with pytest.raises(operations.InvalidModelName):
        register(name)


def test_an_unknown_name_is_answered_with_those_there_are(sessions: Sessions, register) -> None:
    register("digits")
    register("flights")
    with read_session(sessions) as session:
        with pytest.raises(queries.ModelAbsent, match="one of digits, flights"):
            queries.get_model(session, "digit")
        with pytest.raises(queries.VersionAbsent, match="no version 7; one of 1"):
            queries.get_version(session, "digits", 7)


def test_several_versions_are_read_at_once(sessions: Sessions, register) -> None:
    for model in ("a", "b", "b"):
        register(model)
    with read_session(sessions) as session:
        found = queries.get_versions(session, {"a": 1, "b": 2, "c": 1})
        assert {name: row.version for name, row in found.items()} == {"a": 1, "b": 2}
        assert queries.get_versions(session, {}) == {}


def test_an_override_is_applied_shown_and_taken_back(
    sessions: Sessions, register, now: datetime
) -> None:
    version = register()

    def override(asked: ExecutionOverride | None) -> dict[str, object]:
        with write_session(sessions) as session:
            row = operations.override_execution(
                session, model="demo", version=version, override=asked, actor="person:ada", now=now
            )
            return msgspec.to_builtins(effective_execution(row.execution))

    threaded = override(ExecutionOverride(mode="thread"))
    assert (threaded["mode"], threaded["overridden"]) == ("thread", True)
    batched = override(ExecutionOverride(max_batch_size=64))
    assert (batched["mode"], batched["max_batch_size"]) == ("inline", 64)
    assert override(None) == msgspec.to_builtins(EXECUTION)


@pytest.mark.parametrize(
    "asked",
    [
        ExecutionOverride(),
        ExecutionOverride(max_batch_size=0),
        ExecutionOverride(max_batch_size=1_000_000),
    ],
)
def test_an_override_that_makes_no_sense_is_refused(
    sessions: Sessions, register, now: datetime, asked: ExecutionOverride
) -> None:
    version = register()
    with write_session(sessions) as session, pytest.raises(operations.InvalidExecution):
        operations.override_execution(
            session, model="demo", version=version, override=asked, actor="person:ada", now=now
        )


def test_every_change_is_audited_and_seen_by_the_data_plane(
    sessions: Sessions, register, now: datetime
) -> None:
    register()
    with write_session(sessions) as session:
        before = serving_revision.revision(session)
        operations.set_response_cache(
            session, model="demo", enabled=True, actor="person:ada", now=now, reason="slow"
        )
        assert serving_revision.revision(session) == before + 1
    with read_session(sessions) as session:
        newest, first = audit.entries(session, subject="model:demo")
        assert queries.get_model(session, "demo").cache_responses
    assert (newest.action, newest.actor, newest.reason) == (
        "model.cache_responses",
        "person:ada",
        "slow",
    )
    assert (newest.before, newest.after) == (
        {"cache_responses": False},
        {"cache_responses": True},
    )
    assert first.action == "model.register"
