"""The native predict route against a real server."""

import gzip
import json
import re
import socket
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest

from api.artifact.snapshot import ServedModel, Snapshot, Variant
from api.http.data_plane.tests.running import ORIGIN, Running, running, served
from api.spool.records import ErrorRecord, PredictionRecord

PREDICT = "/v1/models/binary/predict"
ROW = {"delay": 1, "carrier": "AA", "wind": 0.5}
# sigmoid(1 − 2 · 0.5 + 3)
ANSWER = {"probability": 0.952574, "label": "late"}


def until(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 20
    while not condition():
        assert time.monotonic() < deadline
        threading.Event().wait(0.005)


def until_answered(server: Running, more: int) -> None:
    def answered() -> int:
        return sum(counts.requests for counts in server.plane.route_counts())

    wanted = answered() + more
    until(lambda: answered() >= wanted)


def test_an_answer_has_everything_the_contract_says(client: httpx.Client) -> None:
    response = client.post(PREDICT, json={"rows": [ROW, {"delay": -9, "carrier": "UA"}]})
    document = response.json()
    assert response.status_code == 200
    assert re.fullmatch("p[0-9a-v]{31}", document["prediction_id"])
    assert document == {
        "prediction_id": document["prediction_id"],
        "model": "binary",
        "version": 1,
        "variant": "champion",
        "cached": False,
        "predictions": [ANSWER, {"probability": 0.000123, "label": "on time"}],
    }
    assert response.headers["x-request-id"] == document["prediction_id"]
    assert "total;dur=" in response.headers["server-timing"]


def test_the_answer_is_in_the_spool_before_it_is_sent(
    server: Running, client: httpx.Client
) -> None:
    request = {"rows": [ROW], "keys": ["k1"], "subject": "me", "source": "demo"}
    answer = client.post(PREDICT, json=request).json()
    kept = [r for r in server.records() if r.id == answer["prediction_id"]]
    assert len(kept) == 1
    record = kept[0]
    assert isinstance(record, PredictionRecord)
    assert (record.model, record.version, record.variant) == ("binary", 1, "champion")
    assert (record.source, record.cached, record.rows, record.batch_rows) == ("demo", False, 1, 1)
    assert json.loads(record.request) == request
    assert json.loads(record.predictions) == [ANSWER]
    assert abs(record.served_at - time.time()) < 60


@pytest.mark.parametrize("headers", [{"X-Request-Id": "mine-1"}, {"Origin": ORIGIN}])
def test_the_general_path_gives_the_answer_of_the_short_one(
    client: httpx.Client, headers: dict[str, str]
) -> None:
    short = client.post(PREDICT, json={"rows": [ROW]})
    general = client.post(PREDICT, json={"rows": [ROW]}, headers=headers)
    assert general.json()["predictions"] == short.json()["predictions"]
    assert set(short.headers) <= set(general.headers)
    assert general.headers["x-request-id"] == headers.get(
        "X-Request-Id", general.json()["prediction_id"]
    )


def test_an_unfit_request_id_is_replaced(client: httpx.Client) -> None:
    response = client.post(PREDICT, json={"rows": [ROW]}, headers={"X-Request-Id": "a b"})
    assert response.headers["x-request-id"] == response.json()["prediction_id"]


def test_a_version_is_asked_for_by_its_number(client: httpx.Client) -> None:
    answer = client.post("/v1/models/binary/versions/1/predict", json={"rows": [ROW]}).json()
    assert answer["predictions"] == [ANSWER]


def test_packed_bodies_are_read(client: httpx.Client) -> None:
    body = gzip.compress(json.dumps({"rows": [ROW]}).encode())
    headers = {"Content-Encoding": "gzip", "Content-Type": "application/json"}
    assert client.post(PREDICT, content=body, headers=headers).json()["predictions"] == [ANSWER]


def test_many_at_once_get_their_own_answers_however_they_are_batched(server: Running) -> None:
    def ask(number: int) -> tuple[str, str]:
        text = " ".join(["good"] * (number % 5) + ["bad"] * (number % 3)) or "neither"
        with httpx.Client(base_url=f"http://{server.url}", timeout=20) as client:
            answers = [
                client.post("/v1/models/text/predict", json={"rows": [{"text": text}] * rows})
                for rows in (1, 2)
            ]
        (alone,), (first, second) = (answer.json()["predictions"] for answer in answers)
        assert alone == first == second
        return text, json.dumps(alone)

    with ThreadPoolExecutor(16) as threads:
        answers = set(threads.map(ask, range(60)))
    assert len(answers) == len({text for text, _ in answers})


def test_a_row_that_is_refused_leaves_an_error_record(
    server: Running, client: httpx.Client
) -> None:
    client.post("/v1/models/tensor/predict", json={"rows": [{"values": [1]}]})
    client.post(PREDICT, json={"rows": [ROW]})
    errors = [r for r in server.records() if isinstance(r, ErrorRecord) and r.model == "tensor"]
    assert [(error.version, error.status, error.source) for error in errors] == [(1, 422, "api")]


def test_the_request_log_has_one_line_a_request_and_no_input(
    models_dir: Path, tmp_path: Path
) -> None:
    snapshot = Snapshot(1, (served("binary", ["binary"]),))
    with running(models_dir, tmp_path, snapshot) as started:
        url = f"http://{started.url}{PREDICT}"
        secret = {**ROW, "origin": "SECRET"}
        good = httpx.post(url, json={"rows": [secret]})
        bad = httpx.post(url, json={"rows": [{"SECRET": 1}]}, headers={"X-Request-Id": "bad-1"})
    lines = [json.loads(line) for line in started.log.read_text().splitlines()]
    assert [(line["request_id"], line["status"], line["rows"]) for line in lines] == [
        (good.json()["prediction_id"], 200, 1),
        ("bad-1", bad.status_code, 0),
    ]
    assert "SECRET" not in started.log.read_text()


def test_traffic_is_shared_by_subject(models_dir: Path, tmp_path: Path) -> None:
    both = served("binary", ["binary", "binary-shifted"])
    variants = (Variant("champion", 1, 0.5), Variant("canary", 2, 0.5))
    model = ServedModel("binary", variants, both.versions)
    with (
        running(models_dir, tmp_path, Snapshot(1, (model,))) as started,
        httpx.Client(base_url=f"http://{started.url}") as client,
    ):

        def variant(subject: str) -> str:
            answer = client.post(PREDICT, json={"rows": [ROW], "subject": subject}).json()
            return f"{answer['variant']} {answer['version']}"

        first = [variant(f"person {n}") for n in range(40)]
        assert first == [variant(f"person {n}") for n in range(40)]
        assert set(first) == {"champion 1", "canary 2"}


def test_the_response_cache_says_so_and_forgets_at_a_promotion(
    models_dir: Path, tmp_path: Path
) -> None:
    digests = ["binary", "binary-shifted"]
    with (
        running(models_dir, tmp_path, Snapshot(1, (served("binary", digests, cache=True),))) as on,
        httpx.Client(base_url=f"http://{on.url}") as client,
    ):

        def ask() -> tuple[bool, int, float, str]:
            answer = client.post(PREDICT, json={"rows": [ROW]}).json()
            probability = answer["predictions"][0]["probability"]
            return answer["cached"], answer["version"], probability, answer["prediction_id"]

        first, second = ask(), ask()
        assert (first[:3], second[:3]) == ((False, 1, 0.952574), (True, 1, 0.952574))
        assert first[3] != second[3]
        on.plane.apply(Snapshot(2, (served("binary", digests, champion=2, cache=True),)))
        assert ask()[:3] == (False, 2, 0.999665)
        on.plane.apply(Snapshot(3, (served("binary", digests, champion=1, cache=True),)))
        assert ask()[:3] == (False, 1, 0.952574)
        flags = [r.cached for r in on.records() if isinstance(r, PredictionRecord)]
    assert flags == [False, True, False, False]


def test_no_request_is_dropped_while_versions_are_swapped(models_dir: Path, tmp_path: Path) -> None:
    digests = ["binary", "binary-shifted"]
    with running(models_dir, tmp_path, Snapshot(1, (served("binary", digests),))) as started:
        stop = False

        def ask() -> set[tuple[int, int]]:
            seen = set()
            with httpx.Client(base_url=f"http://{started.url}") as client:
                while not stop:
                    response = client.post(PREDICT, json={"rows": [ROW]})
                    seen.add((response.status_code, response.json().get("version", 0)))
            return seen

        with ThreadPoolExecutor(4) as threads:
            waiting = [threads.submit(ask) for _ in range(4)]
            for revision in range(2, 12):
                champion = 1 + revision % 2
                model = served("binary", digests, champion=champion)
                started.plane.apply(Snapshot(revision, (model,)))
                until_answered(started, 10)
            stop = True
            seen = set().union(*(future.result(20) for future in waiting))
    assert seen == {(200, 1), (200, 2)}


def test_a_version_that_cannot_be_loaded_leaves_the_old_one_serving(
    models_dir: Path, tmp_path: Path
) -> None:
    with (
        running(models_dir, tmp_path, Snapshot(1, (served("binary", ["binary"]),))) as started,
        httpx.Client(base_url=f"http://{started.url}") as client,
    ):
        broken = served("binary", ["binary", "absent"], champion=2)
        started.plane.apply(Snapshot(2, (broken,)))
        answer = client.post(PREDICT, json={"rows": [ROW]})
        assert (answer.status_code, answer.json()["version"]) == (200, 1)
        ready = client.get("/health/ready")
        assert ready.status_code == 503
        assert "version 2" in ready.json()["not_ready"][0]


def test_a_version_outside_the_traffic_is_loaded_when_asked_for(
    models_dir: Path, tmp_path: Path
) -> None:
    model = served("binary", ["binary", "binary-shifted"])
    with (
        running(models_dir, tmp_path, Snapshot(1, (model,))) as started,
        httpx.Client(base_url=f"http://{started.url}") as client,
    ):
        path = "/v1/models/binary/versions/2/predict"
        first = client.post(path, json={"rows": [ROW]})
        assert first.status_code == 503
        assert first.headers["retry-after"] == "1"
        started.plane.cache.start_loading("binary-shifted", 1).result(10)
        second = client.post(path, json={"rows": [ROW]}).json()
    assert (second["version"], second["variant"]) == (2, "direct")


def test_a_full_spool_is_a_clear_503(models_dir: Path, tmp_path: Path) -> None:
    snapshot = Snapshot(1, (served("binary", ["binary"]),))
    with (
        running(models_dir, tmp_path, snapshot, spool_max_bytes=600) as started,
        httpx.Client(base_url=f"http://{started.url}") as client,
    ):
        answers = [client.post(PREDICT, json={"rows": [ROW]}) for _ in range(6)]
        ready = client.get("/health/ready")
    assert answers[0].status_code == 200
    assert answers[-1].status_code == 503
    assert "limit" in answers[-1].json()["detail"]
    assert "retry-after" in answers[-1].headers
    assert ready.status_code == 503
    kept = [r for r in started.records() if isinstance(r, PredictionRecord)]
    assert len(kept) == sum(answer.status_code == 200 for answer in answers)


@pytest.mark.parametrize("fsync", [False, True])
def test_every_acknowledged_answer_is_kept_once(
    models_dir: Path, tmp_path: Path, fsync: bool
) -> None:
    snapshot = Snapshot(1, (served("binary", ["binary"]),))
    with running(models_dir, tmp_path, snapshot, spool_fsync=fsync) as started:

        def ask(_: int) -> str:
            url = f"http://{started.url}{PREDICT}"
            identifier: str = httpx.post(url, json={"rows": [ROW]}).json()["prediction_id"]
            return identifier

        with ThreadPoolExecutor(8) as threads:
            answered = list(threads.map(ask, range(80)))
    assert sorted(answered) == sorted(record.id for record in started.records())


def test_draining_finishes_what_has_begun_and_refuses_the_rest(
    models_dir: Path, tmp_path: Path
) -> None:
    snapshot = Snapshot(1, (served("binary", ["binary"]),))
    with running(models_dir, tmp_path, snapshot) as started:
        host, port = started.url.split(":")
        body = json.dumps({"rows": [ROW]}).encode()
        head = (
            f"POST {PREDICT} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
            f"Content-Length: {len(body)}\r\n\r\n"
        )
        with socket.create_connection((host, int(port)), timeout=10) as begun:
            begun.sendall(head.encode() + body[:5])
            until(lambda: started.plane.requests_in_flight > 0)
            started.plane.start_draining()
            refused = httpx.post(f"http://{started.url}{PREDICT}", json={"rows": [ROW]})
            live = httpx.get(f"http://{started.url}/health/live")
            ready = httpx.get(f"http://{started.url}/health/ready")
            begun.sendall(body[5:])
            answer = begun.recv(65_536)
    assert answer.startswith(b"HTTP/1.1 200")
    assert (refused.status_code, refused.headers["connection"]) == (503, "close")
    assert live.status_code == 200
    assert (ready.status_code, ready.json()["not_ready"]) == (503, ["shutting down"])


def test_what_is_not_of_the_data_plane_goes_to_the_framework(client: httpx.Client) -> None:
    for path in ("/", "/v1/models/binary", "/v1/models", "/v1/models/binary/metrics", "/v2x"):
        assert client.get(path).status_code == 418
