"""A whole installation in a directory of its own: settings, database, and real processes."""

import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psutil
from redis import Redis
from sqlalchemy import delete, func, make_url, select

from api.adapters.database import read_session, write_session
from api.adapters.migration import migrate
from api.adapters.settings import Settings
from api.core.jobs import operations
from api.core.jobs.queues import DEFAULT
from api.core.tables import AuditEntry, Job, JobEvent, OutboxMessage
from testing.servers import PostgresServer, RedisServer
from worker.app import create_app
from worker.runtime import Runtime, open_runtime

ROOT = Path(__file__).parents[2]
PROBE_WORKER = ROOT / "worker" / "tests" / "processes" / "probe_worker.py"
PATIENCE_SECONDS = 40.0
FINAL = {"succeeded", "failed", "cancelled", "dead"}


def wait_until(condition: Callable[[], Any], what: str, seconds: float = PATIENCE_SECONDS) -> Any:
    """Returns what the condition returned when it first held."""
    end = time.monotonic() + seconds
    while not (found := condition()):
        assert time.monotonic() < end, f"waited {seconds} s in vain for {what}"
        threading.Event().wait(0.05)
    return found


@dataclass
class Installation:
    environment: dict[str, str]
    settings: Settings
    runtime: Runtime
    processes: list[subprocess.Popen[bytes]] = field(default_factory=list)
    redis: RedisServer | None = None
    postgres: PostgresServer | None = None
    """Of a full installation."""

    @staticmethod
    def at(directory: Path, **environment: str) -> "Installation":
        variables = {"FAROL_DATA_DIR": str(directory), **environment}
        overrides = {
            name.removeprefix("FAROL_").lower(): value for name, value in variables.items()
        }
        settings = Settings(**overrides)  # type: ignore[arg-type]  # parsed as from the environment
        migrate(settings.database)
        return Installation({**os.environ, **variables}, settings, open_runtime(settings))

    def start(self, *command: str) -> subprocess.Popen[bytes]:
        log = self.settings.data_dir / f"process-{len(self.processes)}.log"
        with log.open("wb") as output:
            process = subprocess.Popen(
                [sys.executable, *command],
                env={**self.environment, "PYTHONPATH": str(ROOT)},
                cwd=ROOT,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        self.processes.append(process)
        return process

    def start_worker(self, slot: str = "worker-0") -> subprocess.Popen[bytes]:
        return self.start(str(PROBE_WORKER), "--slot", slot)

    def start_scheduler(self) -> subprocess.Popen[bytes]:
        return self.start("-m", "worker.scheduler")

    def kill(self, process: subprocess.Popen[bytes]) -> None:
        """As a power cut would: the worker and its children at once."""
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()

    def stop_all(self) -> None:
        for process in self.processes:
            for child in children(process):
                child.kill()
            if process.poll() is None:
                process.kill()
            process.wait()
        self.runtime.sessions.kw["bind"].dispose()

    def logs(self) -> str:
        return "\n".join(
            path.read_text() for path in sorted(self.settings.data_dir.glob("process-*.log"))
        )

    def enqueue(self, task: str, *, queue: str | None = None, **arguments: Any) -> int:
        with write_session(self.runtime.sessions) as session:
            return operations.enqueue(
                session,
                task=task,
                arguments=arguments,
                now=self.runtime.clock(),
                created_by="test",
                queue=queue,
            ).id

    def send(self, task: str, job_id: int) -> None:
        """A wake-up call by itself, as when one is delivered again."""
        with create_app(self.settings) as app:
            app.send_task(task, kwargs={"job_id": job_id}, queue=DEFAULT)

    def job(self, job_id: int) -> Job:
        with read_session(self.runtime.sessions) as session:
            return session.get_one(Job, job_id)

    def wipe_broker(self) -> None:
        """Everything that Celery knows is gone, as when a disk or a Redis is replaced."""
        if self.redis is None:
            shutil.rmtree(self.settings.broker_dir)
        else:
            Redis.from_url(self.redis.url).flushall()

    def cut_off_database(self) -> None:
        """Every connection ends, and none is made until ``restore_database``."""
        self._database("ALTER DATABASE {} WITH ALLOW_CONNECTIONS false")
        self._database(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{}'"
        )

    def restore_database(self) -> None:
        self._database("ALTER DATABASE {} WITH ALLOW_CONNECTIONS true")

    def _database(self, statement: str) -> None:
        assert self.postgres is not None
        name = make_url(self.settings.database).database
        self.postgres.execute(statement.format(name))

    def lose_message(self, job_id: int) -> None:
        """As if the outbox had been relayed, and the message lost long ago."""
        with write_session(self.runtime.sessions) as session:
            session.execute(delete(OutboxMessage).where(OutboxMessage.job_id == job_id))
            session.get_one(Job, job_id).lease_expires_at = self.runtime.clock()

    def finished(self, job_id: int, seconds: float = PATIENCE_SECONDS) -> Job:
        try:
            wait_until(lambda: self.job(job_id).state in FINAL, f"the end of job {job_id}", seconds)
        except AssertionError as error:
            error.add_note(f"{self.job(job_id).state}; the processes said:\n{self.logs()}")
            raise
        return self.job(job_id)

    def running(self, job_id: int) -> Job:
        wait_until(lambda: self.job(job_id).state == "running", f"the start of job {job_id}")
        return self.job(job_id)

    def events(self, job_id: int, kind: str | None = None) -> list[JobEvent]:
        with read_session(self.runtime.sessions) as session:
            statement = select(JobEvent).where(JobEvent.job_id == job_id).order_by(JobEvent.id)
            found = session.scalars(statement).all()
        return [event for event in found if kind in (None, event.kind)]

    def effects(self, subject: str) -> int:
        with read_session(self.runtime.sessions) as session:
            statement = select(func.count()).where(AuditEntry.subject == subject)
            return session.scalars(statement.select_from(AuditEntry)).one()


def children(process: subprocess.Popen[bytes]) -> list[psutil.Process]:
    try:
        return psutil.Process(process.pid).children(recursive=True)
    except psutil.NoSuchProcess:
        return []
