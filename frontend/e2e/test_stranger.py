"""Clients written by others, against the five first models, unchanged."""

from typing import Any

import httpx
import numpy as np
import pytest
import tritonclient.http as triton
from product import Product, eventually, get_json

MODELS = ("bike-demand", "digits", "file-type", "flight-delay", "sentiment")
NUMPY = {
    "FP32": np.float32,
    "FP64": np.float64,
    "INT64": np.int64,
    "INT32": np.int32,
    "UINT8": np.uint8,
    "BOOL": np.bool_,
}


def tensors(detail: dict[str, Any], rows: list[dict[str, Any]], *, binary: bool) -> list[Any]:
    """One V2 tensor a schema field."""
    made = []
    for field in detail["schema"]["fields"]:
        values = [row[field["name"]] for row in rows]
        if field["datatype"] == "BYTES":
            data = np.array([str(v).encode() for v in values], dtype=np.object_).reshape(-1, 1)
        else:
            shape = (len(rows), *field.get("shape", ())) if field.get("shape") else (len(rows), 1)
            data = np.array(values, dtype=NUMPY[field["datatype"]]).reshape(shape)
        tensor = triton.InferInput(field["name"], list(data.shape), field["datatype"])
        tensor.set_data_from_numpy(data, binary_data=binary)
        made.append(tensor)
    return made


def examples(detail: dict[str, Any]) -> list[dict[str, Any]]:
    """The model's own examples, as the native route takes them: a field may be null."""
    names = [field["name"] for field in detail["schema"]["fields"]]
    return [{name: e["row"].get(name) for name in names} for e in detail["examples"]]


def completed(detail: dict[str, Any]) -> list[dict[str, Any]]:
    """The examples with the middle of its range in every number that was null."""
    middles = {
        field["name"]: (field["minimum"] + field["maximum"]) / 2
        for field in detail["schema"]["fields"]
        if field["kind"] == "number"
    }
    return [
        {name: middles[name] if value is None else value for name, value in row.items()}
        for row in examples(detail)
    ]


@pytest.mark.parametrize("binary", [True, False], ids=["binary", "json"])
@pytest.mark.parametrize("model", MODELS)
def test_triton_client_gets_the_answers_that_the_native_route_gives(
    product: Product, model: str, binary: bool
) -> None:
    detail = get_json(product, f"/v1/models/{model}")
    rows = completed(detail)
    native = httpx.post(f"{product.url}/v1/models/{model}/predict", json={"rows": rows}).json()
    client = triton.InferenceServerClient(f"127.0.0.1:{product.port}")
    assert client.is_server_ready()
    assert client.is_model_ready(model)
    metadata = client.get_model_metadata(model)
    assert {i["name"] for i in metadata["inputs"]} == {
        f["name"] for f in detail["schema"]["fields"]
    }

    answer = client.infer(model, tensors(detail, rows, binary=binary))

    role = {o["role"]: answer.as_numpy(o["name"]) for o in detail["schema"]["outputs"]}
    for index, expected in enumerate(native["predictions"]):
        if detail["schema"]["task"] == "regression":
            assert role["value"].reshape(-1)[index] == pytest.approx(expected["value"], rel=1e-4)
        elif detail["schema"]["task"] == "binary":
            given = role["probability"].reshape(-1)[index]
            assert given == pytest.approx(expected["probability"], abs=1e-5)
        else:
            best = int(np.argmax(role["probabilities"][index]))
            assert detail["schema"]["labels"][best] == expected["label"]


def test_triton_client_may_leave_a_number_out_as_nan(product: Product) -> None:
    detail = get_json(product, "/v1/models/flight-delay")
    rows = [row for row in examples(detail) if None in row.values()]
    assert rows
    native = httpx.post(f"{product.url}/v1/models/flight-delay/predict", json={"rows": rows}).json()
    client = triton.InferenceServerClient(f"127.0.0.1:{product.port}")
    sent = [{n: np.nan if v is None else v for n, v in row.items()} for row in rows]
    answer = client.infer("flight-delay", tensors(detail, sent, binary=True))
    expected = [prediction["probability"] for prediction in native["predictions"]]
    given = answer.as_numpy("probability").reshape(-1).tolist()
    assert given == pytest.approx(expected, abs=1e-5)


def test_every_answer_is_kept_and_meets_its_truth(product: Product) -> None:
    detail = get_json(product, "/v1/models/flight-delay")
    row = examples(detail)[0]
    before = figures(product)
    keys = [f"e2e-truth-{n}" for n in range(20)]
    answer = httpx.post(
        f"{product.url}/v1/models/flight-delay/predict",
        json={"rows": [row] * 20, "keys": keys, "subject": "e2e"},
    ).json()
    assert len(answer["predictions"]) == 20
    accepted = httpx.post(
        f"{product.url}/v1/outcomes",
        headers=product.key("outcomes"),
        json={
            "outcomes": [
                *({"model": "flight-delay", "key": key, "truth": "late"} for key in keys[:10]),
                *(
                    {"prediction_id": answer["prediction_id"], "row": n, "truth": "on time"}
                    for n in range(10, 20)
                ),
            ]
        },
    )
    assert accepted.status_code == 202
    assert accepted.json() == {"accepted": 20}
    liked = httpx.post(
        f"{product.url}/v1/feedback", json={"prediction_id": answer["prediction_id"], "thumb": "up"}
    )
    assert liked.status_code == 202
    after = eventually(
        lambda: (
            (now := figures(product))
            and now["rows"] >= before["rows"] + 20
            and now["outcomes"] >= before["outcomes"] + 20
            and now
        )
    )
    assert after["rows"] == before["rows"] + 20
    assert after["outcomes"] == before["outcomes"] + 20


def figures(product: Product) -> dict[str, int]:
    versions = get_json(product, "/v1/models/flight-delay/metrics")["versions"]
    return {
        "rows": sum(v["rows"] for v in versions),
        "outcomes": sum(v["outcomes"] for v in versions),
    }
