"""Comparisons and held-out rows: answered, and no trace of them in what is kept."""

import json
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from api.artifact.snapshot import ServedModel, Snapshot, Variant
from api.http.admission.gate import VisitorRules
from api.http.data_plane.tests.running import Running, running, served
from api.serving.tests.example_artifacts import make_binary

ROW = {"delay": 1, "carrier": "AA", "wind": 0.5}
MODEL = "/v1/models/binary"
ROWS = [
    {"row": ROW | {"delay": delay}, "truth": truth, "occurred_at": f"2013-03-0{delay}T00:00:00Z"}
    for delay, truth in ((1, "late"), (2, "on time"), (3, "late"))
]
DESCRIPTION = {"en": "Real rows.", "pt-BR": "Linhas reais."}


def hold_out(directory: Path, rows: list[dict[str, Any]]) -> None:
    document = {"rows": rows, "of_rows": 40, "description": DESCRIPTION}
    (directory / "held_out.json").write_text(json.dumps(document))


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """Champion 1 with held-out rows, 2 shadows it, 3 has rows of its own."""
    root = tmp_path_factory.mktemp("aside")
    for name, bias in {"one": 0.0, "two": 5.0, "three": -5.0}.items():
        make_binary(root / "models" / name, bias=bias)
    hold_out(root / "models" / "one", ROWS)
    hold_out(root / "models" / "three", ROWS[:1])
    plain = served("binary", ["one", "two", "three"])
    model = ServedModel("binary", plain.variants, plain.versions, shadows=(2,))
    with running(root / "models", root / "run", Snapshot(1, (model,))) as started:
        for digest in ("two", "three"):
            started.plane.cache.start_loading(digest, 1).result(10)
        yield started


@pytest.fixture
def client(server: Running) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=f"http://{server.url}", timeout=10) as opened:
        yield opened


