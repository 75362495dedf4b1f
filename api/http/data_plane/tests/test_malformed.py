"""Whatever is sent, the answer is a 4xx that says why: never a 500, never a trace."""

import gzip
import json
import socket
import zlib
from typing import Any

import httpx
import pytest

from api.http.data_plane.tests.running import MAX_BODY_BYTES, WITH_KEY, Running

PREDICT = "/v1/models/binary/predict"
ROW = {"delay": 1, "carrier": "AA"}
JSON = {"Content-Type": "application/json"}
GZIP = {**JSON, "Content-Encoding": "gzip"}
DEFLATE = {**JSON, "Content-Encoding": "deflate"}
OUTCOMES = "/v1/outcomes"
GOOD = json.dumps({"rows": [ROW]}).encode()

TABLE: list[tuple[str, str, bytes, dict[str, str], int, str]] = [
    ("POST", PREDICT, b"", JSON, 400, "not JSON"),
    ("POST", PREDICT, b"{", JSON, 400, "line 1, column 2"),
    ("POST", PREDICT, b"\xff", JSON, 400, "UTF-8"),
    ("POST", PREDICT, b"[" * 10_000, JSON, 400, "deeply"),
    ("POST", PREDICT, b"[]", JSON, 422, "rows"),
    ("POST", PREDICT, b"{}", JSON, 422, "rows"),
    ("POST", PREDICT, b'{"rows":[]}', JSON, 422, "1 to 50 rows"),
    ("POST", PREDICT, b'{"rows":[{"delay":NaN,"carrier":"AA"}]}', JSON, 422, "NaN"),
    ("POST", PREDICT, b'{"rows":[{"delay":-Infinity,"carrier":"AA"}]}', JSON, 422, "-Infinity"),
    ("POST", PREDICT, b'{"rows":[{"delay":1e999,"carrier":"AA"}]}', JSON, 422, "1e999"),
    ("POST", PREDICT, b'{"rows":[{"delay":' + b"9" * 5_000 + b"}]}", JSON, 422, "999"),
    ("POST", PREDICT, json.dumps({"rows": [ROW] * 51}).encode(), JSON, 422, "51 rows"),
    ("POST", PREDICT, GOOD, {"Content-Type": "text/plain"}, 415, "application/json"),
    ("POST", PREDICT, GOOD, {"Content-Type": "application/json; charset=latin1"}, 415, "json"),
    ("POST", PREDICT, GOOD, {**JSON, "Content-Encoding": "br"}, 415, "gzip"),
    ("POST", PREDICT, GOOD, GZIP, 400, "broken"),
    ("POST", PREDICT, gzip.compress(GOOD, mtime=0)[:-9], GZIP, 400, "short"),
    ("POST", PREDICT, gzip.compress(b" " * 10**7, mtime=0), GZIP, 413, ""),
    (
        "POST",
        PREDICT,
        zlib.compress(b"[" * 10**6),
        {**JSON, "Content-Encoding": "deflate"},
        413,
        "",
    ),
    ("POST", PREDICT, b" " * (MAX_BODY_BYTES + 1), JSON, 413, str(MAX_BODY_BYTES)),
    ("GET", PREDICT, b"", {}, 405, "POST"),
    ("PUT", PREDICT, GOOD, JSON, 405, "POST"),
    ("POST", "/v1/models/nothing/predict", GOOD, JSON, 404, "binary, image"),
    ("POST", "/v1/models/%00%ff/predict", GOOD, JSON, 404, "binary"),
    ("POST", "/v1/models/binary/versions/9/predict", GOOD, JSON, 404, "Versions: 1"),
    ("POST", "/v1/models/binary/versions/²/predict", GOOD, JSON, 404, "Versions: 1"),
    ("POST", "/v1/models/binary/versions/" + "9" * 5_000 + "/predict", GOOD, JSON, 404, "Versions"),
    ("POST", "/v1/models/binary/explain", b"{}", JSON, 422, "row"),
    ("POST", "/v1/models/binary/explain", b'{"row":{"delay":NaN}}', JSON, 422, "NaN"),
    ("POST", "/v1/models/binary/explain", b'{"row":5}', JSON, 422, "an object of fields"),
    ("POST", "/v1/models/binary/explain", b'{"row":{},"version":1.5}', JSON, 422, "version"),
    ("POST", "/v1/models/binary/explain", b'{"row":{},"version":7}', JSON, 404, "Versions"),
    ("POST", "/v1/models/binary/explain", b'{"row":{},"x":7}', JSON, 422, "unknown"),
    ("POST", "/v1/models/binary/explain", b"[" * 10_000, JSON, 400, "deeply"),
    ("POST", "/v1/models/tensor/explain", b'{"row":{"values":[1,2,3]}}', JSON, 422, "tensor"),
    ("POST", OUTCOMES, b"{}", JSON, 422, "outcomes"),
    ("POST", OUTCOMES, b'{"outcomes":[]}', JSON, 422, "outcomes"),
    ("POST", OUTCOMES, b'{"outcomes":[{"truth":1}]}', JSON, 422, "either"),
    (
        "POST",
        "/v1/outcomes",
        b'{"outcomes":[{"prediction_id":"p","truth":null}]}',
        JSON,
        422,
        "null",
    ),
    (
        "POST",
        "/v1/outcomes",
        b'{"outcomes":[{"prediction_id":"p","truth":NaN}]}',
        JSON,
        400,
        "JSON",
    ),
    (
        "POST",
        "/v1/outcomes",
        b'{"outcomes":[{"model":"x","key":"k","truth":1}]}',
        JSON,
        422,
        "one of",
    ),
    ("POST", OUTCOMES, b'{"outcomes":[{"prediction_id":"a b","truth":1}]}', JSON, 422, "id"),
    (
        "POST",
        "/v1/outcomes",
        b'{"outcomes":[{"prediction_id":"p","truth":"\\u0000"}]}',
        JSON,
        422,
        "",
    ),
    ("POST", "/v1/feedback", b'{"prediction_id":"p","thumb":"sideways"}', JSON, 422, "up or down"),
    ("POST", "/v1/feedback", b'{"prediction_id":"p"}', JSON, 422, "thumb"),
    ("POST", "/v1/feedback", b"[" * 10_000, JSON, 422, "object"),
    ("GET", "/v1/feedback", b"", {}, 405, "POST"),
    ("POST", "/health/live", b"", {}, 405, "GET"),
    ("POST", "/metrics", b"", {}, 405, "GET"),
]


