"""``farol up``: from an empty folder to a running product, and quickly there the next time."""

import os
import secrets
import signal
import socket
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from types import FrameType

from api.adapters.database import read_session, write_session
from api.core.access.operations import ensure_first_administrator
from api.core.models.queries import list_models
from cli import bootstrap, context
from cli.follow import follow
from cli.output import console, fail
from cli.supervisor import Service, Supervisor
from cli.working import SCHEDULER, TRAINER, WORKER

HTTP = Service("http", "api.http", grace_seconds=30.0)
BACKGROUND = (
    Service("shipper", "api.adapters.shipper", grace_seconds=20.0),
    SCHEDULER,
    WORKER,
    TRAINER,
)
READY_SECONDS = 60.0


class Stopped(Exception):
    """Ctrl-C or SIGTERM arrived."""


class _StopRequest:
    """Ctrl-C or SIGTERM, remembered by the handler and acted on between two steps: an exception
    raised inside the handler could surface where Python ignores exceptions, and be lost."""

    def __init__(self) -> None:
        self._arrived = False
        signal.signal(signal.SIGINT, self._remember)
        signal.signal(signal.SIGTERM, self._remember)

    def check(self) -> None:
        """Raises Stopped once a signal has arrived."""
        if self._arrived:
            raise Stopped

    def _remember(self, _signal: int, _frame: FrameType | None) -> None:
        self._arrived = True


def up() -> None:
    """Run everything until Ctrl-C."""
    with context.only_one_up():
        _refuse_taken_port()
        stop_request = _StopRequest()
        supervisor = Supervisor(
            log_dir=context.settings().data_dir / "logs",
            announce=lambda line: console.print(line, highlight=False),
            environment=os.environ | {"FAROL_DATA_DIR": str(context.settings().data_dir)},
        )
        try:
            _run(supervisor, stop_request)
        except Stopped:
            console.print("\nStopping …")
        finally:
            supervisor.stop()
        console.print("Stopped.")


def _run(supervisor: Supervisor, stop_request: _StopRequest) -> None:

    def tend() -> None:
        stop_request.check()
        supervisor.tend()

    password = _first_password()
    missing = bootstrap.missing_models(context.sessions())
    if missing:
        supervisor.start(BACKGROUND)
        _make_first_models(missing, tend)
        supervisor.start([HTTP])
        _wait_until_ready(tend)
    else:
        # Callers wait for the HTTP service alone: nothing takes processor time from its start.
        supervisor.start([HTTP])
        _wait_until_ready(tend)
        supervisor.start(BACKGROUND)
    _greet(password)
    while True:
        tend()
        time.sleep(0.2)


def _first_password() -> str | None:
    """A new administrator's password on the first start; None ever after."""
    password = secrets.token_urlsafe(15)
    with write_session(context.sessions()) as session:
        created = ensure_first_administrator(session, now=context.now(), password=password)
    return password if created else None


def _make_first_models(missing: list[str], tend: Callable[[], None]) -> None:
    console.print(f"First start: making {len(missing)} models. This takes a few minutes, once.")
    jobs = bootstrap.start(context.sessions(), context.settings(), missing)
    states = follow(context.sessions(), jobs, meanwhile=tend)
    for job in jobs:
        if states[job.job_id] != "succeeded":
            console.print(
                f"[bold red]{job.title} was not made[/] (job {job.job_id}, {states[job.job_id]}). "
                f"The rest works; the next start tries again."
            )


def _wait_until_ready(tend: Callable[[], None]) -> None:
    deadline = time.monotonic() + READY_SECONDS
    while time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(f"{_address()}/health/ready", timeout=1):  # noqa: S310 - our own http address
                return
        except (urllib.error.URLError, OSError):
            tend()
            time.sleep(0.05)
    console.print("[bold red]The HTTP service is not ready yet.[/] See data/logs/http.log.")


def _greet(password: str | None) -> None:
    with read_session(context.sessions()) as session:
        models = len(list_models(session))
    console.print(f"\n[bold]Farol serves {models} models at {_address()}[/]  (Ctrl-C stops it)")
    if password is not None:
        console.print(
            f"Administrator: [bold]admin[/]  password: [bold]{password}[/]\n"
            "It is shown this once; [bold]farol password[/] sets a new one.",
            highlight=False,
        )


def _address() -> str:
    settings = context.settings()
    host = "127.0.0.1" if settings.host in {"0.0.0.0", "::"} else settings.host  # noqa: S104 - compared, not bound
    return f"http://{host}:{settings.port}"


def _refuse_taken_port() -> None:
    settings = context.settings()
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.host, settings.port))
        except OSError as error:
            raise fail(
                f"cannot listen on {settings.host}:{settings.port} ({error.strerror}). "
                "Choose another port with FAROL_PORT=8001."
            ) from None
