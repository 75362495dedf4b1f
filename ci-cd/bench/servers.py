"""The two servers, pinned to the same core and both running all the time; only one is loaded."""

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

SERVER_CORE = "0"
_START_SECONDS = 60.0
_TICKS_PER_SECOND = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Server:
    name: str
    url: str
    pid: int
    cold_start_seconds: float
    """From the start of the process to its first prediction."""

    def memory_bytes(self) -> int:
        status = Path(f"/proc/{self.pid}/status").read_text(encoding="ascii")
        line = next(line for line in status.splitlines() if line.startswith("VmRSS:"))
        return int(line.split()[1]) * 1024

    def cpu_seconds(self) -> float:
        """Of all its threads so far."""
        fields = Path(f"/proc/{self.pid}/stat").read_text(encoding="ascii").rsplit(") ", 1)[1]
        user, system = fields.split()[11:13]
        return (int(user) + int(system)) / _TICKS_PER_SECOND


class NotStarted(Exception):
    """The server gave no prediction in time, or ended."""


@contextmanager
def bare_server(artifact: Path, body: bytes) -> Iterator[Server]:
    port = _free_port()
    script = Path(__file__).with_name("bare.py")
    command = [sys.executable, str(script), str(artifact), str(port)]
    with _running("bare", command, port, "/predict", body, {}) as server:
        yield server


@contextmanager
def farol_server(data_dir: Path, model: str, body: bytes) -> Iterator[Server]:
    """The product's own HTTP process with its default settings: nothing is switched off."""
    port = _free_port()
    environment = {"FAROL_DATA_DIR": str(data_dir), "FAROL_PORT": str(port)}
    command = [sys.executable, "-m", "api.http"]
    path = f"/v1/models/{model}/predict"
    with _running("farol", command, port, path, body, environment) as server:
        yield server


@contextmanager
def _running(
    name: str, command: list[str], port: int, path: str, body: bytes, environment: dict[str, str]
) -> Iterator[Server]:
    pinned = ["taskset", "-c", SERVER_CORE, *command]
    url = f"http://127.0.0.1:{port}{path}"
    started = time.perf_counter()
    process = subprocess.Popen(pinned, env={**os.environ, **environment})
    try:
        _await_prediction(process, url, body)
        yield Server(name, url, process.pid, time.perf_counter() - started)
    finally:
        process.terminate()
        process.wait(timeout=_START_SECONDS)


def _await_prediction(process: subprocess.Popen[bytes], url: str, body: bytes) -> None:
    deadline = time.perf_counter() + _START_SECONDS
    request = urllib.request.Request(url, body, {"Content-Type": "application/json"})  # noqa: S310 - loopback
    while time.perf_counter() < deadline and process.poll() is None:
        try:
            urllib.request.urlopen(request, timeout=5).close()  # noqa: S310 - loopback
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.02)
        else:
            return
    raise NotStarted(f"{url} gave no prediction within {_START_SECONDS:.0f} s")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
