"""A started Farol: its public endpoint as processes, its spool shipped and its jobs run here."""

import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, TypeVar

import httpx

from api.adapters.database import make_engine, write_session
from api.adapters.shipper import Shipper
from api.core.access import keys, people
from api.core.access.keys import NewKey, Secret
from api.core.access.people import Deed
from api.core.models.clock import set_clock
from testing.servers import free_port
from worker.context import JobContext
from worker.runner import run
from worker.tests.installation import Installation, wait_until

Made = TypeVar("Made")


@dataclass
class Started:
    installation: Installation
    clients: list[httpx.Client] = field(default_factory=list)
    """Of each serving process."""

    def serve(self, processes: int = 1) -> None:
        for number in range(processes):
            port = free_port()
            self.installation.environment |= {
                "FAROL_PORT": str(port),
                "FAROL_PROCESS_SLOT": f"api-{number}",
            }
            self.installation.start("-m", "api.http")
            self.clients.append(httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=30))
        headers = {"Authorization": f"Bearer {self._key()}"}
        for client in self.clients:
            client.headers.update(headers)
            wait_until(lambda client=client: _answers(client), "the public endpoint")  # type: ignore[misc]  # of this loop

    def _key(self) -> str:
        """Of a program that asks, and tells the truth."""
        secret = Secret(secrets.token_hex(5), secrets.token_urlsafe(32))
        deed = Deed("system", "a test", datetime.now(UTC))
        with write_session(self.installation.runtime.sessions) as session:
            people.create_service(session, name="program", role="engineer", deed=deed)
            new = NewKey("test", ("predict", "outcomes"), None, None)
            keys.create(session, owner="program", new=new, secret=secret, deed=deed)
        return secret.key

    def loaded(self, model: str) -> None:
        """Wait until every process serves the model."""
        for client in self.clients:
            wait_until(
                lambda client=client: client.get(f"/v2/models/{model}/ready").is_success,  # type: ignore[misc]  # of this loop
                f"{model} on {client.base_url}",
            )

    def ship(self) -> None:
        """Everything that was acknowledged is in the database afterwards."""
        shipper = Shipper(
            lambda: make_engine(self.installation.settings.database),
            self.installation.settings.spool_dir,
        )
        while shipper.ship_available():
            pass

    def set_clock(self, model: str, at: datetime) -> None:
        with write_session(self.installation.runtime.sessions) as session:
            set_clock(session, model, at)

    def in_job(self, work: Callable[[JobContext], Made]) -> Made:
        """What ``work`` returns as a job of this process; its failure is the test's."""
        made: list[Made] = []

        def keep(context: JobContext, **_: Any) -> None:
            made.append(work(context))

        job_id = self.installation.enqueue("rollouts.advance")
        run(self.installation.runtime, job_id=job_id, worker="test", work=keep)
        job = self.installation.job(job_id)
        assert job.state == "succeeded", job.error
        return made[0]


@contextmanager
def started(installation: Installation) -> Iterator[Started]:
    farol = Started(installation)
    try:
        yield farol
    finally:
        for client in farol.clients:
            client.close()


def _answers(client: httpx.Client) -> bool:
    try:
        # By its key: it must be known.
        return client.get("/v2").is_success
    except httpx.HTTPError:
        return False
