"""Limits: exact, told in words and seconds, and never in the way of a probe."""

import json

import pytest
from starlette.testclient import TestClient

from api.adapters.settings import Settings
from api.http.app import compose
from api.http.tests.conftest import ADMINISTRATOR, ROW

PREDICT = "/v1/models/delay/predict"
ROWS = {"rows": [ROW]}
JSON = {"Content-Type": "application/json"}
READS = 15


@pytest.fixture
def settings(settings: Settings) -> Settings:
    limits = {"visitor_requests_per_minute": 5, "address_requests_per_minute": READS}
    return settings.model_copy(update=limits)


@pytest.fixture(autouse=True)
def served(client: TestClient, seeded, eventually) -> None:
    seeded.administrator()
    seeded.model()
    eventually(lambda: client.get("/health/ready").status_code == 200)


def bearer(key: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {key}"}


def padded(size_bytes: int) -> bytes:
    """A good body of that size."""
    return json.dumps(ROWS).encode().ljust(size_bytes)


def statuses(client: TestClient, times: int, **how) -> list[int]:
    return [client.post(PREDICT, json=ROWS, **how).status_code for _ in range(times)]


def test_a_visitor_is_told_when_to_come_back(client: TestClient) -> None:
    assert statuses(client, 7) == [200] * 5 + [429] * 2
    refused = client.post(PREDICT, json=ROWS)
    assert 1 <= int(refused.headers["retry-after"]) <= 60
    assert refused.headers["content-type"] == "application/problem+json"
    assert refused.json()["type"] == "urn:farol:problem:rate-limited"
    assert "5 requests a minute" in refused.json()["detail"]


def test_every_way_to_predict_is_counted_together(client: TestClient) -> None:
    ways = [
        (PREDICT, ROWS),
        ("/v1/models/delay/versions/1/predict", ROWS),
        ("/v1/models/delay/explain", {"row": ROW}),
        ("/v1/feedback", {"prediction_id": "p1", "thumb": "up"}),
        (PREDICT, {"rows": []}),
    ]
    assert 429 not in [client.post(path, json=body).status_code for path, body in ways]
    assert [client.post(path, json=body).status_code for path, body in ways] == [429] * 5


def test_a_large_body_counts_as_many_small_ones(client: TestClient) -> None:
    assert client.post(PREDICT, content=padded(200_000), headers=JSON).status_code == 200
    assert statuses(client, 2) == [200, 429]


def test_a_body_that_no_minute_has_room_for_is_refused_for_good(client: TestClient) -> None:
    answer = client.post(PREDICT, content=padded(400_000), headers=JSON)
    assert (answer.status_code, "retry-after" in answer.headers) == (413, False)
    assert "Without an API key" in answer.json()["detail"]


def test_a_key_has_a_limit_of_its_own_in_both_planes_together(client: TestClient, make_key) -> None:
    # Its first use, by which the test learns that it is known, is one of the six.
    key = make_key("admin", "predict", "read", per_minute=6)
    reads = [client.get("/v1/alerts", headers=bearer(key)).status_code for _ in range(2)]
    assert reads == [200] * 2
    assert statuses(client, 4, headers=bearer(key)) == [200, 200, 200, 429]
    assert client.get("/v1/alerts", headers=bearer(key)).status_code == 429
    assert statuses(client, 1) == [200]


def test_a_key_without_a_limit_has_none(client: TestClient, make_key) -> None:
    key = make_key("admin", "predict")
    assert statuses(client, 20, headers=bearer(key)) == [200] * 20


@pytest.mark.parametrize("path", ["/v1/models", "/v1/alerts"])
def test_reads_of_an_address_are_bounded(client: TestClient, path: str) -> None:
    answers = [client.get(path) for _ in range(READS + 1)]
    assert 429 not in [answer.status_code for answer in answers[:READS]]
    assert answers[READS].status_code == 429
    assert 1 <= int(answers[READS].headers["retry-after"]) <= 60


def test_guessing_keys_is_bounded(client: TestClient) -> None:
    for path in ("/v1/alerts", "/v2"):
        answers = [
            client.get(path, headers=bearer(f"farol_x_{n}")).status_code for n in range(READS)
        ]
    assert answers[-1] == 429


@pytest.mark.parametrize(
    "path", ["/health/live", "/health/ready", "/metrics", "/v2/health/ready", "/"]
)
def test_probes_scrapers_and_pages_are_never_limited(client: TestClient, path: str) -> None:
    for _ in range(2 * READS):
        assert client.get(path, auth=None).status_code == 200


def test_what_was_refused_is_counted_and_leaves_nothing_in_the_spool(
    client: TestClient, settings: Settings
) -> None:
    statuses(client, 5)
    before = sum(file.stat().st_size for file in settings.spool_dir.rglob("*") if file.is_file())
    assert statuses(client, 3) == [429] * 3
    after = sum(file.stat().st_size for file in settings.spool_dir.rglob("*") if file.is_file())
    assert before == after
    assert 'farol_not_admitted_total{reason="rate_limited"} 3.0' in client.get("/metrics").text


@pytest.mark.parametrize("may_predict", [True, False])
def test_models_may_be_closed_to_visitors(
    settings: Settings, seeded, eventually, may_predict: bool
) -> None:
    closed = settings.model_copy(
        update={"visitors_may_predict": may_predict, "process_slot": "api-1"}
    )
    with TestClient(compose(closed).asgi) as client:
        eventually(lambda: client.get("/health/ready").status_code == 200)
        expected = 200 if may_predict else 401
        assert client.post(PREDICT, json=ROWS, auth=ADMINISTRATOR).status_code == expected
