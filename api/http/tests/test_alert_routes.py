import json
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import httpx
import pytest
from sqlalchemy import select
from starlette.testclient import TestClient

from api.adapters.database import read_session, write_session
from api.adapters.settings import Settings
from api.core.alerts import operations
from api.core.tables import AuditEntry, Rollout, RolloutTransition
from api.http.tests.conftest import NOW
from api.http.tests.test_check_routes import looked
from testing.receivers import HttpReceiver, http_receiver

ADMINISTRATOR = ("admin", "correct horse battery")
TEST = "/v1/alerts/test-notification"


@pytest.fixture
def asked(client: TestClient, seeded) -> TestClient:
    seeded.administrator()
    return client


@pytest.fixture
def raised(seeded) -> Callable[..., int]:
    def call(key: str = "drift:delay", **changes: Any) -> int:
        sighting: dict[str, Any] = {
            "model": "delay", "kind": "drift", "severity": "moderate", "title": "It drifted",
            "detail": "9 fields", "now": NOW, "actor": "policy:checks", "path": "/models/delay",
        }  # fmt: skip
        with write_session(seeded.sessions) as session:
            return operations.raise_alert(session, key=key, **(sighting | changes)).id

    return call


def act(
    client: TestClient, alert: int, action: str, auth: object = ADMINISTRATOR
) -> httpx.Response:
    order = {"action": action, "reason": "I look after it"}
    return client.post(f"/v1/alerts/{alert}/actions", json=order, auth=auth)


def test_an_alert_is_shown_with_its_events(asked: TestClient, raised) -> None:
    shown = asked.get(f"/v1/alerts/{raised()}", auth=ADMINISTRATOR).json()
    assert (shown["key"], shown["model"], shown["state"]) == ("drift:delay", "delay", "open")
    assert (shown["opened_at"], shown["acknowledged_by"]) == ("2026-11-22T12:00:00Z", None)
    [event] = shown["events"]
    assert (event["kind"], event["actor"], event["reason"], event["channel"]) == (
        "raised", "policy:checks", "9 fields", "",
    )  # fmt: skip


def test_alerts_are_listed_by_state_and_model(asked: TestClient, raised) -> None:
    drift, job = raised(), raised("job:tidy", model=None)
    act(asked, drift, "acknowledge")

    def ids(query: str) -> list[int]:
        return [
            alert["id"]
            for alert in asked.get(f"/v1/alerts{query}", auth=ADMINISTRATOR).json()["alerts"]
        ]

    assert ids("") == [job, drift]
    assert ids("?state=open") == [job]
    assert ids("?model=delay&state=acknowledged") == [drift]
    assert ids("?limit=1") == [job]
    assert ids("?model=nothing") == []
    assert asked.get("/v1/alerts?state=closed", auth=ADMINISTRATOR).status_code == 422


def test_alerts_are_found_by_kind_severity_and_what_they_say(asked: TestClient, raised) -> None:
    drift = raised()
    job = raised("job:tidy", model=None, kind="job", severity="serious", title="100% of it failed")

    def ids(query: str) -> list[int]:
        answer = asked.get(f"/v1/alerts?{query}", auth=ADMINISTRATOR)
        return [alert["id"] for alert in answer.json()["alerts"]]

    assert ids("kind=job") == ids("severity=serious") == [job]
    assert ids("state=open&state=resolved") == [job, drift]
    assert ids("search=FAILED") == ids("search=100%25 of") == [job]
    assert ids("search=9 fields&severity=moderate") == [drift]
    assert ids("search=%25%25") == ids("search=_____________________") == []
    assert asked.get("/v1/alerts?severity=mild", auth=ADMINISTRATOR).status_code == 422


def test_alerts_come_a_page_at_a_time(asked: TestClient, raised) -> None:
    first, second, third = raised(), raised("b"), raised("c")

    def page(query: str) -> tuple[list[int], int | None]:
        answer = asked.get(f"/v1/alerts?limit=2{query}", auth=ADMINISTRATOR).json()
        return [alert["id"] for alert in answer["alerts"]], answer["next_before_id"]

    assert page("") == ([third, second], second)
    assert page(f"&before_id={second}") == ([first], None)
    assert page(f"&before_id={third}") == ([second, first], None)


def test_an_alert_brings_the_check_that_saw_it_last(asked: TestClient, raised, seeded) -> None:
    seeded.model()
    late, seen, early = (NOW + timedelta(seconds=seconds) for seconds in (1, -1, -60))
    looked(seeded.sessions, made_at=early)
    expected = looked(seeded.sessions, made_at=seen)
    looked(seeded.sessions, made_at=late)
    shown = asked.get(f"/v1/alerts/{raised()}", auth=ADMINISTRATOR).json()
    assert (shown["check"]["id"], shown["step"]) == (expected, None)
    other = asked.get(f"/v1/alerts/{raised('job:x', kind='job')}", auth=ADMINISTRATOR).json()
    assert (other["check"], other["step"]) == (None, None)


