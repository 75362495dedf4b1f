import pytest
from starlette.testclient import TestClient

from api.http.examples import EXPERIMENT_DETAIL, EXPERIMENT_PLAN, EXPERIMENT_RUNNING
from api.http.schemas.experiments import ExperimentDetail

ADMINISTRATOR = ("admin", "correct horse battery")
ARMS = [{"name": "old", "version": 1, "share": 0.5}, {"name": "new", "version": 2, "share": 0.5}]
PLAN = EXPERIMENT_PLAN | {"arms": ARMS, "control": "old"}


def create(client: TestClient, plan: dict = PLAN, model: str = "delay"):
    order = {"name": "new against old", "plan": plan, "reason": "is it worth it?"}
    return client.post(f"/v1/models/{model}/experiments", json=order, auth=ADMINISTRATOR)


def act(client: TestClient, experiment: dict, action: str, **more: object):
    order = {"action": action, "reason": "why not", **more}
    path = f"/v1/experiments/{experiment['id']}/actions"
    return client.post(path, json=order, auth=ADMINISTRATOR)


@pytest.fixture
def draft(client: TestClient, seeded) -> dict:
    seeded.administrator()
    seeded.model(weight=1.0)
    seeded.model(weight=2.0, champion=False)
    answer = create(client)
    assert answer.status_code == 201, answer.text
    return answer.json()


def test_a_draft_is_shown_with_its_whole_plan(client: TestClient, draft: dict) -> None:
    assert (draft["status"], draft["revision"], draft["created_by"]) == (
        "draft", 0, "person:admin",
    )  # fmt: skip
    assert draft["plan"] == PLAN
    assert (draft["result"], draft["looks"], draft["allocations"]) == (None, [], [])
    assert client.get(f"/v1/experiments/{draft['id']}", auth=ADMINISTRATOR).json() == draft


def test_experiments_are_listed_newest_first(client: TestClient, draft: dict) -> None:
    other = create(client).json()
    act(client, draft, "start")
    listed = client.get("/v1/models/delay/experiments", auth=ADMINISTRATOR).json()
    assert (listed["running"], [e["id"] for e in listed["experiments"]]) == (
        draft["id"], [other["id"], draft["id"]],
    )  # fmt: skip
    assert listed["experiments"][0]["learnt"] is None


def test_listing_more_experiments_takes_no_more_queries(
    client: TestClient, draft: dict, queries
) -> None:
    with queries() as first:
        client.get("/v1/models/delay/experiments", auth=ADMINISTRATOR)
    create(client)
    with queries() as second:
        client.get("/v1/models/delay/experiments", auth=ADMINISTRATOR)
    assert len(first) == len(second)


def test_it_is_started_and_stopped_with_reasons(client: TestClient, draft: dict) -> None:
    running = act(client, draft, "start", seen_revision=0).json()
    assert (running["status"], running["start_reason"]) == ("running", "why not")
    assert [a["shares"] for a in running["allocations"]] == [{"old": 0.5, "new": 0.5}]
    stopped = act(client, running, "stop", seen_revision=1).json()
    assert (stopped["status"], stopped["stopped_by"]) == ("stopped", "person:admin")


def test_what_was_decided_on_an_old_state_says_what_happened(
    client: TestClient, draft: dict
) -> None:
    act(client, draft, "start")
    refused = act(client, draft, "discard", seen_revision=0)
    assert refused.status_code == 409
    assert "is now running (person:admin" in refused.json()["detail"]


def test_what_the_status_does_not_allow_is_a_conflict(client: TestClient, draft: dict) -> None:
    refused = act(client, draft, "stop")
    assert (refused.status_code, refused.json()["detail"]) == (
        409, "cannot stop an experiment that is draft",
    )  # fmt: skip


def test_a_plan_that_contradicts_itself_is_a_422_with_every_sentence(
    client: TestClient, draft: dict
) -> None:
    refused = create(client, PLAN | {"minimum_effect": 0.0, "control": "other"})
    assert refused.status_code == 422
    detail = refused.json()["detail"]
    assert "The control 'other' is none of the arms old, new." in detail
    assert "The minimum effect is 0, and must be above 0." in detail


def test_an_unknown_setting_is_a_422(client: TestClient, draft: dict) -> None:
    assert create(client, PLAN | {"colour": "blue"}).status_code == 422
    assert act(client, draft, "explode").status_code == 422


def test_what_there_is_not_is_a_404(client: TestClient, draft: dict) -> None:
    assert create(client, model="nothing").status_code == 404
    unknown = [ARMS[0], ARMS[1] | {"version": 9}]
    assert create(client, PLAN | {"arms": unknown}).status_code == 404
    assert client.get("/v1/experiments/99", auth=ADMINISTRATOR).status_code == 404
    assert client.get("/v1/models/nothing/experiments", auth=ADMINISTRATOR).status_code == 404
    assert act(client, {"id": 99}, "start").status_code == 404


def test_a_change_needs_an_administrator(client: TestClient, draft: dict) -> None:
    order = {"action": "start", "reason": "why not"}
    path = f"/v1/experiments/{draft['id']}/actions"
    assert client.post(path, json=order).status_code == 401


@pytest.mark.parametrize("example", [EXPERIMENT_DETAIL, EXPERIMENT_RUNNING])
def test_an_example_has_the_answers_schema(example: dict) -> None:
    assert ExperimentDetail.model_validate(example).model_dump(mode="json") == example
