"""MLflow's aliases follow the rollouts."""

from pathlib import Path

import pytest

from api.adapters.database import write_session
from api.adapters.mlflow_registry import MlflowRegistry
from api.artifact.sealing import open_artifact
from api.core.models.operations import register_version
from api.core.rollouts import operations
from worker.context import JobContext
from worker.mirroring import mirror_aliases
from worker.runner import run
from worker.tests import tiny_model
from worker.tests.batch_jobs import EXECUTION
from worker.tests.installation import Installation


def registered(installation: Installation, scratch: Path, created_at: str) -> int:
    tiny_model.write_sealed(scratch, created_at=created_at)
    runtime = installation.runtime
    artifact = open_artifact(runtime.store.path(runtime.store.put(scratch)))
    with write_session(runtime.sessions) as session:
        return register_version(
            session, artifact=artifact, execution=EXECUTION, created_by="ana", now=runtime.clock()
        ).version


def work(context: JobContext) -> None:
    mirror_aliases(context)


def test_aliases_follow_a_promotion_and_a_proposal(
    embedded: Installation, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[tuple[str, str, int | None]] = []

    def set_alias(_self: MlflowRegistry, *, model: str, alias: str, version: int | None) -> None:
        told.append((model, alias, version))

    monkeypatch.setattr(MlflowRegistry, "__init__", lambda _self, _uri: None)
    monkeypatch.setattr(MlflowRegistry, "register", lambda _self, **_: None)
    monkeypatch.setattr(MlflowRegistry, "set_alias", set_alias)
    for number in (1, 2):
        registered(embedded, tmp_path / str(number), f"2026-01-0{number}T00:00:00Z")
    with write_session(embedded.runtime.sessions) as session:
        given = {"actor": "ana", "reason": "", "now": embedded.runtime.clock()}
        operations.promote(session, model="tiny", version=1, **given)
        operations.propose(session, model="tiny", version=2, **given)
    job_id = embedded.enqueue("rollouts.mirror")
    run(embedded.runtime, job_id=job_id, worker="test", work=work)

    assert embedded.job(job_id).state == "succeeded"
    assert told == [("tiny", "champion", 1), ("tiny", "challenger", 2)]
