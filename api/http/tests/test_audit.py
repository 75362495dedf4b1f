"""Every change that the API makes leaves an entry that names who made it."""

from collections.abc import Callable

import httpx
import pytest
from sqlalchemy import select
from starlette.testclient import TestClient

from api.adapters.database import read_session, write_session
from api.core.alerts.operations import raise_alert
from api.core.tables import AuditEntry
from api.http.examples import POLICY
from api.http.tests.conftest import NOW

Call = Callable[..., httpx.Response]
FORM = {
    "name": (None, "tiny"),
    "title": (None, "Tiny"),
    "graph": ("tiny.onnx", b"onnx"),
    "schema": ("schema.json", b"{}"),
}
CSV = {"file": ("rows.csv", b"wind,rain\n")}
CHANGES = {
    "register_model": ("POST", "/v1/models", {"files": FORM}),
    "change_model": ("PATCH", "/v1/models/delay", {"json": {"cache_responses": True}}),
    "override_execution": (
        "PATCH", "/v1/models/delay/versions/1/execution", {"json": {"mode": "thread"}},
    ),
    "promote_version": (
        "POST", "/v1/models/delay/promote", {"json": {"version": 2, "reason": "better"}},
    ),
    "propose_rollout": (
        "POST", "/v1/models/delay/rollouts", {"json": {"version": 2, "reason": "newer"}},
    ),
    "set_policy": (
        "PUT", "/v1/models/delay/policy",
        {"json": {"policy": POLICY, "seen_number": 0, "reason": "nobody looks at weekends"}},
    ),
    "start_training": (
        "POST", "/v1/training-runs", {"json": {"model": "delay", "reason": "newer data"}},
    ),
    "test_notification": ("POST", "/v1/alerts/test-notification", {}),
    "start_batch_prediction": ("POST", "/v1/batch-predictions?model=delay", {"files": CSV}),
}  # fmt: skip


@pytest.fixture
def change(client: TestClient, seeded) -> Call:
    seeded.administrator()
    seeded.model(weight=1.0)
    seeded.model(weight=2.0, champion=False)

    def call(method: str, path: str, body: dict) -> httpx.Response:
        answer = client.request(method, path, auth=seeded.credentials, **body)
        assert answer.is_success, answer.text
        return answer

    return call


def entries(seeded) -> list[AuditEntry]:
    with read_session(seeded.sessions) as session:
        return list(session.scalars(select(AuditEntry).order_by(AuditEntry.id)))


def newest(seeded) -> tuple[int, str, str | None]:
    found = entries(seeded)
    return len(found), found[-1].actor, found[-1].address


@pytest.mark.parametrize("name", CHANGES)
def test_a_change_is_audited_once(change: Call, seeded, name: str) -> None:
    before, *_ = newest(seeded)
    change(*CHANGES[name])
    assert newest(seeded) == (before + 1, "person:admin", "testclient")


def test_a_cancelled_job_is_audited_once(change: Call, seeded) -> None:
    run = change(*CHANGES["start_training"]).json()
    before, *_ = newest(seeded)
    change("POST", f"/v1/jobs/{run['job']['id']}/cancel", {})
    assert newest(seeded) == (before + 1, "person:admin", "testclient")


def test_a_roll_back_is_audited_once(change: Call, seeded) -> None:
    change(*CHANGES["promote_version"])
    before, *_ = newest(seeded)
    change("POST", "/v1/models/delay/roll-back", {"json": {"reason": "worse"}})
    assert newest(seeded) == (before + 1, "person:admin", "testclient")


def test_an_aborted_rollout_is_audited_once(change: Call, seeded) -> None:
    rollout = change(*CHANGES["propose_rollout"]).json()
    before, *_ = newest(seeded)
    order = {"json": {"action": "abort", "reason": "wrong data"}}
    change("POST", f"/v1/rollouts/{rollout['id']}/actions", order)
    assert newest(seeded) == (before + 1, "person:admin", "testclient")


def test_a_resolved_alert_is_audited_once(change: Call, seeded) -> None:
    with write_session(seeded.sessions) as session:
        alert = raise_alert(
            session, key="k", model=None, kind="drift", severity="serious", title="Drift",
            detail="9 fields", now=NOW, actor="system",
        ).id  # fmt: skip
    before, *_ = newest(seeded)
    order = {"json": {"action": "resolve", "reason": "repaired"}}
    change("POST", f"/v1/alerts/{alert}/actions", order)
    assert newest(seeded) == (before + 1, "person:admin", "testclient")
