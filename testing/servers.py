"""Private PostgreSQL and Redis servers from the system's packages, for tests and benchmarks.

Each listens on a free port of the loopback interface, keeps its files in a temporary directory and
is ended by its own process id.
"""

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self
from uuid import uuid4

import psycopg

_POSTGRESQL_BIN = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
_START_SECONDS = 30
_STOP_SECONDS = 20


class ServerMissing(RuntimeError):
    """A server that the tests need is not installed; the message names the package."""


class PostgresServer:
    """A PostgreSQL cluster of its own. ``url`` of a fresh database comes from ``create``."""

    def __init__(self) -> None:
        self._bin = _postgresql_bin()
        self._directory = Path(tempfile.mkdtemp(prefix="farol-postgresql-"))
        self._port = free_port()
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        # PostgreSQL refuses to run as root; its package brings the user to run it as.
        self._run_as = _unprivileged(self._directory)
        self._call("initdb", "-D", self._data, "-U", "farol", "-A", "trust", "-E", "UTF8", "-N")
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()
        shutil.rmtree(self._directory, ignore_errors=True)

    def create(self, template: str = "template1") -> str:
        """A new database, copied from ``template``; its SQLAlchemy URL."""
        name = f"farol_{uuid4().hex[:12]}"
        self.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}" STRATEGY FILE_COPY')
        return self.url(name)

    def drop(self, url: str) -> None:
        self.execute(f'DROP DATABASE "{url.rsplit("/", 1)[1]}" WITH (FORCE)')

    def url(self, database: str) -> str:
        return f"postgresql+psycopg://farol@127.0.0.1:{self._port}/{database}"

    def execute(self, statement: str) -> None:
        with psycopg.connect(self._conninfo, autocommit=True) as connection:
            connection.execute(statement.encode())

    def start(self) -> None:
        """Start it, the first time or after a ``stop``: on the same port, with the same data."""
        with (self._directory / "log").open("ab") as log:
            self._process = subprocess.Popen(
                [*self._run_as, self._bin / "postgres", "-D", self._data, *self._options()],
                stdout=subprocess.DEVNULL,
                stderr=log,
                cwd=self._directory,
            )
        wait_until(self._answers, what=f"PostgreSQL on port {self._port}")

    def stop(self) -> None:
        """Fast shutdown: connections are closed, transactions rolled back."""
        if self._process is not None:
            self._call("pg_ctl", "-D", self._data, "-m", "fast", "-w", "stop")
            self._process.wait(_STOP_SECONDS)
            self._process = None

    @property
    def _data(self) -> Path:
        return self._directory / "data"

    @property
    def _conninfo(self) -> str:
        return f"host=127.0.0.1 port={self._port} user=farol dbname=postgres connect_timeout=2"

    def _options(self) -> list[str]:
        settings = {
            "port": self._port,
            "listen_addresses": "127.0.0.1",
            "unix_socket_directories": "",
            # Nothing here outlives the tests, so nothing needs to reach the disk.
            "fsync": "off",
            "full_page_writes": "off",
            "max_connections": 100,
        }
        return [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]

    def _call(self, program: str, *arguments: str | Path) -> None:
        _check_call([*self._run_as, self._bin / program, *arguments], self._directory)

    def _answers(self) -> bool:
        if self._process is None or self._process.poll() is not None:
            raise RuntimeError(f"PostgreSQL ended:\n{(self._directory / 'log').read_text()}")
        try:
            psycopg.connect(self._conninfo).close()
        except psycopg.OperationalError:
            return False
        return True


class RedisServer:
    """A Redis server of its own that keeps nothing on the disk."""

    def __init__(self) -> None:
        self._program = _which("redis-server", package="redis-server")
        self._directory = Path(tempfile.mkdtemp(prefix="farol-redis-"))
        self.port = free_port()
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self.port}/0"

    def __enter__(self) -> Self:
        self.start()
        return self

    def start(self) -> None:
        """Also after ``stop``, on the same port."""
        options = {"port": self.port, "bind": "127.0.0.1", "save": "", "appendonly": "no"}
        self._process = subprocess.Popen(
            [self._program, *(part for n, v in options.items() for part in (f"--{n}", str(v)))],
            stdout=subprocess.DEVNULL,
            cwd=self._directory,
        )
        wait_until(self._answers, what=f"Redis on port {self.port}")

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()
        shutil.rmtree(self._directory, ignore_errors=True)

    def stop(self) -> None:
        if self._process is not None:
            self._process.terminate()
            self._process.wait(_STOP_SECONDS)
            self._process = None

    def _answers(self) -> bool:
        if self._process is None or self._process.poll() is not None:
            raise RuntimeError("Redis ended as soon as it was started")
        try:
            with socket.create_connection(("127.0.0.1", self.port), timeout=1) as connection:
                connection.sendall(b"PING\r\n")
                return connection.recv(16).startswith(b"+PONG")
        except OSError:
            return False


def free_port() -> int:
    """A port that is free on the loopback interface now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def wait_until(
    condition: Callable[[], bool], *, what: str, seconds: float = _START_SECONDS
) -> None:
    """Ask again every few milliseconds until ``condition`` holds. Raises TimeoutError."""
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            raise TimeoutError(f"{what}: not within {seconds:g} seconds")
        time.sleep(0.02)


def _postgresql_bin() -> Path:
    if not _POSTGRESQL_BIN:
        raise ServerMissing("PostgreSQL is not installed: apt-get install postgresql")
    return _POSTGRESQL_BIN[0]


def _which(program: str, *, package: str) -> str:
    path = shutil.which(program)
    if path is None:
        raise ServerMissing(f"{program} is not installed: apt-get install {package}")
    return path


def _unprivileged(directory: Path) -> Sequence[str]:
    """What to put before a command so that it does not run as root."""
    if os.geteuid() != 0:
        return ()
    try:
        owner = pwd.getpwnam("postgres")
    except KeyError as error:
        raise ServerMissing("there is no user postgres: apt-get install postgresql") from error
    os.chown(directory, owner.pw_uid, owner.pw_gid)
    return (_which("runuser", package="util-linux"), "-u", "postgres", "--")


def _check_call(command: Sequence[str | Path], directory: Path) -> None:
    done = subprocess.run(command, capture_output=True, text=True, cwd=directory, check=False)
    if done.returncode != 0:
        raise RuntimeError(f"{command[-1]}: {done.stdout}{done.stderr}")
