"""The process as the supervisor starts it: ``python -m api.http`` on a free port."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import httpx
import pytest

from api.adapters.database import write_session
from api.core.batches import operations as batches
from api.core.jobs import operations
from api.http.tests.conftest import ADMINISTRATOR
from testing.servers import free_port, wait_until

NOW = datetime.fromisoformat("2026-11-22T12:00:00Z")
RESULT_BYTES = 50_000_000
ROOT = Path(__file__).parents[3]


@dataclass(frozen=True)
class Running:
    url: str
    process: subprocess.Popen[bytes]
    log: Path


@pytest.fixture
def server(settings, tmp_path: Path) -> Iterator[Running]:
    port = free_port()
    log = tmp_path / "server.log"
    environment = os.environ | {
        "FAROL_DATA_DIR": str(settings.data_dir),
        "FAROL_DATABASE_URL": settings.database,
        "FAROL_PORT": str(port),
        "FAROL_SHUTDOWN_GRACE_SECONDS": "10",
    }
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "api.http"], cwd=ROOT, env=environment, stderr=output
        )
    running = Running(f"http://127.0.0.1:{port}", process, log)
    try:
        wait_until(lambda: answers(running), what="the server")
        yield running
    finally:
        process.kill()
        process.wait()


def answers(running: Running) -> bool:
    assert running.process.poll() is None, running.log.read_text()
    try:
        return httpx.get(f"{running.url}/health/live").status_code == 200
    except httpx.TransportError:
        return False


@pytest.fixture
def job(seeded) -> int:
    seeded.administrator()
    with write_session(seeded.sessions) as session:
        return operations.enqueue(
            session, task="training.train", arguments={}, now=NOW, created_by="system"
        ).id


def test_events_arrive_while_the_job_runs(server: Running, seeded, job: int) -> None:
    with httpx.stream(
        "GET", f"{server.url}/v1/jobs/{job}/events", auth=ADMINISTRATOR, timeout=20
    ) as stream:
        lines = stream.iter_lines()
        assert "queued" in next(line for line in lines if line.startswith("data:"))
        with write_session(seeded.sessions) as session:
            operations.request_cancel(session, job_id=job, now=NOW, actor="system")
        told = [line for line in lines if line.startswith("data:")]
    assert "cancelled" in told[-1]


def test_a_stop_ends_event_streams_and_leaves_with_success(server: Running, job: int) -> None:
    with httpx.stream(
        "GET", f"{server.url}/v1/jobs/{job}/events", auth=ADMINISTRATOR, timeout=20
    ) as stream:
        lines = stream.iter_lines()
        next(line for line in lines if line.startswith("data:"))
        server.process.send_signal(signal.SIGTERM)
        for _ in lines:
            pass
    assert server.process.wait(10) == 0
    assert "Traceback" not in server.log.read_text()


@pytest.fixture
def large_result(seeded) -> str:
    """Path of a finished batch's file, larger than any socket buffer."""
    version = seeded.model()
    directory = seeded.settings.batches_dir / "batch-of-much"
    directory.mkdir(parents=True)
    with (directory / "result.csv").open("wb") as file:
        file.truncate(RESULT_BYTES)
    with write_session(seeded.sessions) as session:
        batch = batches.start(
            session, batch_id=directory.name, model="delay", version=version.version, format="csv",
            filename="much.csv", size_bytes=1, actor="system", now=NOW,
        )  # fmt: skip
        operations.claim(session, job_id=batch.job_id, worker="w", now=NOW, lease_seconds=30)
        operations.succeed(session, job_id=batch.job_id, attempt=1, now=NOW)
    return f"/v1/batch-predictions/{directory.name}/result"


def test_while_draining_new_requests_get_503_and_the_one_in_flight_finishes(
    server: Running, large_result: str
) -> None:
    with (
        httpx.Client(base_url=server.url) as kept_open,
        httpx.stream("GET", server.url + large_result, timeout=20) as download,
    ):
        assert kept_open.get("/v1/models").status_code == 200
        server.process.send_signal(signal.SIGTERM)
        wait_until(lambda: is_draining(kept_open), what="draining to begin")
        for method, path in [("GET", "/v1/models"), ("POST", "/v1/models/delay/predict")]:
            refused = kept_open.request(method, path)
            assert (refused.status_code, refused.headers["connection"]) == (503, "close")
        assert sum(len(chunk) for chunk in download.iter_bytes()) == RESULT_BYTES
    assert server.process.wait(10) == 0


def test_a_second_ctrl_c_does_not_wait(server: Running, large_result: str) -> None:
    with httpx.stream("GET", server.url + large_result, timeout=20) as download:
        with httpx.Client(base_url=server.url) as client:
            server.process.send_signal(signal.SIGINT)
            wait_until(lambda: is_draining(client), what="draining to begin")
        server.process.send_signal(signal.SIGINT)
        server.process.wait(5)
        with pytest.raises(httpx.TransportError):
            for _ in download.iter_bytes():
                pass


def is_draining(client: httpx.Client) -> bool:
    return client.get("/health/ready").json()["status"] == "not ready" and (
        client.get("/v1/models").status_code == 503
    )
