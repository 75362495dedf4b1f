"""A whole Farol on an empty data directory, started the way a user starts it."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType

import httpx

ROOT = Path(__file__).parents[2]
FIRST_START_SECONDS = 900.0
NOTHING_MORE: Mapping[str, str] = MappingProxyType({})


@dataclass
class Product:
    data_dir: Path
    port: int
    process: subprocess.Popen[bytes]
    password: str
    source: Path = ROOT
    more: Mapping[str, str] = field(default_factory=dict)
    """Settings of this one."""

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def auth(self) -> tuple[str, str]:
        return ("admin", self.password)

    @property
    def environment(self) -> dict[str, str]:
        return environment(self.data_dir, self.port, self.source) | self.more

    def cli(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "cli", *arguments],
            env=self.environment,
            cwd=self.source,
            capture_output=True,
            text=True,
            timeout=600,
            check=False,
        )

    def key(self, *scopes: str) -> dict[str, str]:
        """The header of a fresh API key of the administrator's."""
        options = [option for scope in scopes for option in ("--scope", scope)]
        made = self.cli("key", "e2e", *options)
        assert made.returncode == 0, made.stderr
        return {"Authorization": f"Bearer {made.stdout.strip()}"}

    def stop(self) -> float:
        """Ctrl-C; return the seconds until all of it was gone."""
        begin = time.monotonic()
        self.process.send_signal(signal.SIGINT)
        self.process.wait(60)
        return time.monotonic() - begin


def environment(data_dir: Path, port: int, source: Path = ROOT) -> dict[str, str]:
    return os.environ | {
        "PYTHONPATH": str(source),
        "FAROL_DATA_DIR": str(data_dir),
        "FAROL_PORT": str(port),
        "FAROL": f"http://127.0.0.1:{port}",
        # Many kinds of people are one address here; test_limits.py has a product of its own.
        "FAROL_VISITOR_REQUESTS_PER_MINUTE": "5000",
        "FAROL_ADDRESS_REQUESTS_PER_MINUTE": "10000",
        "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
    }


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def prepare_data_dir(path: Path) -> Path:
    """An empty data directory that has the archives, as ``make run`` leaves it."""
    path.mkdir(parents=True, exist_ok=True)
    packages = Path(os.environ.get("FAROL_DATA_DIR", ROOT / "data")).absolute() / "packages"
    if not (path / "packages").exists():
        (path / "packages").symlink_to(packages)
    return path


@contextmanager
def started(
    data_dir: Path, port: int, *, source: Path = ROOT, more: Mapping[str, str] = NOTHING_MORE
) -> Iterator[Product]:
    """``farol up`` until it answers, with ``more`` settings; its output is kept in ``up.log``."""
    log = data_dir / "up.log"
    offset = log.stat().st_size if log.exists() else 0
    with log.open("ab") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "cli", "up"],
            env=environment(data_dir, port, source) | more,
            cwd=source,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    try:
        _wait_until_greeted(process, log, offset)
        printed = re.search(r"password:\s*(\S+)", log.read_bytes()[offset:].decode())
        yield Product(data_dir, port, process, printed.group(1) if printed else "", source, more)
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGINT)
            process.wait(60)


def _wait_until_greeted(process: subprocess.Popen[bytes], log: Path, offset: int) -> None:
    deadline = time.monotonic() + FIRST_START_SECONDS
    while "Farol serves" not in log.read_bytes()[offset:].decode():
        if process.poll() is not None or time.monotonic() > deadline:
            raise AssertionError(f"farol up did not start:\n{log.read_text()[-4000:]}")
        time.sleep(0.1)


def eventually(check, *, seconds: float = 30.0):
    """Wait for a condition: return the first true value of ``check``, or fail with its last."""
    deadline = time.monotonic() + seconds
    while True:
        value = check()
        if value:
            return value
        if time.monotonic() > deadline:
            raise AssertionError(f"still {value!r} after {seconds} s")
        time.sleep(0.1)


def get_json(product: Product, path: str) -> dict:
    answer = httpx.get(product.url + path, auth=product.auth, timeout=30)
    answer.raise_for_status()
    return answer.json()


@contextmanager
def failing_training(product: Product, model: str) -> Iterator[int]:
    """A training whose archives are away, until it is left; the failed job's id."""
    packages = product.data_dir / "packages"
    away = packages.rename(packages.with_name("packages.away"))
    try:
        answer = httpx.post(
            f"{product.url}/v1/training-runs",
            json={"model": model, "reason": "Newer data is there"},
            auth=product.auth,
            timeout=30,
        )
        job = int(answer.raise_for_status().json()["job"]["id"])
        eventually(lambda: get_json(product, f"/v1/jobs/{job}")["state"] == "failed", seconds=120)
        yield job
    finally:
        away.rename(packages)
