import pytest
from starlette.testclient import TestClient

from api.http.app import compose

ROW = {"wind": 0.5, "rain": 0.25}
FIRST_PROBABILITY = 1 / (1 + 2.718281828459045 ** -(0.5 + 0.25))


def predict(client: TestClient, path: str = "/v1/models/delay/predict"):
    return client.post(path, json={"rows": [ROW]})


@pytest.fixture
def serving(seeded, application, eventually):
    """The whole application with one model in memory."""
    seeded.model()
    with TestClient(application.asgi) as client:
        eventually(lambda: predict(client).status_code == 200)
        yield client


def test_a_model_is_served_as_soon_as_it_is_promoted(serving: TestClient) -> None:
    answer = predict(serving).json()
    assert (answer["model"], answer["version"], answer["variant"]) == ("delay", 1, "champion")
    assert answer["predictions"][0]["probability"] == pytest.approx(FIRST_PROBABILITY, abs=1e-6)


def test_a_promotion_reaches_the_data_plane_without_a_restart(
    serving: TestClient, seeded, eventually
) -> None:
    seeded.model(weight=3.0)
    eventually(lambda: predict(serving).json()["version"] == 2)


def test_the_data_plane_alone_knows_no_control_routes(settings) -> None:
    data = settings.model_copy(update={"planes": "data"})
    with TestClient(compose(data).asgi) as client:
        assert client.get("/v1/models").status_code == 404
        assert client.get("/health/live").status_code == 200
        assert predict(client).status_code in (404, 503)


def test_the_control_plane_alone_says_where_predictions_are_not(settings, seeded) -> None:
    seeded.model()
    control = settings.model_copy(update={"planes": "control"})
    with TestClient(compose(control).asgi) as client:
        assert len(client.get("/v1/models").json()["models"]) == 1
        answer = predict(client)
        assert (answer.status_code, answer.json()["type"]) == (
            404,
            "urn:farol:problem:plane-not-served",
        )
        assert client.get("/health/live").json() == {"status": "live"}
        assert client.get("/health/ready").json() == {"status": "ready", "not_ready": []}
        assert "python_info" in client.get("/metrics").text


def test_a_control_plane_without_a_database_is_not_ready(settings) -> None:
    nowhere = settings.model_copy(
        update={"planes": "control", "database_url": "postgresql+psycopg://farol@127.0.0.1:1/x"}
    )
    with TestClient(compose(nowhere).asgi) as client:
        answer = client.get("/health/ready")
        assert (answer.status_code, answer.json()["not_ready"]) == (
            503,
            ["the database does not answer"],
        )
        assert client.get("/v1/models").status_code == 503


def test_the_last_snapshot_is_served_with_no_database(
    serving: TestClient, seeded, eventually
) -> None:
    alone = seeded.settings.model_copy(
        update={
            "database_url": "postgresql+psycopg://farol@127.0.0.1:1/x",
            "process_slot": "api-1",
        }
    )
    with TestClient(compose(alone).asgi) as client:
        eventually(lambda: predict(client).status_code == 200)
        assert client.get("/health/ready").status_code == 200


@pytest.mark.parametrize("path", ["/v1/models", "/v1/models/delay/predict"])
def test_listed_origins_may_call_both_planes(settings, path: str) -> None:
    listed = settings.model_copy(update={"cors_origins": ("https://app.example",)})
    with TestClient(compose(listed).asgi) as client:
        for origin, allowed in [
            ("https://app.example", "https://app.example"),
            ("https://x", None),
        ]:
            answer = client.get(path, headers={"Origin": origin})
            assert answer.headers.get("access-control-allow-origin") == allowed


def test_no_origin_is_listed_by_default(client: TestClient) -> None:
    answer = client.get("/v1/models", headers={"Origin": "https://app.example"})
    assert "access-control-allow-origin" not in answer.headers


def test_requests_of_both_planes_are_logged(serving: TestClient, seeded, eventually) -> None:
    serving.get("/v1/models", headers={"X-Request-Id": "control-1"})
    serving.post(
        "/v1/models/delay/predict", json={"rows": [ROW]}, headers={"X-Request-Id": "data-1"}
    )
    log = seeded.settings.data_dir / "logs" / "requests-api-0.jsonl"
    eventually(lambda: {"control-1", "data-1"} <= set(log.read_text().replace('"', " ").split()))
