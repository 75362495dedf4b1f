"""Health, metrics, origins, explanations, outcomes and feedback."""

from pathlib import Path

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families

from api.artifact.snapshot import Snapshot
from api.http.data_plane.tests.running import ORIGIN, WITH_KEY, Running, running, served
from api.spool.records import FeedbackRecord, OutcomeRecord
from monitoring.metrics import LATENCY_BUCKETS_SECONDS


def test_live_and_ready_are_said(client: httpx.Client) -> None:
    assert client.get("/health/live").json() == {"status": "live"}
    assert client.get("/health/ready").json() == {"status": "ready", "not_ready": []}
    assert client.head("/health/ready").status_code == 200


def test_without_a_snapshot_nothing_is_ready(models_dir: Path, tmp_path: Path) -> None:
    with running(models_dir, tmp_path, Snapshot(0, ())) as started:
        ready = httpx.get(f"http://{started.url}/health/ready")
        assert (ready.status_code, ready.json()["not_ready"]) == (503, ["no serving snapshot yet"])
        started.plane.apply(Snapshot(1, (served("text", ["text"]),)))
        assert httpx.get(f"http://{started.url}/health/ready").status_code == 200


def test_the_metrics_count_what_was_answered(models_dir: Path, tmp_path: Path) -> None:
    snapshot = Snapshot(7, (served("text", ["text"]),))
    with (
        running(models_dir, tmp_path, snapshot) as started,
        httpx.Client(base_url=f"http://{started.url}") as client,
    ):
        for rows in (1, 3):
            client.post("/v1/models/text/predict", json={"rows": [{"text": "good"}] * rows})
        client.post("/v1/models/text/predict", json={"rows": [{"text": 1}]})
        client.post("/v1/models/text/predict", content=b"x", headers={"Content-Type": "text/css"})
        text = client.get("/metrics").text
    samples = {
        (
            s.name,
            s.labels.get("version", ""),
            s.labels.get("fault") or s.labels.get("le", ""),
        ): s.value
        for family in text_string_to_metric_families(text)
        for s in family.samples
        if s.labels.get("route", "predict") == "predict"
    }
    assert samples["farol_requests_total", "1", ""] == 3
    assert samples["farol_rows_total", "1", ""] == 4
    assert samples["farol_request_errors_total", "1", "client"] == 1
    assert samples["farol_request_errors_total", "0", "client"] == 1
    assert samples["farol_request_latency_seconds_count", "1", ""] == 3
    assert samples["farol_request_latency_seconds_bucket", "1", "+Inf"] == 3
    assert samples["farol_snapshot_revision", "", ""] == 7
    buckets = [key for key in samples if key[0].endswith("_bucket") and key[1] == "1"]
    assert len(buckets) == len(LATENCY_BUCKETS_SECONDS) + 1


def test_only_listed_origins_are_let_in(client: httpx.Client) -> None:
    path = "/v1/models/text/predict"
    body = {"rows": [{"text": "good"}]}
    listed = client.post(path, json=body, headers={"Origin": ORIGIN})
    other = client.post(path, json=body, headers={"Origin": "https://other.example"})
    assert listed.headers["access-control-allow-origin"] == ORIGIN
    assert "access-control-allow-origin" not in other.headers
    assert other.headers["vary"] == "Origin"
    refused = client.post(path, json={}, headers={"Origin": ORIGIN})
    assert (refused.status_code, refused.headers["access-control-allow-origin"]) == (422, ORIGIN)


@pytest.mark.parametrize(("origin", "status"), [(ORIGIN, 204), ("https://other.example", 403)])
def test_a_preflight_is_answered(client: httpx.Client, origin: str, status: int) -> None:
    headers = {"Origin": origin, "Access-Control-Request-Method": "POST"}
    response = client.options("/v1/models/text/predict", headers=headers)
    assert response.status_code == status
    assert ("access-control-allow-origin" in response.headers) == (status == 204)


def test_an_explanation_has_the_contracts_form(client: httpx.Client) -> None:
    response = client.post(
        "/v1/models/text/explain", json={"row": {"text": "so bad"}, "version": 1}
    )
    document = response.json()
    assert response.status_code == 200
    assert [c["part"] for c in document["contributions"]] == ["so", "bad"]
    assert document["contributions"][1]["start"] == 3
    assert {"model", "version", "method", "output", "label", "base", "score"} < set(document)


def test_outcomes_and_feedback_are_in_the_spool_before_they_are_acknowledged(
    server: Running, client: httpx.Client
) -> None:
    by_id = {"prediction_id": "p123", "row": 2, "truth": "late"}
    by_key = {"model": "text", "key": "k", "truth": 1, "observed_at": "2013-01-01T00:00:00Z"}
    answer = client.post("/v1/outcomes", json={"outcomes": [by_id, by_key]}, headers=WITH_KEY)
    assert (answer.status_code, answer.json()) == (202, {"accepted": 2})
    opinion = {"prediction_id": "p123", "thumb": "up", "comment": "é"}
    answer = client.post("/v1/feedback", json=opinion)
    assert (answer.status_code, answer.json()) == (202, {"accepted": 1})
    kept = {type(record) for record in server.records()}
    assert {OutcomeRecord, FeedbackRecord} <= kept
