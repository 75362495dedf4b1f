"""An answer in the protocol's form: raw tensors, and the label for models that have labels."""

from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray

from api.artifact.schema import Schema
from api.http.data_plane.messages import HeaderList
from api.http.data_plane.refusals import BadRequest
from api.http.data_plane.v2.infer_request import InferRequest
from api.http.data_plane.v2.tensors import write_bytes
from api.serving.plane import Answer

LABEL = "label"


def output_metadata(schema: Schema) -> list[dict[str, Any]]:
    """Name, datatype and shape of each output, in order; −1 stands for the rows."""
    outputs: list[dict[str, Any]] = [
        {"name": output.name, "datatype": output.datatype, "shape": [-1, *(output.shape or (1,))]}
        for output in schema.outputs
    ]
    if schema.labels:
        outputs.append({"name": LABEL, "datatype": "BYTES", "shape": [-1, 1]})
    return outputs


def check_outputs(request: InferRequest, schema: Schema) -> None:
    """Before anything is scored. Raises BadRequest for an output that there isn't."""
    known = [output["name"] for output in output_metadata(schema)]
    for output in request.outputs or ():
        if output.name not in known:
            raise BadRequest(f"There is no output {output.name!r}. Outputs: {', '.join(known)}.")
        if output.parameters.get("classification"):
            raise BadRequest('Classification is not offered here: ask for the output "label".')


def infer_response(request: InferRequest, answer: Answer) -> tuple[bytes, HeaderList]:
    """Body and headers; with binary outputs the JSON's length is in a header."""
    schema = answer.schema
    arrays = _arrays(answer, schema)
    outputs: list[dict[str, Any]] = []
    tails: list[bytes] = []
    for metadata in output_metadata(schema):
        name, datatype = metadata["name"], metadata["datatype"]
        binary = _wants(request, name)
        if binary is None:
            continue
        array = arrays[name].reshape(answer.record.rows, *metadata["shape"][1:])
        entry = {"name": name, "datatype": datatype, "shape": list(array.shape)}
        if binary:
            raw = write_bytes(array, datatype)
            entry["parameters"] = {"binary_data_size": len(raw)}
            tails.append(raw)
        else:
            entry["data"] = array.reshape(-1).tolist()
        outputs.append(entry)
    head = msgspec.json.encode(_document(request, answer, outputs))
    if not tails:
        return head, []
    headers = [(b"inference-header-content-length", str(len(head)).encode())]
    return b"".join((head, *tails)), headers


def _document(
    request: InferRequest, answer: Answer, outputs: list[dict[str, Any]]
) -> dict[str, Any]:
    target = answer.target
    document: dict[str, Any] = {
        "model_name": target.model,
        "model_version": str(target.version),
        "parameters": {
            "prediction_id": answer.record.id,
            "variant": target.variant,
            "cached": answer.record.cached,
        },
        "outputs": outputs,
    }
    if request.id:
        document["id"] = request.id
    return document


def _wants(request: InferRequest, name: str) -> bool | None:
    """Whether as bytes, or None where the output was not asked for."""
    if request.outputs is None:
        return request.binary_by_default
    for output in request.outputs:
        if output.name == name:
            return bool(output.parameters.get("binary_data", request.binary_by_default))
    return None


def _arrays(answer: Answer, schema: Schema) -> dict[str, NDArray[Any]]:
    arrays = {o.name: a for o, a in zip(schema.outputs, answer.arrays, strict=True)}
    if schema.labels:
        predictions = msgspec.json.decode(answer.record.predictions)
        arrays[LABEL] = np.array([p["label"] for p in predictions], dtype=object)
    return arrays
