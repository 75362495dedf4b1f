"""Somebody else's client of the Open Inference Protocol, unchanged, against every kind of model."""

import json
from collections.abc import Iterator

import httpx
import numpy as np
import pytest
import tritonclient.http as triton
from tritonclient.utils import InferenceServerException

from api.http.data_plane.tests.running import Running
from api.spool.records import PredictionRecord


@pytest.fixture
def stranger(server: Running) -> Iterator[triton.InferenceServerClient]:
    client = triton.InferenceServerClient(server.url)
    yield client
    client.close()


def tensor(name: str, array: np.ndarray, datatype: str, *, binary: bool) -> triton.InferInput:
    made = triton.InferInput(name, list(array.shape), datatype)
    made.set_data_from_numpy(array, binary_data=binary)
    return made


def flight(*, binary: bool) -> list[triton.InferInput]:
    return [
        tensor("delay", np.array([[1], [-9]], np.float32), "FP32", binary=binary),
        tensor("wind", np.array([[0.5], [np.nan]], np.float32), "FP32", binary=True),
        tensor("carrier", np.array([["AA"], ["É"]], object), "BYTES", binary=binary),
        tensor("origin", np.array([["JFK"], [""]], object), "BYTES", binary=binary),
    ]


def test_the_server_and_its_models_say_how_they_are(stranger: triton.InferenceServerClient) -> None:
    assert stranger.is_server_live()
    assert stranger.is_server_ready()
    assert stranger.is_model_ready("binary")
    assert stranger.is_model_ready("binary", "1")
    assert not stranger.is_model_ready("nothing")
    assert stranger.get_server_metadata()["name"] == "farol"
    metadata = stranger.get_model_metadata("image", "1")
    assert metadata["inputs"] == [{"name": "image", "datatype": "UINT8", "shape": [-1, 4, 4]}]
    assert metadata["outputs"] == [
        {"name": "probabilities", "datatype": "FP32", "shape": [-1, 3]},
        {"name": "label", "datatype": "BYTES", "shape": [-1, 1]},
    ]


@pytest.mark.parametrize("binary", [True, False])
@pytest.mark.parametrize("version", ["", "1"])
@pytest.mark.parametrize("packing", [None, "gzip", "deflate"])
def test_every_way_of_sending_gives_the_same_answer(
    stranger: triton.InferenceServerClient, binary: bool, version: str, packing: str | None
) -> None:
    result = stranger.infer(
        "binary",
        flight(binary=binary),
        model_version=version,
        request_id="mine",
        outputs=[
            triton.InferRequestedOutput("probability", binary_data=binary),
            triton.InferRequestedOutput("label", binary_data=not binary),
        ],
        request_compression_algorithm=packing,
        response_compression_algorithm=packing,
    )
    expected = [[0.9525741], [0.00012339]]
    np.testing.assert_allclose(result.as_numpy("probability"), expected, rtol=1e-4)
    labels = [
        text.decode() if isinstance(text, bytes) else text
        for text in result.as_numpy("label").reshape(-1)
    ]
    assert labels == ["late", "on time"]
    response = result.get_response()
    assert (response["id"], response["model_version"]) == ("mine", "1")


def test_without_requested_outputs_all_come_as_bytes(
    stranger: triton.InferenceServerClient,
) -> None:
    result = stranger.infer("binary", flight(binary=True))
    assert result.as_numpy("probability").shape == (2, 1)
    assert result.as_numpy("label").tolist() == [[b"late"], [b"on time"]]


def test_only_the_outputs_asked_for_are_sent(stranger: triton.InferenceServerClient) -> None:
    inputs = [
        tensor("hour", np.array([[3]], np.int64), "INT64", binary=True),
        tensor("warm", np.array([[True]]), "BOOL", binary=True),
    ]
    asked = [triton.InferRequestedOutput("upper")]
    result = stranger.infer("regression", inputs, outputs=asked)
    assert result.as_numpy("upper").tolist() == [[131.0]]
    assert result.as_numpy("value") is None


def test_texts_images_and_tensors(stranger: triton.InferenceServerClient) -> None:
    texts = np.array([["good"], ["bad bad"]], object)
    answer = stranger.infer("text", [tensor("text", texts, "BYTES", binary=True)])
    np.testing.assert_allclose(answer.as_numpy("probability"), [[0.880797], [0.002473]], rtol=1e-3)
    images = np.zeros((2, 4, 4), np.uint8)
    images[0, :, :2] = 255
    answer = stranger.infer("image", [tensor("image", images, "UINT8", binary=True)])
    assert answer.as_numpy("label").tolist() == [[b"left"], [b"none"]]
    values = np.array([[1, 2, 3.5]], np.float32)
    answer = stranger.infer("tensor", [tensor("values", values, "FP32", binary=True)])
    assert answer.as_numpy("doubled").tolist() == [[2, 4, 7]]


def test_a_v2_prediction_is_kept_as_the_native_request_it_stands_for(
    server: Running, stranger: triton.InferenceServerClient
) -> None:
    result = stranger.infer(
        "binary",
        flight(binary=True),
        parameters={
            "subject": "me",
            "keys": '["a","b"]',
            "occurred_at": "2013-01-01T00:00:00Z",
        },
    )
    identifier = result.get_response()["parameters"]["prediction_id"]
    (record,) = [r for r in server.records() if r.id == identifier]
    assert isinstance(record, PredictionRecord)
    assert record.source == "v2"
    assert json.loads(record.request) == {
        "rows": [
            {"delay": 1, "wind": 0.5, "carrier": "AA", "origin": "JFK"},
            {"delay": -9, "wind": None, "carrier": "É", "origin": None},
        ],
        "subject": "me",
        "keys": ["a", "b"],
        "occurred_at": "2013-01-01T00:00:00Z",
    }


def test_the_native_route_and_the_protocol_agree(
    stranger: triton.InferenceServerClient, client: httpx.Client
) -> None:
    rows = [{"text": "good"}, {"text": "good bad"}]
    native = client.post("/v1/models/text/predict", json={"rows": rows}).json()["predictions"]
    texts = np.array([[row["text"]] for row in rows], object)
    raw = stranger.infer("text", [tensor("text", texts, "BYTES", binary=False)])
    expected = [answer["probability"] for answer in native]
    np.testing.assert_allclose(raw.as_numpy("probability").reshape(-1), expected, atol=5e-7)


def test_a_refusal_reaches_the_client_with_its_reason(
    stranger: triton.InferenceServerClient,
) -> None:
    inputs = flight(binary=True)
    inputs[2] = tensor("carrier", np.array([["ZZ"], ["AA"]], object), "BYTES", binary=True)
    with pytest.raises(InferenceServerException, match="one of AA, UA, É"):
        stranger.infer("binary", inputs)
    with pytest.raises(InferenceServerException, match="There is no model"):
        stranger.infer("nothing", inputs)


def test_nested_json_data_is_taken_like_flat(client: httpx.Client) -> None:
    def infer(data: object) -> object:
        inputs = [{"name": "values", "shape": [2, 3], "datatype": "FP32", "data": data}]
        response = client.post("/v2/models/tensor/infer", json={"inputs": inputs})
        return response.json()["outputs"]

    assert infer([[1, 2, 3], [4, 5, 6]]) == infer([1, 2, 3, 4, 5, 6])
