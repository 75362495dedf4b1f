"""Server and model health, metadata and inference."""

from typing import Any

import msgspec

from api.http.data_plane.bodies import packed, read_body, unpacked
from api.http.data_plane.health import require_read
from api.http.data_plane.messages import Request, Response
from api.http.data_plane.refusals import MethodNotAllowed
from api.http.data_plane.v2.infer_request import read_infer_request
from api.http.data_plane.v2.infer_response import check_outputs, infer_response, output_metadata
from api.serving.errors import ServingError
from api.serving.plane import DataPlane
from api.serving.routing import Route, Target

SERVER_VERSION = "0.1.0"
PLATFORM = "onnxruntime_onnx"
PACK_BYTES = 256
"""Shorter answers gain nothing from being packed."""


class NoSuchRoute(ServingError):
    status = 404
    title = "There is nothing here"


async def nothing(path: str, _request: Request) -> Response:
    raise NoSuchRoute(f"The protocol has no route {path[:200]!r}.")


async def server_metadata(request: Request) -> Response:
    require_read(request)
    return _json({"name": "farol", "version": SERVER_VERSION, "extensions": ["binary_tensor_data"]})


async def server_live(request: Request) -> Response:
    require_read(request)
    return _json({"live": True})


async def server_ready(plane: DataPlane, request: Request) -> Response:
    require_read(request)
    reasons = plane.ready()
    return _json({"ready": not reasons, "not_ready": reasons}, 503 if reasons else 200)


async def model_ready(
    plane: DataPlane, request: Request, model: str, version: str | None = None
) -> Response:
    require_read(request)
    target = _target(plane.table.route(model), version)
    is_ready = plane.is_ready(target)
    return _json({"name": model, "ready": is_ready}, 200 if is_ready else 503)


async def model_metadata(
    plane: DataPlane, request: Request, model: str, version: str | None = None
) -> Response:
    require_read(request)
    route = plane.table.route(model)
    schema = plane.model(_target(route, version)).schema
    inputs = [
        {"name": field.name, "datatype": field.datatype, "shape": [-1, *(field.shape or (1,))]}
        for field in schema.fields
    ]
    return _json(
        {
            "name": model,
            "versions": [str(number) for number in sorted(route.by_version)],
            "platform": PLATFORM,
            "inputs": inputs,
            "outputs": output_metadata(schema),
        }
    )


async def infer(
    plane: DataPlane, request: Request, model: str, version: str | None = None
) -> Response:
    """Raises ServingError."""
    if request.method != "POST":
        raise MethodNotAllowed(request.method, "POST")
    route = plane.table.route(model)
    pinned = None if version is None else _target(route, version)
    headers = request.headers
    body = await read_body(request)
    body = unpacked(body, headers.get(b"content-encoding"), request.max_body_bytes)
    schema = plane.model(pinned or _target(route, None)).schema
    asked = read_infer_request(body, headers.get(b"inference-header-content-length"), schema)
    check_outputs(asked, schema)
    answer = await plane.predict(route, pinned, asked.native, source="v2")
    content, extra = infer_response(asked, answer)
    content_type = b"application/octet-stream" if extra else b"application/json"
    accepted = headers.get(b"accept-encoding")
    if accepted and len(content) >= PACK_BYTES:
        content, encoding = packed(content, accepted)
        if encoding:
            extra.append((b"content-encoding", encoding))
    extra.append(
        (b"server-timing", f"total;dur={answer.record.latency_seconds * 1e3:.3f}".encode())
    )
    return Response(
        content,
        content_type=content_type,
        headers=extra,
        request_id=answer.record.id,
        model=model,
        version=answer.target.version,
        variant=answer.target.variant,
        rows=answer.record.rows,
        cached=answer.record.cached,
    )


def _target(route: Route, version: str | None) -> Target:
    """Without a version: the variant with the most traffic, whose schema stands for the model."""
    if version is not None:
        return route.version(version)
    most = max(route.model.variants, key=lambda variant: variant.weight)
    return route.live[most.name]


def _json(document: dict[str, Any], status: int = 200) -> Response:
    return Response(msgspec.json.encode(document), status=status)
