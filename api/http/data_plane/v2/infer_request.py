"""An inference request of the protocol, turned into the native one, which then takes its path."""

from dataclasses import dataclass
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray

from api.artifact.schema import Field, Schema
from api.http.data_plane.bodies import length_of
from api.http.data_plane.refusals import BadRequest
from api.http.data_plane.v2.tensors import Tensor, read_tensor

_MAX_ID_LENGTH = 200


class RequestedOutput(msgspec.Struct):
    name: str
    parameters: dict[str, Any] = {}


class _InferJson(msgspec.Struct):
    inputs: list[Tensor]
    id: str | None = None
    parameters: dict[str, Any] = {}
    outputs: list[RequestedOutput] | None = None


@dataclass(frozen=True)
class InferRequest:
    id: str | None
    native: bytes
    """The same rows as a native JSON request."""
    outputs: tuple[RequestedOutput, ...] | None
    """None: all of them."""
    binary_by_default: bool


_decoder = msgspec.json.Decoder(_InferJson)


def read_infer_request(body: bytes, json_length: bytes | None, schema: Schema) -> InferRequest:
    """Raises BadRequest for what breaks the protocol; the values are judged by the native path."""
    head, tail = _split(body, json_length)
    try:
        request = _decoder.decode(head)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise BadRequest(f"This is no inference request: {str(error)[:200]}.") from error
    if request.id is not None and len(request.id) > _MAX_ID_LENGTH:
        raise BadRequest(f"An id has at most {_MAX_ID_LENGTH} characters.")
    arrays = _arrays(request.inputs, tail)
    return InferRequest(
        id=request.id,
        native=_native(arrays, request.parameters, schema),
        outputs=None if request.outputs is None else tuple(request.outputs),
        binary_by_default=request.parameters.get("binary_data_output") is True,
    )


def _split(body: bytes, json_length: bytes | None) -> tuple[bytes, bytes]:
    if json_length is None:
        return body, b""
    if length_of(json_length) > len(body):
        raise BadRequest("Inference-Header-Content-Length must be the length of the JSON part.")
    length = int(json_length)
    return body[:length], body[length:]


def _arrays(inputs: list[Tensor], tail: bytes) -> dict[str, NDArray[Any]]:
    arrays: dict[str, NDArray[Any]] = {}
    position = 0
    for tensor in inputs:
        if tensor.name in arrays:
            raise BadRequest(f"Input {tensor.name!r} is there twice.")
        raw = None
        size = tensor.binary_size
        if size is not None:
            raw = tail[position : position + size]
            position += size
        arrays[tensor.name] = read_tensor(tensor, raw)
    if position != len(tail):
        raise BadRequest(f"The inputs name {position} bytes of tensors, {len(tail)} were sent.")
    return arrays


def _native(arrays: dict[str, NDArray[Any]], parameters: dict[str, Any], schema: Schema) -> bytes:
    fields = {field.name: field for field in schema.fields}
    for name in arrays:
        if name not in fields:
            raise BadRequest(f"There is no input {name!r}. Inputs: {', '.join(fields)}.")
    rows = {array.shape[0] for array in arrays.values()}
    if len(rows) != 1:
        raise BadRequest("Every input must have the same number of rows, its first size.")
    columns = {name: _column(fields[name], array) for name, array in arrays.items()}
    request: dict[str, Any] = {
        "rows": [
            dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)
        ]
    }
    for name in ("subject", "occurred_at"):
        if parameters.get(name) is not None:
            request[name] = parameters[name]
    if parameters.get("keys") is not None:
        request["keys"] = _keys(parameters["keys"])
    try:
        return msgspec.json.encode(request)
    except (TypeError, ValueError, OverflowError) as error:
        raise BadRequest("A value cannot be read.") from error


def _column(field: Field, array: NDArray[Any]) -> list[Any]:
    """One native value a row. NaN and, where null is allowed, the empty text stand for null."""
    if array.dtype.kind == "f" and np.isinf(array).any():
        raise BadRequest(f"Input {field.name!r} holds an infinity.")
    if field.kind == "tensor":
        if array.shape[1:] not in (field.shape, (int(np.prod(field.shape)),)):
            wanted = [-1, *field.shape]
            raise BadRequest(f"Input {field.name!r} has shape {list(array.shape)}, not {wanted}.")
        return list(array.tolist())
    if array.size != array.shape[0]:
        raise BadRequest(f"Input {field.name!r} has shape {list(array.shape)}, not [-1, 1].")
    values = array.reshape(-1)
    if field.kind == "boolean" and values.dtype.kind in "iuf":
        return [bool(v) if v in (0, 1) else v for v in values.tolist()]
    if field.kind == "integer" and values.dtype.kind == "f":
        # A whole number that the graph takes as a float; a fraction is refused as by any route.
        return [int(v) if v.is_integer() else v for v in values.tolist()]
    if field.nullable and values.dtype.kind == "O":
        return [text or None for text in values.tolist()]
    return list(values.tolist())


def _keys(value: Any) -> Any:
    """A list, or, for clients whose parameters are plain values, its JSON text."""
    if not isinstance(value, str):
        return value
    try:
        return msgspec.json.decode(value)
    except msgspec.DecodeError as error:
        raise BadRequest('The parameter "keys" is a list of texts, or its JSON.') from error
