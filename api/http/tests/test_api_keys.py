"""Keys that programs ask with: made once, shown once, bounded, and of no use when they are over."""

import asyncio
import re
from datetime import UTC, datetime, timedelta

import pytest
from starlette.testclient import TestClient

from api.adapters.database import read_session
from api.core.tables import ApiKey
from api.http.admission.gate import Gate, VisitorRules
from api.http.admission.limiter import MemoryLimiter
from api.http.admission.refusals import KeysNotRead, Unauthenticated
from api.http.tests.conftest import ADMINISTRATOR, PASSWORD, ROW

ANA = ("ana", PASSWORD)
VERA = ("vera", PASSWORD)
ORDER = {"name": "booking", "scopes": ["predict", "outcomes"], "reason": "It books flights."}
PREDICT = "/v1/models/delay/predict"
TRUTH = {"outcomes": [{"model": "delay", "key": "k1", "truth": "late"}]}


@pytest.fixture(autouse=True)
def team(seeded) -> None:
    seeded.administrator()
    seeded.person("ana", "engineer")
    seeded.person("vera", "viewer")


def bearer(key: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {key}"}


def made(client: TestClient, auth: tuple[str, str] = ANA, **order: object) -> dict:
    answer = client.post("/v1/api-keys", json=ORDER | order, auth=auth)
    assert answer.status_code == 201, answer.text
    return answer.json()


def test_a_key_is_shown_once_and_kept_as_a_hash(client: TestClient, sessions) -> None:
    new = made(client)
    assert re.fullmatch(r"farol_[0-9a-f]{10}_[\w-]{43}", new["secret"])
    with read_session(sessions) as session:
        (row,) = session.query(ApiKey)
        columns = {column.name: getattr(row, column.name) for column in ApiKey.__table__.columns}
    assert new["secret"] not in str(columns)
    listed = client.get("/v1/api-keys", auth=ANA).json()["keys"]
    assert listed == [new["key"]]
    assert (listed[0]["state"], listed[0]["last_used_at"]) == ("active", None)
    assert new["secret"] not in client.get("/v1/audit", auth=ADMINISTRATOR).text


def test_each_sees_their_own_and_an_administrator_all(client: TestClient) -> None:
    made(client)
    made(client, VERA, scopes=["read"])
    owners = lambda answer: [key["owner"] for key in answer.json()["keys"]]  # noqa: E731
    assert owners(client.get("/v1/api-keys", auth=ANA)) == ["ana"]
    everybody = {"everybody": True}
    assert client.get("/v1/api-keys", params=everybody, auth=ANA).status_code == 403
    found = client.get("/v1/api-keys", params=everybody, auth=ADMINISTRATOR)
    assert owners(found) == ["vera", "ana"]


def test_keys_are_read_a_page_at_a_time(client: TestClient) -> None:
    names = [made(client, name=name)["key"]["name"] for name in ("one", "two", "three")]

    def page(**query: object) -> dict:
        return client.get("/v1/api-keys", params={"limit": 2} | query, auth=ANA).json()

    first = page()
    assert [key["name"] for key in first["keys"]] == ["three", "two"]
    assert first["total"] == len(names)
    last = page(before=first["next_before"])
    assert [key["name"] for key in last["keys"]] == ["one"]
    assert (last["next_before"], last["total"]) == (None, 3)


@pytest.mark.parametrize("of", ["name", "prefix", "owner"])
def test_a_key_is_found_by_what_is_seen_of_it(client: TestClient, of: str) -> None:
    made(client, VERA, name="another_1", scopes=["read"])
    key = made(client, name="the 100% booking")["key"]
    part = {"name": "100% BOOK", "prefix": key["prefix"], "owner": "an"}[of]
    query = {"everybody": of != "owner", "search": part}
    found = client.get("/v1/api-keys", params=query, auth=ADMINISTRATOR if of != "owner" else ANA)
    assert [one["id"] for one in found.json()["keys"]] == [key["id"]]


def test_keys_that_are_over_are_left_out_for_whoever_asks(
    client: TestClient, make_key, eventually
) -> None:
    make_key("ana", "read", expires_at=datetime.now(UTC) + timedelta(seconds=3))
    revoked, usable = made(client)["key"], made(client)["key"]
    client.post(f"/v1/api-keys/{revoked['id']}/revoke", json={"reason": "x"}, auth=ANA)

    def found() -> tuple[list[int], int]:
        answer = client.get("/v1/api-keys", params={"usable": True}, auth=ANA).json()
        return [key["id"] for key in answer["keys"]], answer["total"]

    eventually(lambda: found() == ([usable["id"]], 1))
    assert client.get("/v1/api-keys", auth=ANA).json()["total"] == 3


def test_service_accounts_are_listed_apart_from_people(client: TestClient) -> None:
    order = {"name": "feed", "role": "engineer", "reason": "It tells the truth."}
    client.post("/v1/service-accounts", json=order, auth=ADMINISTRATOR)

    def names(**query: object) -> list[str]:
        answer = client.get("/v1/people", params=query, auth=ADMINISTRATOR)
        return [person["name"] for person in answer.json()["people"]]

    assert names(service=True) == ["feed"]
    assert "feed" not in names(service=False)
    assert set(names()) == {"feed", *names(service=False)}


def test_no_key_may_more_than_its_owner(client: TestClient) -> None:
    answer = client.post("/v1/api-keys", json=ORDER, auth=VERA)
    assert answer.status_code == 403
    assert "outcomes" in answer.json()["detail"]


def test_what_a_key_may_goes_with_its_owners_role(client: TestClient) -> None:
    key = made(client, scopes=["read", "write"])["secret"]
    stale = {"reason": "again", "model": "delay"}
    assert client.post("/v1/training-runs", json=stale, headers=bearer(key)).status_code == 404
    change = {"role": "viewer", "reason": "Ana reads alone now."}
    client.patch("/v1/people/ana", json=change, auth=ADMINISTRATOR)
    assert client.post("/v1/training-runs", json=stale, headers=bearer(key)).status_code == 403
    (listed,) = client.get("/v1/api-keys", auth=ANA).json()["keys"]
    assert (listed["scopes"], listed["effective_scopes"]) == (["read", "write"], ["read"])


def test_a_change_by_a_key_tells_which_key(client: TestClient, seeded) -> None:
    seeded.model()
    new = made(client, scopes=["write"])
    change = {"cache_responses": True}
    answer = client.patch("/v1/models/delay", json=change, headers=bearer(new["secret"]))
    assert answer.status_code == 200
    entry = client.get("/v1/audit", auth=ADMINISTRATOR).json()["entries"][0]
    assert (entry["actor"], entry["api_key"]) == ("person:ana", new["key"]["prefix"])


@pytest.mark.parametrize("scope", ["read", "predict"])
def test_a_revoked_key_is_of_no_use(client: TestClient, seeded, eventually, scope: str) -> None:
    seeded.model()
    eventually(lambda: client.get("/health/ready").status_code == 200)
    new = made(client, scopes=[scope])

    def status() -> int:
        if scope == "read":
            return client.get("/v1/alerts", headers=bearer(new["secret"])).status_code
        rows = {"rows": [ROW]}
        return client.post(PREDICT, json=rows, headers=bearer(new["secret"])).status_code

    eventually(lambda: status() == 200)
    path = f"/v1/api-keys/{new['key']['id']}/revoke"
    others = client.post(path, json={"reason": "not mine"}, auth=VERA)
    assert others.status_code == 404
    answer = client.post(path, json={"reason": "It has leaked."}, auth=ANA)
    assert answer.json()["state"] == "revoked"
    eventually(lambda: status() == 401)
    again = client.post(path, json={"reason": "again"}, auth=ADMINISTRATOR)
    assert again.json()["revoked_at"] == answer.json()["revoked_at"]


def test_an_expired_key_is_of_no_use(client: TestClient, seeded, make_key, eventually) -> None:
    soon = datetime.now(UTC) + timedelta(seconds=3)
    key = make_key("ana", "read", expires_at=soon)
    eventually(lambda: client.get("/v1/alerts", headers=bearer(key)).status_code == 401)
    eventually(lambda: client.get("/v2", headers=bearer(key)).status_code == 401)
    (listed,) = client.get("/v1/api-keys", auth=ANA).json()["keys"]
    assert listed["state"] == "expired"


def test_a_disabled_owners_keys_are_of_no_use(client: TestClient, make_key, eventually) -> None:
    key = make_key("ana", "read", "predict")
    change = {"disabled": True, "reason": "Ana has left."}
    client.patch("/v1/people/ana", json=change, auth=ADMINISTRATOR)
    assert client.get("/v1/alerts", headers=bearer(key)).status_code == 401
    eventually(lambda: client.get("/v2", headers=bearer(key)).status_code == 401)


@pytest.mark.parametrize(
    ("headers", "status"), [({}, 401), (bearer("farol_x_y"), 401), ("predict", 403)]
)
def test_the_truth_needs_a_key_that_may_tell_it(
    client: TestClient, seeded, make_key, headers, status: int
) -> None:
    seeded.model()
    if isinstance(headers, str):
        headers = bearer(make_key("ana", headers))
    answer = client.post("/v1/outcomes", json=TRUTH, headers=headers)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert ("www-authenticate" in answer.headers) == (status == 401)


def test_a_process_that_has_just_started_cannot_tell_a_key_yet() -> None:
    gate = Gate(VisitorRules(), MemoryLimiter(), keep_nothing)
    scope = {"type": "http", "headers": [(b"authorization", b"Bearer farol_x_y")]}
    with pytest.raises(KeysNotRead) as refused:
        asyncio.run(gate.admit(scope, "predict"))
    assert (refused.value.status, refused.value.retry_after_seconds) == (503, 1)
    gate.use([])
    with pytest.raises(Unauthenticated):
        asyncio.run(gate.admit(scope, "predict"))


async def keep_nothing(_record: object) -> None:
    return


def test_the_truth_is_taken_from_a_key_with_that_scope(
    client: TestClient, seeded, make_key, eventually
) -> None:
    seeded.model()
    eventually(lambda: client.get("/health/ready").status_code == 200)
    headers = bearer(make_key("ana", "outcomes"))
    assert client.post("/v1/outcomes", json=TRUTH, headers=headers).status_code == 202


def test_a_service_account_asks_with_keys_alone(client: TestClient, seeded) -> None:
    order = {"name": "feed", "role": "engineer", "reason": "It tells the truth."}
    account = client.post("/v1/service-accounts", json=order, auth=ADMINISTRATOR)
    assert (account.status_code, account.json()["is_service"]) == (201, True)
    key = made(client, ADMINISTRATOR, owner="feed", scopes=["read"])
    who = client.get("/v1/session", headers=bearer(key["secret"]))
    assert who.json()["name"] == "feed"
    for password in ("", PASSWORD):
        assert client.get("/v1/session", auth=("feed", password)).status_code == 401
    reset = client.post("/v1/people/feed/password", json={"reason": "x"}, auth=ADMINISTRATOR)
    assert reset.status_code == 409


@pytest.mark.parametrize(
    ("auth", "owner", "status"),
    [(ANA, "admin", 403), (ADMINISTRATOR, "ana", 403), (ADMINISTRATOR, "nobody", 404)],
)
def test_nobody_makes_keys_for_somebody_else(
    client: TestClient, auth: tuple[str, str], owner: str, status: int
) -> None:
    answer = client.post("/v1/api-keys", json=ORDER | {"owner": owner}, auth=auth)
    assert answer.status_code == status


def test_a_service_account_never_administers(client: TestClient) -> None:
    order = {"name": "feed", "role": "administrator", "reason": "It tells the truth."}
    answer = client.post("/v1/service-accounts", json=order, auth=ADMINISTRATOR)
    assert answer.status_code == 409
    order["role"] = "viewer"
    client.post("/v1/service-accounts", json=order, auth=ADMINISTRATOR)
    change = {"role": "administrator", "reason": "more"}
    answer = client.patch("/v1/people/feed", json=change, auth=ADMINISTRATOR)
    assert answer.status_code == 409


def test_the_last_use_is_told_by_both_planes(client: TestClient, make_key, eventually) -> None:
    key = make_key("ana", "read")
    client.get("/v1/alerts", headers=bearer(key))
    (listed,) = client.get("/v1/api-keys", auth=ANA).json()["keys"]
    assert listed["last_used_at"] is not None
    assert listed["last_used_address"] == "testclient"
