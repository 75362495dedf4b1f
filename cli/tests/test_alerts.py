"""``farol alerts`` as a shell sees it, on an installation with one alert."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from api.adapters.database import make_engine, make_session_factory, write_session
from api.adapters.migration import migrate
from api.adapters.settings import Settings
from api.core.alerts.operations import raise_alert
from testing.receivers import HttpReceiver, http_receiver

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


@pytest.fixture
def data_dir(tmp_path: Path) -> Path:
    url = Settings(data_dir=tmp_path).database
    migrate(url)
    engine = make_engine(url)
    with write_session(make_session_factory(engine)) as session:
        raise_alert(
            session, key="drift:delay", model="delay", kind="drift", severity="serious",
            title="It drifted", detail="9 fields", now=NOW, actor="policy:checks",
        )  # fmt: skip
    engine.dispose()
    return tmp_path


@pytest.fixture
def receiver() -> Iterator[HttpReceiver]:
    with http_receiver() as receiver:
        yield receiver


def farol(data_dir: Path, *arguments: str, **settings: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "cli", "alerts", *arguments],
        env=os.environ | {"FAROL_DATA_DIR": str(data_dir)} | settings,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_an_alert_is_listed_acknowledged_and_resolved(data_dir: Path) -> None:
    [listed] = json.loads(farol(data_dir, "--json").stdout)
    assert (listed["id"], listed["model"], listed["state"]) == (1, "delay", "open")
    acknowledged = farol(data_dir, "acknowledge", "1", "--reason", "I look")
    assert acknowledged.stdout == "Alert 1 is acknowledged.\n"
    again = farol(data_dir, "acknowledge", "1", "--reason", "I look, too")
    assert (again.returncode, "is acknowledged already" in again.stderr) == (1, True)
    resolved = json.loads(farol(data_dir, "resolve", "1", "--reason", "over", "--json").stdout)
    assert (resolved["state"], resolved["acknowledged_at"] is None) == ("resolved", False)


def test_a_test_says_what_happened_in_each_channel(data_dir: Path, receiver: HttpReceiver) -> None:
    channels = {"FAROL_ALERT_SLACK_WEBHOOKS": json.dumps([receiver.url("/token")])}
    well = farol(data_dir, "test", **channels)
    assert (well.returncode, well.stdout.startswith("slack-1: sent (")) == (0, True)
    receiver.statuses.append(403)
    badly = farol(data_dir, "test", "--json", **channels)
    [tried] = json.loads(badly.stdout)
    assert (badly.returncode, tried["sent"], tried["reason"]) == (
        1, False, "the receiver answered 403",
    )  # fmt: skip
    assert "token" not in well.stdout + well.stderr + badly.stdout + badly.stderr
