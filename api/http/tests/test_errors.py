import importlib
import pkgutil

import pytest
from fastapi import FastAPI
from sqlalchemy.exc import OperationalError
from starlette.testclient import TestClient

import api.adapters
import api.core
import api.http
from api.core.errors import KINDS, FarolError
from api.http.draining import Draining
from api.http.errors import STATUS_BY_KIND, install_error_handlers
from api.http.request_context import RequestContext
from api.http.tests.conftest import ADMINISTRATOR

PROBLEM = "application/problem+json"


def every_error() -> list[type[FarolError]]:
    for package in (api.core, api.adapters, api.http):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if "tests" not in module.name and "__main__" not in module.name:
                importlib.import_module(module.name)
    found, waiting = [], [FarolError]
    while waiting:
        children = waiting.pop().__subclasses__()
        found += children
        waiting += children
    return sorted(set(found), key=lambda error: f"{error.__module__}.{error.__name__}")


def app_that_raises(error: Exception) -> TestClient:
    app = FastAPI()
    install_error_handlers(app)

    @app.get("/")
    def fail() -> None:
        raise error

    context = RequestContext(app, Draining(), None)
    return TestClient(context, raise_server_exceptions=False)


def test_every_kind_has_a_status() -> None:
    assert set(STATUS_BY_KIND) == set(KINDS)


@pytest.mark.parametrize("error", every_error(), ids=lambda error: error.__name__)
def test_every_error_is_answered_by_its_kind(error: type[FarolError]) -> None:
    instance = error.__new__(error)
    instance.args = ("what was wrong",)
    answer = app_that_raises(instance).get("/")
    assert answer.status_code == STATUS_BY_KIND[error.kind]
    assert answer.headers["content-type"] == PROBLEM
    assert answer.json()["detail"] == "what was wrong"
    assert answer.json()["request_id"] == answer.headers["x-request-id"]
    assert ("retry-after" in answer.headers) == (error.kind == "unavailable")


def test_errors_are_found_in_every_noun() -> None:
    names = {error.__name__ for error in every_error()}
    assert {"ModelAbsent", "JobConflict", "ArtifactAbsent", "NotTrainable"} <= names


def test_an_unexpected_error_shows_nothing_of_itself() -> None:
    answer = app_that_raises(ZeroDivisionError("secret detail")).get("/")
    assert (answer.status_code, answer.headers["content-type"]) == (500, PROBLEM)
    assert "secret" not in answer.text
    assert "Traceback" not in answer.text
    assert answer.json()["request_id"] == answer.headers["x-request-id"]


def test_a_database_that_is_down_is_unavailable_and_names_no_address() -> None:
    down = OperationalError("SELECT 1", {}, Exception("host=10.0.0.7 refused"))
    answer = app_that_raises(down).get("/")
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "1")
    assert "10.0.0.7" not in answer.text


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/v1/nothing", 404),
        ("GET", "/v1/jobs/99/nothing", 404),
        ("DELETE", "/v1/models", 405),
        ("GET", "/v1/models/UPPER", 422),
        ("GET", "/v1/jobs/zero", 422),
        ("GET", "/v1/models/delay/metrics?minutes=0", 422),
        ("GET", "/v1/jobs/99", 404),
        ("GET", "/v1/training-runs/99", 404),
        ("GET", "/v1/batch-predictions/99", 404),
        ("GET", "/v1/jobs/99999999999999999999999", 422),
        ("GET", "/v1/models/delay%00", 422),
    ],
)
def test_every_refusal_is_a_problem_document(
    client: TestClient, seeded, method: str, path: str, status: int
) -> None:
    seeded.administrator()
    answer = client.request(method, path, auth=ADMINISTRATOR)
    assert (answer.status_code, answer.headers["content-type"]) == (status, PROBLEM)
    document = answer.json()
    assert document["status"] == status
    assert document["type"].startswith("urn:farol:problem:")
    assert document["request_id"] == answer.headers["x-request-id"]


def test_a_refused_body_names_each_field(client: TestClient, seeded) -> None:
    seeded.administrator()
    answer = client.post(
        "/v1/models/delay/promote", json={"version": "x", "extra": 1}, auth=seeded.credentials
    )
    assert answer.status_code == 422
    assert {error["field"] for error in answer.json()["errors"]} == {"version", "reason", "extra"}


@pytest.mark.parametrize("body", [b"{", b"\xff", b"[" * 100_000, b'{"version": NaN'])
def test_broken_json_is_a_400(client: TestClient, seeded, body: bytes) -> None:
    seeded.administrator()
    answer = client.post(
        "/v1/models/delay/promote",
        content=body,
        headers={"Content-Type": "application/json"},
        auth=seeded.credentials,
    )
    assert (answer.status_code, answer.headers["content-type"]) == (400, PROBLEM)


def test_a_large_body_is_refused_before_it_is_read(client: TestClient, seeded) -> None:
    seeded.administrator()
    answer = client.post(
        "/v1/training-runs", content=b" " * 1_100_000, auth=seeded.credentials,
        headers={"Content-Type": "application/json"},
    )  # fmt: skip
    assert (answer.status_code, answer.headers["content-type"]) == (413, PROBLEM)
