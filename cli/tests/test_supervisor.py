"""The supervisor against real processes: restart with a growing pause, stop in order."""

import os
import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from cli.supervisor import Service, Supervisor

LASTING = """
import pathlib, signal, sys, time
pathlib.Path('{name}.started').open('a').write('x')
def stop(*_):
    with open('stops', 'a') as log:
        log.write('{name} ')
    sys.exit(0)
signal.signal(signal.SIGTERM, stop)
while True:
    time.sleep(0.05)
"""
STUBBORN = """
import signal, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
print('up', flush=True)
while True:
    time.sleep(1)
"""


@pytest.fixture
def lines() -> list[str]:
    return []


@pytest.fixture
def supervisor(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lines: list[str]
) -> Iterator[Supervisor]:
    monkeypatch.chdir(tmp_path)
    supervisor = Supervisor(tmp_path / "logs", lines.append, dict(os.environ))
    yield supervisor
    supervisor.stop()


def lasting(folder: Path, name: str) -> Service:
    (folder / f"{name}.py").write_text(LASTING.format(name=name))
    return Service(name, name)


def until(condition: Callable[[], object], *, tend: Callable[[], None] = lambda: None) -> None:
    deadline = time.monotonic() + 20
    while not condition():
        assert time.monotonic() < deadline, "the condition never held"
        tend()
        time.sleep(0.02)


def services(folder: Path) -> list[psutil.Process]:
    """Children that run in ``folder``: other tests' servers are children of this process, too."""
    return [child for child in psutil.Process().children() if child.cwd() == str(folder)]


def test_a_killed_service_is_started_again_and_said_so(
    supervisor: Supervisor, tmp_path: Path, lines: list[str]
) -> None:
    supervisor.start([lasting(tmp_path, "first")])
    until((tmp_path / "first.started").exists)
    services(tmp_path)[0].send_signal(signal.SIGKILL)
    until(
        lambda: (tmp_path / "first.started").read_text() == "xx",
        tend=supervisor.tend,
    )
    assert "first ended with status -9; starting it again in 0.5 s" in lines[0]


def test_the_pause_grows_while_a_service_keeps_dying(
    supervisor: Supervisor, tmp_path: Path, lines: list[str]
) -> None:
    (tmp_path / "broken.py").write_text("raise SystemExit(3)\n")
    supervisor.start([Service("broken", "broken")])
    until(lambda: len(lines) >= 3, tend=supervisor.tend)
    assert [line.split("again in ")[1].split(" s")[0] for line in lines[:3]] == [
        "0.5",
        "1.0",
        "2.0",
    ]


def test_services_stop_in_reverse_order(supervisor: Supervisor, tmp_path: Path) -> None:
    supervisor.start([lasting(tmp_path, "first"), lasting(tmp_path, "second")])
    until((tmp_path / "first.started").exists)
    until((tmp_path / "second.started").exists)
    supervisor.stop()
    assert (tmp_path / "stops").read_text() == "second first "
    assert services(tmp_path) == []


def test_what_ignores_the_request_to_stop_is_ended_by_force(
    supervisor: Supervisor, tmp_path: Path, lines: list[str]
) -> None:
    (tmp_path / "stubborn.py").write_text(STUBBORN)
    supervisor.start([Service("stubborn", "stubborn", grace_seconds=0.3)])
    until(lambda: (tmp_path / "logs" / "stubborn.log").read_text() != "")
    supervisor.stop()
    assert lines == ["stubborn did not stop in time and was ended by force"]
    assert services(tmp_path) == []