@pytest.mark.parametrize(("method", "path", "body", "headers", "status", "says"), TABLE)
def test_a_bad_request_gets_a_problem_document(
    client: httpx.Client,
    method: str,
    path: str,
    body: bytes,
    headers: dict[str, str],
    status: int,
    says: str,
) -> None:
    key = WITH_KEY if path == OUTCOMES else {}
    response = client.request(method, path, content=body, headers=headers | key)
    problem = response.json()
    assert (response.status_code, problem["status"]) == (status, status)
    assert response.headers["content-type"] == "application/problem+json"
    assert response.headers["x-request-id"] == problem["request_id"]
    assert says in response.text
    assert "Traceback" not in response.text
    assert len(response.content) < 5_000


def test_the_row_and_the_field_are_named(client: httpx.Client) -> None:
    body = b'{"rows":[{"delay":1,"carrier":"AA"},{"delay":"x","carrier":"AA"}]}'
    problem = client.post(PREDICT, content=body, headers=JSON).json()
    assert problem["errors"] == [
        {
            "row": 1,
            "field": "delay",
            "expected": "a finite number from -10 to 10 min",
            "got": "the text 'x'",
        }
    ]


def V2(change: dict[str, Any]) -> dict[str, Any]:  # noqa: N802 - a table's column
    tensor = {"name": "values", "shape": [1, 3], "datatype": "FP32", "data": [1, 2, 3]}
    return {"inputs": [{**tensor, **change}]}


