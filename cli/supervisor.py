"""Keeps Farol's processes running: starts them, restarts what dies, stops them in order."""

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

PR_SET_PDEATHSIG = 1
FIRST_RESTART_SECONDS = 0.5
LONGEST_RESTART_SECONDS = 30.0
STEADY_SECONDS = 60.0
"""A process that ran this long is no longer counted as failing over and over."""


@dataclass(frozen=True)
class Service:
    name: str
    module: str
    """Run as ``python -m module``."""
    arguments: tuple[str, ...] = ()
    grace_seconds: float = 10.0
    """Time between the request to stop and the end by force."""


@dataclass
class _Running:
    service: Service
    process: subprocess.Popen[bytes]
    started_at: float
    failures: int = 0
    restart_at: float | None = None


def _end_with_parent() -> None:
    """Runs in the child before it becomes the service: no orphan survives a killed supervisor."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


@dataclass
class Supervisor:
    """Each service has its own session, so Ctrl-C reaches the supervisor alone, which then stops
    them one by one, the last started first."""

    log_dir: Path
    announce: Callable[[str], None]
    environment: dict[str, str]
    _running: list[_Running] = field(default_factory=list)

    def start(self, services: Sequence[Service]) -> None:
        for service in services:
            self._running.append(_Running(service, self._spawn(service), time.monotonic()))

    def tend(self) -> None:
        """Restart what has died; call it often. The pause doubles while a service keeps dying."""
        now = time.monotonic()
        for entry in self._running:
            if entry.process.poll() is None:
                continue
            if entry.restart_at is None:
                self._schedule_restart(entry, now)
            elif now >= entry.restart_at:
                entry.process, entry.started_at = self._spawn(entry.service), now
                entry.restart_at = None

    def stop(self) -> None:
        for entry in reversed(self._running):
            self._stop_one(entry)
        self._running.clear()

    def _schedule_restart(self, entry: _Running, now: float) -> None:
        entry.failures = 1 if now - entry.started_at > STEADY_SECONDS else entry.failures + 1
        pause = min(FIRST_RESTART_SECONDS * 2 ** (entry.failures - 1), LONGEST_RESTART_SECONDS)
        entry.restart_at = now + pause
        name = entry.service.name
        self.announce(
            f"{name} ended with status {entry.process.returncode}; starting it again in "
            f"{pause:.1f} s (its log: {self._log_path(name)})"
        )

    def _stop_one(self, entry: _Running) -> None:
        if entry.process.poll() is not None:
            return
        entry.process.terminate()
        try:
            entry.process.wait(entry.service.grace_seconds)
        except subprocess.TimeoutExpired:
            self.announce(f"{entry.service.name} did not stop in time and was ended by force")
            os.killpg(entry.process.pid, signal.SIGKILL)
            entry.process.wait()

    def _spawn(self, service: Service) -> subprocess.Popen[bytes]:
        self.log_dir.mkdir(parents=True, exist_ok=True)
        with self._log_path(service.name).open("ab") as log:
            return subprocess.Popen(
                [sys.executable, "-m", service.module, *service.arguments],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                env=self.environment,
                start_new_session=True,
                preexec_fn=_end_with_parent,  # noqa: PLW1509 - started from the main thread only
            )

    def _log_path(self, name: str) -> Path:
        return self.log_dir / f"{name}.log"
