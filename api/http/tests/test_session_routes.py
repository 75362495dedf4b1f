"""Signing in with a browser: the cookie, what protects it, and one's own password."""

import httpx
import pytest
from starlette.testclient import TestClient

from api.adapters.database import read_session, write_session
from api.core.access import sessions as web_sessions
from api.core.access.lockout import FAILURES_TO_LOCK
from api.core.access.operations import get, record_failure
from api.http.authentication import CSRF_HEADER, HINT_COOKIE, MAX_FAILURES, SESSION_COOKIE
from api.http.tests.conftest import NOW, PASSWORD

NEW_PASSWORD = "a better password"


@pytest.fixture
def ana(seeded) -> None:
    seeded.person("ana", "engineer")


def sign_in(client: TestClient, name: str = "ana", password: str = PASSWORD) -> httpx.Response:
    return client.post("/v1/session", json={"name": name, "password": password})


def change(client: TestClient, csrf: str | None) -> httpx.Response:
    headers = {} if csrf is None else {CSRF_HEADER: csrf}
    order = {"model": "delay", "reason": "newer data"}
    return client.post("/v1/training-runs", json=order, headers=headers)


@pytest.mark.usefixtures("ana")
def test_a_browser_signs_in_and_is_known_until_it_signs_out(client: TestClient) -> None:
    answer = sign_in(client)
    assert answer.status_code == 200
    told = answer.json()
    assert (told["name"], told["role"], told["must_change_password"]) == ("ana", "engineer", False)
    assert client.get("/v1/session").json() == told
    gone = client.delete("/v1/session", headers={CSRF_HEADER: told["csrf_token"]})
    assert (gone.status_code, gone.json()) == (200, {"continue_at": None})
    assert client.cookies.get(SESSION_COOKIE) is None
    assert client.get("/v1/session").status_code == 401


@pytest.mark.usefixtures("ana")
def test_the_cookie_is_for_this_site_and_for_no_script(client: TestClient) -> None:
    token, hint = (one.lower() for one in sign_in(client).headers.get_list("set-cookie"))
    assert token.startswith(f"{SESSION_COOKIE}=")
    assert "httponly" in token
    assert hint.startswith(f"{HINT_COOKIE}=1;"), "and tells nothing"
    for said in (token, hint):
        assert "samesite=strict" in said
        assert "path=/" in said
        assert "; secure" not in said, "over plain HTTP the browser would not send it back"
    client.base_url = "https://testserver"
    assert "; secure" in sign_in(client).headers.get_list("set-cookie")[0].lower()


@pytest.mark.usefixtures("ana")
def test_a_session_that_was_ended_elsewhere_is_worth_nothing(client: TestClient) -> None:
    csrf = sign_in(client).json()["csrf_token"]
    token = client.cookies[SESSION_COOKIE]
    client.delete("/v1/session", headers={CSRF_HEADER: csrf})
    client.cookies.set(SESSION_COOKIE, token)
    assert client.get("/v1/session").status_code == 401


def test_a_change_by_cookie_needs_the_token_that_another_site_cannot_know(
    client: TestClient, ana: None, seeded
) -> None:
    seeded.model()
    csrf = sign_in(client).json()["csrf_token"]
    assert change(client, None).status_code == 403
    assert change(client, web_sessions.csrf_token("another session")).status_code == 403
    assert change(client, csrf).status_code == 202


@pytest.mark.usefixtures("ana")
def test_a_wrong_password_signs_nobody_in(client: TestClient) -> None:
    for name, password in (("ana", "wrong"), ("eve", PASSWORD)):
        answer = sign_in(client, name, password)
        assert answer.status_code == 401
        assert "set-cookie" not in answer.headers
        assert answer.json()["detail"] == "The name or the password is wrong."


@pytest.mark.usefixtures("ana")
def test_too_many_wrong_passwords_make_the_address_wait(client: TestClient) -> None:
    for _ in range(MAX_FAILURES):
        sign_in(client, password="wrong")
    answer = sign_in(client)
    assert answer.status_code == 429
    assert int(answer.headers["retry-after"]) >= 1


