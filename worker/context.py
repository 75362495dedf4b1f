"""What a job's code may do: report, notice that it should stop, and change the world while the job
is its own."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from sqlalchemy.orm import Session

from api.adapters.artifact_store import LocalArtifactStore
from api.adapters.database import read_session, write_session
from api.adapters.settings import Settings
from api.core.jobs import operations
from api.core.jobs.types import Claim
from worker.heartbeat import Heartbeat
from worker.journal import Journal, Level
from worker.runtime import Runtime


class JobContext:
    def __init__(
        self, runtime: Runtime, claim: Claim, journal: Journal, heartbeat: Heartbeat
    ) -> None:
        self._runtime = runtime
        self._claim = claim
        self._journal = journal
        self._heartbeat = heartbeat

    @property
    def job_id(self) -> int:
        return self._claim.job_id

    @property
    def attempt(self) -> int:
        return self._claim.attempt

    @property
    def settings(self) -> Settings:
        return self._runtime.settings

    @property
    def store(self) -> LocalArtifactStore:
        return self._runtime.store

    def now(self) -> datetime:
        return self._runtime.clock()

    def progress(self, share: float, line: str = "") -> None:
        """``share`` of the work is done, 0–1. Raises an Interruption when the job should stop."""
        self._heartbeat.check()
        self._journal.add(line, progress=min(1.0, max(0.0, share)))

    def log(self, line: str, level: Level = "info") -> None:
        self._journal.add(line, level=level)

    def check_cancelled(self) -> None:
        """Raise an Interruption when the job should stop."""
        self._heartbeat.check()

    @contextmanager
    def session(self) -> Iterator[Session]:
        """One transaction for the job's effects: committed only while this attempt holds the job.

        Raises LeaseLost when it does not.
        """
        with self._journal.held(), write_session(self._runtime.sessions) as session:
            operations.require_lease(session, job_id=self.job_id, attempt=self.attempt)
            yield session

    @contextmanager
    def reading(self) -> Iterator[Session]:
        with read_session(self._runtime.sessions) as session:
            yield session

    def working_directory(self) -> Path:
        """A directory of this attempt alone; it is removed when the attempt ends."""
        directory = self._work_dir / f"job-{self.job_id}-{self.attempt}"
        directory.mkdir(parents=True, exist_ok=True)
        return directory

    def clear_working_directories(self) -> None:
        """This attempt's, and those of attempts before it that were killed."""
        for directory in self._work_dir.glob(f"job-{self.job_id}-*"):
            shutil.rmtree(directory, ignore_errors=True)

    @property
    def _work_dir(self) -> Path:
        return self.settings.data_dir / "work"
