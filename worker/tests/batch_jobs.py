"""Batches as a person sends them: a file in its directory, a row, a job."""

import json
import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
from sqlalchemy import func, select

from api.adapters.database import read_session, write_session
from api.artifact.sealing import open_artifact
from api.artifact.snapshot import Execution
from api.core import outbox
from api.core.batches import operations
from api.core.models.operations import register_version
from api.core.tables import BatchPrediction, Job, Prediction, ServingRollup
from worker.batches.predict import predict_batch
from worker.context import JobContext
from worker.runner import run
from worker.tests import tiny_model
from worker.tests.installation import Installation

EXECUTION = Execution("inline", 1, 1e-5, 1e-4, 32, 1_000_000, "a test")


@dataclass
class Batches:
    installation: Installation

    def send(self, content: bytes, format: str) -> str:
        """Returns the batch's id."""
        batch_id = secrets.token_hex(8)
        path = self.directory(batch_id) / f"input.{format}"
        path.parent.mkdir(parents=True)
        path.write_bytes(content)
        with write_session(self.installation.runtime.sessions) as session:
            operations.start(
                session,
                batch_id=batch_id,
                model="tiny",
                version=1,
                format=format,  # type: ignore[arg-type]  # some tests send others
                filename=path.name,
                size_bytes=len(content),
                actor="person:ana",
                now=self.installation.runtime.clock(),
            )
        return batch_id

    def score(self, content: bytes, format: str) -> str:
        """Send and run in this process; returns the batch's id."""
        batch_id = self.send(content, format)
        self._run(self.row(batch_id).job_id)
        return batch_id

    def score_again(self, batch_id: str) -> None:
        """As a second attempt whose first one was killed just before it said that it was done."""
        with write_session(self.installation.runtime.sessions) as session:
            again = outbox.enqueue(
                session,
                task=operations.PREDICT_TASK,
                arguments={"batch_id": batch_id},
                now=self.installation.runtime.clock(),
                created_by="test",
            )
        self._run(again.id)

    def _run(self, job_id: int) -> None:
        def work(context: JobContext, *, batch_id: str) -> None:
            predict_batch(context, batch_id=batch_id)

        run(self.installation.runtime, job_id=job_id, worker="test", work=work)

    def directory(self, batch_id: str) -> Path:
        return self.installation.settings.batches_dir / batch_id

    def row(self, batch_id: str) -> BatchPrediction:
        with read_session(self.installation.runtime.sessions) as session:
            return session.get_one(BatchPrediction, batch_id)

    def job(self, batch_id: str) -> Job:
        return self.installation.job(self.row(batch_id).job_id)

    def result(self, batch_id: str) -> Path:
        return next(self.directory(batch_id).glob("result.*"))

    def errors(self, batch_id: str) -> list[dict[str, Any]]:
        lines = (self.directory(batch_id) / "errors.ndjson").read_text().splitlines()
        return [json.loads(line) for line in lines]

    def kept(self) -> tuple[int, int]:
        """Predictions, and rows counted in the rollups."""
        with read_session(self.installation.runtime.sessions) as session:
            rows = session.scalar(select(func.count()).select_from(Prediction))
            counted = session.scalar(select(func.coalesce(func.sum(ServingRollup.rows), 0)))
        return rows or 0, counted or 0


def with_tiny_model(installation: Installation, scratch: Path) -> Batches:
    tiny_model.write_sealed(scratch)
    store = installation.runtime.store
    artifact = open_artifact(store.path(store.put(scratch)))
    with write_session(installation.runtime.sessions) as session:
        register_version(
            session,
            artifact=artifact,
            execution=EXECUTION,
            created_by="test",
            now=installation.runtime.clock(),
        )
    return Batches(installation)


def parquet_rows(path: Path) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = pq.read_table(path).to_pylist()
    return rows