def test_an_account_is_locked_wherever_the_wrong_passwords_came_from(
    client: TestClient, ana: None, seeded, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("api.http.authentication.MAX_FAILURES", 1_000)
    for _ in range(FAILURES_TO_LOCK):
        assert sign_in(client, password="wrong").status_code == 401
    answer = sign_in(client)
    assert answer.status_code == 403
    assert "locked" in answer.json()["detail"]
    assert client.get("/v1/session", auth=("ana", PASSWORD)).status_code == 403


def test_a_first_password_opens_nothing_but_the_way_to_a_better_one(
    client: TestClient, seeded
) -> None:
    seeded.person("ana", "engineer", must_change_password=True)
    seeded.model()
    told = sign_in(client).json()
    assert told["must_change_password"]
    csrf = told["csrf_token"]
    refused = change(client, csrf)
    assert refused.status_code == 403
    assert "new password" in refused.json()["detail"]
    answer = client.put(
        "/v1/session/password",
        json={"current_password": PASSWORD, "new_password": NEW_PASSWORD},
        headers={CSRF_HEADER: csrf},
    )
    assert answer.status_code == 200
    assert not answer.json()["must_change_password"]
    assert change(client, csrf).status_code == 202


@pytest.mark.usefixtures("ana")
@pytest.mark.parametrize(
    ("current", "new", "status", "kind"),
    [
        ("wrong", NEW_PASSWORD, 401, "unauthorized"),
        (PASSWORD, "too short", 422, "invalid-request"),
        (PASSWORD, PASSWORD, 422, "same-password"),
    ],
)
def test_a_new_password_needs_the_old_one_some_length_and_to_be_new(
    client: TestClient, current: str, new: str, status: int, kind: str
) -> None:
    csrf = sign_in(client).json()["csrf_token"]
    order = {"current_password": current, "new_password": new}
    answer = client.put("/v1/session/password", json=order, headers={CSRF_HEADER: csrf})
    assert (answer.status_code, answer.json()["type"]) == (status, f"urn:farol:problem:{kind}")
    assert sign_in(client).status_code == 200


def test_one_sees_where_one_is_signed_in_and_ends_it_elsewhere(
    application, client: TestClient, ana: None
) -> None:
    elsewhere = TestClient(application.asgi, headers={"User-Agent": "a telephone"})
    sign_in(elsewhere)
    csrf = sign_in(client).json()["csrf_token"]
    listed = client.get("/v1/session/browsers").json()["sessions"]
    assert [(one["agent"], one["is_this_one"]) for one in listed] == [
        ("testclient", True),
        ("a telephone", False),
    ]
    assert client.delete("/v1/session/browsers", headers={CSRF_HEADER: csrf}).status_code == 204
    assert elsewhere.get("/v1/session").status_code == 401
    assert client.get("/v1/session").status_code == 200


def test_a_change_says_in_which_request_and_from_where_it_came(
    client: TestClient, ana: None, seeded
) -> None:
    seeded.administrator()
    seeded.model()
    csrf = sign_in(client).json()["csrf_token"]
    client.post(
        "/v1/training-runs",
        json={"model": "delay", "reason": "newer data"},
        headers={CSRF_HEADER: csrf, "X-Request-Id": "a-request"},
    )
    found = client.get("/v1/audit?actor=person:ana", auth=seeded.credentials).json()["entries"]
    assert [entry["action"] for entry in found] == ["training.start", "person.sign_in"]
    assert (found[0]["request_id"], found[0]["address"]) == ("a-request", "testclient")


@pytest.mark.parametrize("way", ["a browser", "a program"])
def test_a_right_password_begins_counting_anew(
    client: TestClient, ana: None, seeded, way: str
) -> None:
    with write_session(seeded.sessions) as session:
        for _ in range(FAILURES_TO_LOCK - 1):
            record_failure(session, name="ana", now=NOW)
    entered = (
        sign_in(client) if way == "a browser" else client.get("/v1/session", auth=("ana", PASSWORD))
    )
    assert entered.status_code == 200
    with read_session(seeded.sessions) as session:
        assert get(session, "ana").failed_sign_ins == 0
