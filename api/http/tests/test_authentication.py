import threading
from dataclasses import dataclass

import pytest
from starlette.exceptions import HTTPException
from starlette.testclient import TestClient

from api.http.authentication import (
    FAILURE_WINDOW_SECONDS,
    MAX_ADDRESSES,
    MAX_FAILURES,
    FailureThrottle,
    VerificationLimit,
)

MUTATIONS = [
    ("POST", "/v1/models"),
    ("PATCH", "/v1/models/delay"),
    ("PATCH", "/v1/models/delay/versions/1/execution"),
    ("POST", "/v1/models/delay/promote"),
    ("POST", "/v1/models/delay/roll-back"),
    ("POST", "/v1/models/delay/rollouts"),
    ("POST", "/v1/rollouts/1/actions"),
    ("PUT", "/v1/models/delay/policy"),
    ("POST", "/v1/training-runs"),
    ("POST", "/v1/jobs/1/cancel"),
]


@dataclass
class Clock:
    seconds: float = 0.0

    def __call__(self) -> float:
        return self.seconds


@pytest.mark.parametrize(("method", "path"), MUTATIONS)
def test_a_change_needs_a_password(client: TestClient, method: str, path: str) -> None:
    answer = client.request(method, path)
    assert answer.status_code == 401
    assert answer.headers["www-authenticate"].startswith("Basic")


@pytest.mark.parametrize(("method", "path"), MUTATIONS)
def test_a_change_needs_an_engineer(client: TestClient, seeded, method: str, path: str) -> None:
    seeded.person("eve", "viewer")
    assert client.request(method, path, auth=("eve", seeded.credentials[1])).status_code == 403


def test_a_browsers_fetch_is_not_challenged(client: TestClient) -> None:
    answer = client.get("/v1/session", headers={"Sec-Fetch-Mode": "cors"})
    assert answer.status_code == 401
    assert "www-authenticate" not in answer.headers


@pytest.mark.parametrize("header", ["Basic !!!", "Basic YQ==", "Bearer token", "Basic", "\xff"])
def test_unreadable_credentials_are_a_401(client: TestClient, header: str) -> None:
    answer = client.get("/v1/session", headers={"Authorization": header.encode("latin-1")})
    assert answer.status_code == 401


def test_the_session_says_who_it_is(client: TestClient, seeded) -> None:
    seeded.administrator()
    answer = client.get("/v1/session", auth=seeded.credentials)
    assert answer.json() == {
        "name": "admin",
        "role": "administrator",
        "must_change_password": False,
        "csrf_token": None,
        "issuer": None,
    }


def test_too_many_wrong_passwords_lock_the_address_even_for_the_right_one(
    client: TestClient, seeded
) -> None:
    seeded.administrator()
    wrong = [client.get("/v1/session", auth=("admin", "wrong")) for _ in range(MAX_FAILURES)]
    assert {answer.status_code for answer in wrong} == {401}
    locked = client.get("/v1/session", auth=seeded.credentials)
    assert locked.status_code == 429
    assert 1 <= int(locked.headers["retry-after"]) <= FAILURE_WINDOW_SECONDS


def test_missing_credentials_are_no_failure(client: TestClient, seeded) -> None:
    seeded.administrator()
    for _ in range(MAX_FAILURES + 1):
        client.get("/v1/session")
    assert client.get("/v1/session", auth=seeded.credentials).status_code == 200


def test_failures_are_forgotten_after_the_window() -> None:
    clock = Clock()
    throttle = FailureThrottle(clock)
    for _ in range(MAX_FAILURES):
        throttle.record("address")
    with pytest.raises(HTTPException):
        throttle.check("address")
    throttle.check("another address")
    clock.seconds = FAILURE_WINDOW_SECONDS
    throttle.check("address")


def test_the_throttle_remembers_a_bounded_number_of_addresses() -> None:
    throttle = FailureThrottle(Clock())
    for number in range(MAX_ADDRESSES + 10):
        throttle.record(str(number))
    assert len(throttle._failures) == MAX_ADDRESSES


def test_only_so_many_passwords_are_hashed_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("api.http.authentication.VERIFICATION_WAIT_SECONDS", 0.01)
    limit = VerificationLimit(threading.BoundedSemaphore(1))
    with limit.slot(), pytest.raises(HTTPException) as refused, limit.slot():
        pass
    assert refused.value.status_code == 503
    with limit.slot():
        pass