V2_TABLE: list[tuple[Any, dict[str, str], int, str]] = [
    ({}, {}, 400, "inputs"),
    ([], {}, 400, "object"),
    ({"inputs": []}, {}, 400, "rows"),
    (V2({"name": "x"}), {}, 400, "Inputs: values"),
    (V2({"datatype": "FP8"}), {}, 400, "FP32"),
    (V2({"shape": []}), {}, 400, "shape"),
    (V2({"shape": [1, -3]}), {}, 400, "below 0"),
    (V2({"shape": [10**9, 10**9]}), {}, 400, "takes"),
    (V2({"shape": [3, 1]}), {}, 400, "[-1, 3]"),
    (V2({"data": None}), {}, 400, "neither"),
    (V2({"data": [1, 2, "x"]}), {}, 400, "no FP32"),
    (V2({"data": [1, 2, True]}), {}, 400, "no FP32"),
    (V2({"data": [[[[[[[[[1]]]]]]]]]}), {}, 400, "deeply"),
    (V2({"data": [1, 2, 1e39]}), {}, 400, ""),
    (V2({"datatype": "INT32", "data": [1, 2, 2**40]}), {}, 400, "no INT32"),
    (V2({"datatype": "BYTES", "data": ["a", "b", "c"]}), {}, 422, "number"),
    (V2({"data": None, "parameters": {"binary_data_size": 12}}), {}, 400, ""),
    (V2({"data": None, "parameters": {"binary_data_size": -1}}), {}, 400, "whole"),
    (V2({}), {"Inference-Header-Content-Length": "99999"}, 400, "Length"),
    (V2({}), {"Inference-Header-Content-Length": "x"}, 400, "Length"),
    (V2({}), {"Inference-Header-Content-Length": "5"}, 400, ""),
    ({**V2({}), "outputs": [{"name": "x"}]}, {}, 400, "Outputs: doubled"),
    ({**V2({}), "parameters": {"keys": "["}}, {}, 400, "keys"),
    ({**V2({}), "parameters": {"keys": ["a", "b"]}}, {}, 422, "keys"),
    ({**V2({}), "parameters": {"subject": 5}}, {}, 422, "subject"),
]


@pytest.mark.parametrize(("document", "headers", "status", "says"), V2_TABLE)
def test_a_bad_inference_request_gets_the_protocols_error(
    client: httpx.Client, document: Any, headers: dict[str, str], status: int, says: str
) -> None:
    path = "/v2/models/tensor/infer"
    response = client.post(path, content=json.dumps(document).encode(), headers=headers)
    assert response.status_code == status
    assert list(response.json()) == ["error"]
    assert says in response.json()["error"]


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/v2/models/nothing", 404),
        ("GET", "/v2/models/binary/versions/7/ready", 404),
        ("GET", "/v2/models/binary/infer", 405),
        ("POST", "/v2/models/binary", 405),
        ("GET", "/v2/repository/index", 404),
        ("GET", "/v2/models", 404),
    ],
)
def test_the_protocols_other_refusals(
    client: httpx.Client, method: str, path: str, status: int
) -> None:
    response = client.request(method, path)
    assert (response.status_code, list(response.json())) == (status, ["error"])


def test_too_large_a_body_is_refused_before_it_is_sent(server: Running) -> None:
    host, port = server.url.split(":")
    with socket.create_connection((host, int(port)), timeout=10) as connection:
        connection.sendall(
            f"POST {PREDICT} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
            "Content-Length: 10000000000\r\n\r\n".encode()
        )
        assert connection.recv(65_536).startswith(b"HTTP/1.1 413")


def test_a_stream_without_a_length_is_cut_off_at_the_limit(server: Running) -> None:
    host, port = server.url.split(":")
    with socket.create_connection((host, int(port)), timeout=10) as connection:
        connection.sendall(
            f"POST {PREDICT} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
            "Transfer-Encoding: chunked\r\n\r\n".encode()
        )
        chunk = b"1000\r\n" + b" " * 4_096 + b"\r\n"
        connection.sendall(chunk * 6)
        assert connection.recv(65_536).startswith(b"HTTP/1.1 413")


def test_too_many_headers_are_refused(client: httpx.Client) -> None:
    headers = {**JSON, **{f"X-{n}": "1" for n in range(120)}}
    assert client.post(PREDICT, content=GOOD, headers=headers).status_code == 431


def test_a_client_that_goes_away_leaves_nothing_behind(
    server: Running, client: httpx.Client
) -> None:
    host, port = server.url.split(":")
    before = len(server.records())
    with socket.create_connection((host, int(port)), timeout=10) as connection:
        connection.sendall(
            f"POST {PREDICT} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
            "Content-Length: 100\r\n\r\n{".encode()
        )
    for _ in range(1_000):
        if server.plane.requests_in_flight == 0:
            break
        client.get("/health/live")
    assert server.plane.requests_in_flight == 0
    assert len(server.records()) == before