def test_an_alert_about_a_rollout_brings_the_step_that_ended_it(
    asked: TestClient, raised, seeded
) -> None:
    seeded.model()
    seeded.model(weight=2.0)
    with write_session(seeded.sessions) as session:
        rollback = session.scalars(select(Rollout).where(Rollout.version == 2)).one()
        steps = [
            ("gate", "proposed", "rejected", NOW),
            ("trial", "canary", "rejected", NOW - timedelta(seconds=1)),
            ("later", "canary", "rolled_back", NOW + timedelta(seconds=1)),
        ]
        for revision, (reason, before, after, at) in enumerate(steps, start=100):
            session.add(
                RolloutTransition(
                    rollout_id=rollback.id,
                    model_name="delay",
                    version=2,
                    revision=revision,
                    at=at,
                    step="reject",
                    from_stage=before,
                    to_stage=after,
                    weight=0.0,
                    actor="policy:delay",
                    reason=reason,
                )
            )
    shown = asked.get(f"/v1/alerts/{raised('rollout:delay', kind='rollout')}", auth=ADMINISTRATOR)
    assert (shown.json()["step"]["reason"], shown.json()["check"]) == ("trial", None)


def test_listing_more_alerts_takes_no_more_queries(asked: TestClient, raised, queries) -> None:
    raised()
    with queries() as first:
        asked.get("/v1/alerts", auth=ADMINISTRATOR)
    raised("job:tidy")
    with queries() as second:
        asked.get("/v1/alerts", auth=ADMINISTRATOR)
    assert len(first) == len(second)


def test_an_alert_is_acknowledged_and_resolved_by_name(asked: TestClient, raised) -> None:
    alert = raised()
    acknowledged = act(asked, alert, "acknowledge").json()
    assert (acknowledged["state"], acknowledged["acknowledged_by"]) == (
        "acknowledged", "person:admin",
    )  # fmt: skip
    resolved = act(asked, alert, "resolve").json()
    assert (resolved["state"], resolved["resolved_by"]) == ("resolved", "person:admin")
    assert [event["kind"] for event in resolved["events"]] == [
        "raised", "acknowledged", "resolved",
    ]  # fmt: skip


def test_who_comes_second_gets_a_conflict_that_says_what_happened(
    asked: TestClient, raised
) -> None:
    alert = raised()
    act(asked, alert, "resolve")
    refused = act(asked, alert, "acknowledge")
    assert refused.status_code == 409
    assert (
        "cannot acknowledge an alert that is resolved already: person:admin resolved it"
        in (refused.json()["detail"])
    )


def test_acting_needs_an_engineer_an_alert_and_a_reason(asked: TestClient, raised, seeded) -> None:
    seeded.person("ana", "viewer")
    alert = raised()
    assert act(asked, alert, "resolve", auth=None).status_code == 401
    assert act(asked, alert, "resolve", auth=("ana", ADMINISTRATOR[1])).status_code == 403
    assert act(asked, 99, "resolve").status_code == 404
    assert asked.get("/v1/alerts/99", auth=ADMINISTRATOR).status_code == 404
    assert act(asked, alert, "forget").status_code == 422
    order = {"action": "resolve", "reason": ""}
    answer = asked.post(f"/v1/alerts/{alert}/actions", json=order, auth=ADMINISTRATOR)
    assert answer.status_code == 422
    assert asked.get(f"/v1/alerts/{alert}", auth=ADMINISTRATOR).json()["state"] == "open"


class TestWithChannels:
    @pytest.fixture
    def receiver(self) -> Iterator[HttpReceiver]:
        with http_receiver() as receiver:
            yield receiver

    @pytest.fixture
    def settings(self, settings: Settings, receiver: HttpReceiver) -> Settings:
        channels = {
            "alert_webhooks": [{"url": receiver.url("/token-1"), "secret": "token-2"}],
            "alert_slack_webhooks": [{"url": receiver.url("/token-3"), "name": "pager"}],
        }
        return Settings(**(settings.model_dump() | channels))

    def test_a_test_message_says_what_happened_in_each_channel(
        self, asked: TestClient, receiver: HttpReceiver, seeded
    ) -> None:
        receiver.statuses += [404, 404]
        refused = asked.post(TEST, auth=ADMINISTRATOR).json()["channels"]
        sent = asked.post(TEST, auth=ADMINISTRATOR).json()["channels"]
        assert [(c["channel"], c["sent"], c["reason"]) for c in refused] == [
            ("webhook-1", False, "the receiver answered 404"),
            ("pager", False, "the receiver answered 404"),
        ]
        assert [(c["channel"], c["sent"], c["reason"]) for c in sent] == [
            ("webhook-1", True, ""), ("pager", True, ""),
        ]  # fmt: skip
        assert len(receiver.received) == 4
        with read_session(seeded.sessions) as session:
            entries = session.scalars(select(AuditEntry).where(AuditEntry.subject == "alerts"))
            told = [(entry.actor, entry.after) for entry in entries]
        assert told[-1] == (
            "person:admin", {"channels": {"webhook-1": "sent", "pager": "sent"}},
        )  # fmt: skip
        assert "token" not in json.dumps([refused, sent, told])

    def test_it_needs_an_administrator(self, asked: TestClient, receiver: HttpReceiver) -> None:
        assert asked.post(TEST).status_code == 401
        assert receiver.received == []


def test_without_channels_a_test_message_goes_nowhere(asked: TestClient) -> None:
    answer = asked.post(TEST, auth=ADMINISTRATOR)
    assert (answer.status_code, answer.json()) == (200, {"channels": []})