def until(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 20
    while not condition():
        assert time.monotonic() < deadline
        threading.Event().wait(0.005)


def test_two_versions_answer_the_same_row_as_each_would_alone(client: httpx.Client) -> None:
    answer = client.post(f"{MODEL}/compare", json={"row": ROW, "versions": [3, 2]})
    assert answer.status_code == 200
    document = answer.json()
    assert [each["version"] for each in document["answers"]] == [3, 2]
    alone = [
        client.post(f"{MODEL}/versions/{version}/predict", json={"rows": [ROW]}).json()
        for version in (3, 2)
    ]
    assert [each["prediction"] for each in document["answers"]] == [
        each["predictions"][0] for each in alone
    ]
    assert all(each["score_seconds"] > 0 for each in document["answers"])
    assert "total;dur=" in answer.headers["server-timing"]


def test_nothing_that_is_asked_aside_is_kept_or_shadowed(
    server: Running, client: httpx.Client
) -> None:
    def figures() -> tuple[int, int]:
        counts = list(server.plane.route_counts())
        predicted = sum(c.requests for c in counts if c.route in ("predict", "v2"))
        return predicted, sum(c.requests for c in counts if c.route == "aside")

    before, records = figures(), len(server.records())
    for body in ({"row": ROW, "versions": [1, 2]}, {"row": ROW, "versions": [1]}):
        assert client.post(f"{MODEL}/compare", json=body).status_code == 200
    drawn = client.get(f"{MODEL}/held-out?seed=1").json()
    order = {"version": drawn["version"], "number": drawn["number"]}
    assert client.post(f"{MODEL}/held-out/answer", json=order).status_code == 200
    refused = client.post(f"{MODEL}/compare", json={"row": {"delay": "x"}, "versions": [1]})
    assert refused.status_code == 422
    assert client.post(f"{MODEL}/compare", json={"versions": [1]}).status_code == 422
    assert client.get(f"{MODEL}/held-out?version=2").status_code == 404
    after = figures()
    assert after[0] == before[0]
    assert after[1] - before[1] == 7
    assert server.plane.shadows.rows_waiting == 0
    assert len(server.records()) == records
    # What is predicted is kept, and shadowed: the silence above is not that of a deaf observer.
    client.post(f"{MODEL}/predict", json={"rows": [ROW]})
    until(lambda: len(server.records()) >= records + 2)


def test_a_seed_names_a_row_and_the_next_ones_name_the_others(client: httpx.Client) -> None:
    def row(seed: int) -> dict[str, Any]:
        document: dict[str, Any] = client.get(f"{MODEL}/held-out?seed={seed}").json()
        return document

    assert (
        row(7)
        == row(7)
        == {
            "model": "binary",
            "version": 1,
            "number": 1,
            "rows": 3,
            "of_rows": 40,
            "description": DESCRIPTION,
            "row": ROWS[1]["row"],
        }
    )
    assert sorted(row(seed)["number"] for seed in (7, 8, 9)) == [0, 1, 2]
    assert "truth" not in client.get(f"{MODEL}/held-out").text
    assert client.get(f"{MODEL}/held-out?version=3").json()["rows"] == 1


@pytest.mark.parametrize("number", [0, 1, 2])
def test_the_truth_comes_with_the_answer(client: httpx.Client, number: int) -> None:
    answer = client.post(f"{MODEL}/held-out/answer", json={"version": 1, "number": number})
    document = answer.json()
    held = ROWS[number]
    [same] = client.post(f"{MODEL}/predict", json={"rows": [held["row"]]}).json()["predictions"]
    assert document.pop("score_seconds") > 0
    assert document == {
        "model": "binary",
        "version": 1,
        "number": number,
        "prediction": same,
        "truth": held["truth"],
        "occurred_at": held["occurred_at"],
        "name": None,
    }


def test_with_a_canary_the_rows_are_those_of_whoever_answers_most_and_has_some(
    tmp_path: Path,
) -> None:
    for name in ("one", "two"):
        make_binary(tmp_path / "models" / name)
    hold_out(tmp_path / "models" / "two", ROWS)
    plain = served("binary", ["one", "two"])
    variants = (Variant("canary", 2, 0.1), Variant("champion", 1, 0.9))
    snapshot = Snapshot(1, (ServedModel("binary", variants, plain.versions),))
    with running(tmp_path / "models", tmp_path / "run", snapshot) as started:
        asked = f"http://{started.url}{MODEL}/held-out"
        assert httpx.get(asked).json()["version"] == 2
        hold_out(tmp_path / "models" / "one", ROWS)
        assert httpx.get(asked).json()["version"] == 1


@pytest.mark.parametrize(
    ("method", "path", "body", "status", "says"),
    [
        ("GET", "/held-out?version=2", None, 404, "version 2 of 'binary'"),
        ("GET", "/held-out?version=9", None, 404, "no version '9'"),
        ("GET", "/held-out?seed=-1", None, 422, "seed is a whole number"),
        ("GET", "/held-out?seed=9007199254740992", None, 422, "seed is a whole number"),
        ("GET", "/held-out?truth=1", None, 422, "seed or version"),
        ("POST", "/held-out", {}, 405, "Allowed: GET"),
        ("GET", "/held-out/answer", None, 405, "Allowed: POST"),
        ("GET", "/compare", None, 405, "Allowed: POST"),
        ("POST", "/held-out/answer", {"version": 1}, 422, "number"),
        ("POST", "/held-out/answer", {"version": 1, "number": 3}, 404, "Rows: 0 to 2"),
        ("POST", "/held-out/answer", {"version": 1, "number": True}, 422, "number"),
        ("POST", "/held-out/answer", {"version": "1", "number": 0}, 422, "version"),
        ("POST", "/held-out/answer", {"version": 2, "number": 0}, 404, "version 2 of 'binary'"),
        ("POST", "/compare", [], 422, "an object with row and versions"),
        ("POST", "/compare", {"row": ROW, "versions": []}, 422, "1 to 2 versions"),
        ("POST", "/compare", {"row": ROW, "versions": [1, 2, 3]}, 422, "1 to 2 versions"),
        ("POST", "/compare", {"row": ROW, "versions": [1, 0]}, 422, "a version's number"),
        ("POST", "/compare", {"row": ROW, "versions": [9]}, 404, "no version '9'"),
        ("POST", "/compare", {"row": [], "versions": [1]}, 422, "row"),
        ("POST", "/compare", {"row": ROW, "versions": [1], "keep": 1}, 422, "keep"),
    ],
)
def test_what_cannot_be_asked_is_refused_in_words(
    client: httpx.Client, method: str, path: str, body: Any, status: int, says: str
) -> None:
    answer = client.request(method, MODEL + path, json=body)
    assert answer.status_code == status, answer.text
    assert says in answer.json()["detail"]
    assert answer.json()["request_id"]


def test_a_comparison_never_puts_out_a_live_version(tmp_path: Path) -> None:
    for name in ("one", "two"):
        make_binary(tmp_path / "models" / name)
    model = served("binary", ["one", "two"], memory_bytes=10)
    with running(
        tmp_path / "models", tmp_path / "run", Snapshot(1, (model,)), model_memory_bytes=15
    ) as started:
        order = {"row": ROW, "versions": [1, 2]}
        asked = f"http://{started.url}{MODEL}/compare"
        loading = httpx.post(asked, json=order)
        assert (loading.status_code, loading.headers["retry-after"]) == (503, "1")
        until(lambda: started.plane.cache.failure("two") is not None)
        assert "of the budget of 15 are in use" in httpx.post(asked, json=order).json()["detail"]
        assert httpx.post(asked, json=order | {"versions": [1]}).status_code == 200
        assert started.plane.ready() == []


def test_comparisons_are_limited_like_predictions(server: Running, tmp_path: Path) -> None:
    make_binary(tmp_path / "models" / "one")
    rules = VisitorRules(predictions_per_minute=2)
    snapshot = Snapshot(1, (served("binary", ["one"]),))
    with running(tmp_path / "models", tmp_path / "run", snapshot, rules) as started:
        asked = f"http://{started.url}{MODEL}/compare"
        order = {"row": ROW, "versions": [1]}
        assert [httpx.post(asked, json=order).status_code for _ in range(3)] == [200, 200, 429]
        order = {"version": 1, "number": 0}
        limited = httpx.post(f"http://{started.url}{MODEL}/held-out/answer", json=order)
        assert limited.status_code == 429
        assert int(limited.headers["retry-after"]) > 0
