import pytest
from sqlalchemy import select
from starlette.testclient import TestClient

from api.adapters.database import read_session
from api.core.tables import OutboxMessage
from api.http.tests.conftest import ADMINISTRATOR

pytestmark = pytest.mark.parametrize(
    "database_kind",
    ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)],
)
ORDER = {"model": "delay", "parameters": {"trees": 50}, "reason": "newer data"}


def test_a_training_is_started_as_a_job(client: TestClient, seeded) -> None:
    seeded.administrator()
    seeded.model()
    answer = client.post("/v1/training-runs", json=ORDER, auth=seeded.credentials)
    assert answer.status_code == 202
    run = answer.json()
    assert (run["recipe"], run["parameters"]) == ("delay", {"trees": 50})
    assert (run["job"]["state"], run["created_by"]) == ("queued", "person:admin")
    assert client.get(f"/v1/training-runs/{run['id']}", auth=ADMINISTRATOR).json() == run
    with read_session(seeded.sessions) as session:
        assert [message.job_id for message in session.scalars(select(OutboxMessage))] == [
            run["job"]["id"]
        ]


def test_training_runs_are_listed_newest_first_by_model(client: TestClient, seeded) -> None:
    seeded.administrator()
    seeded.model("delay")
    seeded.model("bikes")
    for model in ("delay", "bikes", "delay"):
        client.post("/v1/training-runs", json=ORDER | {"model": model}, auth=seeded.credentials)
    runs = client.get("/v1/training-runs?model=delay", auth=ADMINISTRATOR).json()["training_runs"]
    assert [run["id"] for run in runs] == [3, 1]
    assert len(client.get("/v1/training-runs", auth=ADMINISTRATOR).json()["training_runs"]) == 3


def test_listing_more_runs_takes_no_more_queries(client: TestClient, seeded, queries) -> None:
    seeded.administrator()
    seeded.model()
    client.post("/v1/training-runs", json=ORDER, auth=seeded.credentials)
    with queries() as first:
        client.get("/v1/training-runs", auth=ADMINISTRATOR)
    client.post("/v1/training-runs", json=ORDER, auth=seeded.credentials)
    with queries() as second:
        client.get("/v1/training-runs", auth=ADMINISTRATOR)
    assert len(first) == len(second)


def test_a_model_without_a_recipe_cannot_be_trained(client: TestClient, seeded) -> None:
    seeded.administrator()
    seeded.model(recipe=None)
    answer = client.post("/v1/training-runs", json=ORDER, auth=seeded.credentials)
    assert answer.status_code == 409


def test_an_unknown_model_cannot_be_trained(client: TestClient, seeded) -> None:
    seeded.administrator()
    answer = client.post("/v1/training-runs", json=ORDER, auth=seeded.credentials)
    assert answer.status_code == 404


def test_a_reason_is_asked_for(client: TestClient, seeded) -> None:
    seeded.administrator()
    order = {"model": "delay", "reason": ""}
    answer = client.post("/v1/training-runs", json=order, auth=seeded.credentials)
    assert answer.status_code == 422
