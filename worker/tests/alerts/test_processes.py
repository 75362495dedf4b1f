"""With a real scheduler and a real worker: an alert reaches its receiver once."""

import json
from pathlib import Path

import pytest

from api.adapters.database import read_session, write_session
from api.core.alerts import operations, queries
from testing.receivers import HttpReceiver
from worker.tests.conftest import SHORT_LEASES
from worker.tests.installation import Installation, wait_until


def test_an_alert_reaches_its_receiver_through_relay_and_worker(
    tmp_path: Path, receiver: HttpReceiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FAROL_ALERT_WEBHOOKS", json.dumps([receiver.url("/token")]))
    installation = Installation.at(tmp_path, **SHORT_LEASES)
    try:
        installation.start_scheduler()
        installation.start_worker()
        with write_session(installation.runtime.sessions) as session:
            alert = operations.raise_alert(
                session, key="k", model=None, kind="drift", severity="serious", title="Drift",
                detail="9 fields", now=installation.runtime.clock(), actor="system",
            ).id  # fmt: skip

        def kinds() -> list[str]:
            with read_session(installation.runtime.sessions) as session:
                return [event.kind for event in queries.events(session, alert)]

        wait_until(lambda: kinds() == ["raised", "sent"], "the message to be sent")
    finally:
        installation.stop_all()
    assert [json.loads(got.body)["event"] for got in receiver.received] == ["raised"]
    assert "token" not in installation.logs()
