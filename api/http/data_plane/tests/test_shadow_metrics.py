"""What shadows and failing versions do is seen in the metrics, and not in the answers."""

import threading
import time
from pathlib import Path

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families

from api.http.data_plane.tests.running import Running, running
from api.serving.tests.shadowing import MAKERS, shadow_records, snapshot
from monitoring.metrics import LATENCY_BUCKETS_SECONDS

PREDICT = "/v1/models/m/predict"
Samples = dict[tuple[str, str, str], float]


@pytest.fixture(scope="module")
def number_models(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("models")
    for name, make in MAKERS.items():
        make(root / name)
    return root


def samples(client: httpx.Client) -> Samples:
    """(name, version, what else tells it apart) -> value."""
    return {
        (s.name, s.labels.get("version", ""), s.labels.get("reason") or s.labels.get("kind", "")): (
            s.value
        )
        for family in text_string_to_metric_families(client.get("/metrics").text)
        for s in family.samples
        if s.labels.get("route", "predict") == "predict" and s.labels.get("le", "+Inf") == "+Inf"
    }


def until_scored(started: Running, client: httpx.Client, rows: int) -> Samples:
    deadline = time.monotonic() + 20
    while True:
        found = samples(client)
        if found["farol_shadow_rows_total", "2", ""] >= rows:
            return found
        assert time.monotonic() < deadline
        threading.Event().wait(0.01)


def test_shadows_are_counted_apart_from_live_traffic(number_models: Path, tmp_path: Path) -> None:
    served = snapshot(["double", "root", "absent"], (2, 3))
    with (
        running(number_models, tmp_path, served) as started,
        httpx.Client(base_url=f"http://{started.url}") as client,
    ):
        for _ in range(3):
            answer = client.post(PREDICT, json={"rows": [{"x": 4}, {"x": -4}]})
            assert answer.json()["predictions"] == [{"value": 8.0}, {"value": -8.0}]
        found = until_scored(started, client, rows=3)
        buckets = [
            s
            for family in text_string_to_metric_families(client.get("/metrics").text)
            for s in family.samples
            if s.name == "farol_shadow_latency_seconds_bucket" and s.labels["version"] == "2"
        ]
    assert found["farol_shadow_rows_total", "2", ""] == 3
    assert found["farol_shadow_failed_rows_total", "2", ""] == 3
    assert found["farol_shadow_dropped_rows_total", "2", "queue_full"] == 0
    assert found["farol_shadow_dropped_rows_total", "3", "not_loaded"] == 6
    assert found["farol_shadow_latency_seconds_count", "2", ""] == 3
    assert found["farol_rows_total", "1", ""] == 6
    assert ("farol_rows_total", "2", "") not in found or found["farol_rows_total", "2", ""] == 0
    assert len(buckets) == len(LATENCY_BUCKETS_SECONDS) + 1
    assert {record.version for record in shadow_records(tmp_path / "spool")} == {2, 3}


def test_a_version_that_gives_nan_is_charged_and_sends_none(
    number_models: Path, tmp_path: Path
) -> None:
    with (
        running(number_models, tmp_path, snapshot(["root"], ())) as started,
        httpx.Client(base_url=f"http://{started.url}") as client,
    ):
        answer = client.post(PREDICT, json={"rows": [{"x": -1}]})
        found = samples(client)
    assert answer.status_code == 500
    assert answer.json()["title"] == "The model gave no answer"
    assert "predictions" not in answer.json()
    assert found["farol_model_failures_total", "1", "nan"] == 1
    assert found["farol_requests_total", "1", ""] == 1
