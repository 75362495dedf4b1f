import pytest
from starlette.testclient import TestClient

from api.adapters.database import read_session, write_session
from api.core.alerts.conditions import key_of
from api.core.alerts.operations import raise_alert
from api.core.alerts.queries import listed
from api.http.tests.conftest import NOW

ADMINISTRATOR = ("admin", "correct horse battery")


@pytest.fixture
def rollout(client: TestClient, seeded) -> dict:
    """Version 2, proposed beside the champion."""
    seeded.administrator()
    seeded.model(weight=1.0)
    seeded.model(weight=2.0, champion=False)
    answer = client.post(
        "/v1/models/delay/rollouts",
        json={"version": 2, "reason": "newer data"},
        auth=ADMINISTRATOR,
    )
    assert answer.status_code == 201, answer.text
    return answer.json()


def act(client: TestClient, rollout: dict, action: str, **more: object):
    order = {"action": action, "reason": "why not", **more}
    return client.post(f"/v1/rollouts/{rollout['id']}/actions", json=order, auth=ADMINISTRATOR)


def test_a_proposal_is_shown_with_its_first_step(client: TestClient, rollout: dict) -> None:
    assert (rollout["stage"], rollout["weight"], rollout["revision"]) == ("proposed", 0.0, 0)
    [step] = rollout["transitions"]
    assert (step["step"], step["actor"], step["reason"]) == (
        "propose", "person:admin", "newer data",
    )  # fmt: skip
    assert (step["from_stage"], step["evidence"]) == (None, None)


def test_a_models_rollouts_are_listed_newest_first(client: TestClient, rollout: dict) -> None:
    listed = client.get("/v1/models/delay/rollouts", auth=ADMINISTRATOR).json()
    assert (listed["champion"], listed["under_way"]) == (1, None)
    assert [(r["version"], r["stage"]) for r in listed["rollouts"]] == [
        (2, "proposed"), (1, "promoted"),
    ]  # fmt: skip
    assert [t["step"] for t in listed["rollouts"][1]["transitions"]] == ["propose", "promote now"]
    assert (
        len(client.get("/v1/models/delay/rollouts?limit=1", auth=ADMINISTRATOR).json()["rollouts"])
        == 1
    )


def test_listing_more_rollouts_takes_no_more_queries(
    client: TestClient, rollout: dict, queries
) -> None:
    with queries() as first:
        client.get("/v1/models/delay/rollouts", auth=ADMINISTRATOR)
    act(client, rollout, "abort")
    order = {"version": 2, "reason": "again"}
    client.post("/v1/models/delay/rollouts", json=order, auth=ADMINISTRATOR)
    with queries() as second:
        client.get("/v1/models/delay/rollouts", auth=ADMINISTRATOR)
    assert len(first) == len(second)


def test_an_unknown_model_or_rollout_is_a_404(client: TestClient, rollout: dict) -> None:
    assert client.get("/v1/models/nothing/rollouts", auth=ADMINISTRATOR).status_code == 404
    assert act(client, {"id": 99}, "pause").status_code == 404


def test_a_rollout_is_aborted_with_the_reason(client: TestClient, rollout: dict) -> None:
    aborted = act(client, rollout, "abort").json()
    assert (aborted["stage"], aborted["reason"]) == ("aborted", "why not")
    assert [t["to_stage"] for t in aborted["transitions"]] == ["proposed", "aborted"]


def test_a_rollout_is_promoted_by_hand_and_taken_back(client: TestClient, rollout: dict) -> None:
    promoted = act(client, rollout, "promote").json()
    assert (promoted["stage"], promoted["weight"]) == ("promoted", 1.0)
    assert promoted["probation_until"] is not None
    back = act(client, rollout, "roll_back", seen_revision=promoted["revision"]).json()
    assert back["stage"] == "rolled_back"
    assert client.get("/v1/models/delay", auth=ADMINISTRATOR).json()["champion"] == 1


def test_a_champion_on_probation_is_paused_and_resumed(client: TestClient, rollout: dict) -> None:
    act(client, rollout, "promote")
    assert act(client, rollout, "pause").json()["paused_at"] is not None
    assert act(client, rollout, "pause").status_code == 409
    assert act(client, rollout, "resume").json()["paused_at"] is None
    assert act(client, rollout, "approve").json()["approved"] is True


def test_an_action_decided_on_an_old_state_says_what_happened(
    client: TestClient, rollout: dict
) -> None:
    act(client, rollout, "abort", seen_revision=rollout["revision"])
    refused = act(client, rollout, "promote", seen_revision=rollout["revision"])
    assert refused.status_code == 409
    assert "person:admin" in refused.json()["detail"]
    assert "abort of version 2: why not" in refused.json()["detail"]


def test_what_the_stage_does_not_allow_is_a_conflict(client: TestClient, rollout: dict) -> None:
    refused = act(client, rollout, "roll_back")
    assert refused.status_code == 409
    assert refused.json()["detail"] == "cannot roll back a rollout that is proposed"


def test_an_unknown_action_is_a_422(client: TestClient, rollout: dict) -> None:
    assert act(client, rollout, "explode").status_code == 422


def test_a_rollback_that_means_another_version_is_a_conflict(
    client: TestClient, rollout: dict
) -> None:
    act(client, rollout, "promote")
    order = {"reason": "worse", "version": 1}
    refused = client.post("/v1/models/delay/roll-back", json=order, auth=ADMINISTRATOR)
    assert refused.status_code == 409
    order["version"] = 2
    back = client.post("/v1/models/delay/roll-back", json=order, auth=ADMINISTRATOR)
    assert (back.status_code, back.json()["version"]) == (200, 1)


@pytest.mark.parametrize("through", ["rollout", "model"])
def test_a_promotion_by_hand_ends_the_alert_about_the_one_before(
    client: TestClient, rollout: dict, seeded, through: str
) -> None:
    with write_session(seeded.sessions) as session:
        raise_alert(
            session, key=key_of("rollout", "delay"), model="delay", kind="rollout",
            severity="serious", title="t", detail="d", now=NOW, actor="policy:delay",
        )  # fmt: skip
    if through == "rollout":
        act(client, rollout, "promote")
    else:
        order = {"version": 2, "reason": "why not"}
        client.post("/v1/models/delay/promote", json=order, auth=ADMINISTRATOR)
    with read_session(seeded.sessions) as session:
        (alert,) = listed(session, model="delay", limit=9)
    assert (alert.state, alert.resolved_by) == ("resolved", "person:admin")
