"""``POST /v1/models/{model}/predict`` and ``…/versions/{version}/predict``."""

from api.http.data_plane.bodies import read_body, unpacked
from api.http.data_plane.messages import Request, Response
from api.http.data_plane.refusals import MethodNotAllowed, WrongContentType
from api.serving.plane import DataPlane


async def predict(
    plane: DataPlane, request: Request, model: str, version: str | None = None
) -> Response:
    """Raises ServingError."""
    route = plane.table.route(model)
    target = None if version is None else route.version(version)
    body = await read_json_body(request)
    answer = await plane.predict(route, target, body)
    target = answer.target
    return Response(
        answer.body(),
        headers=[(b"server-timing", answer.timing())],
        request_id=answer.record.id,
        model=target.model,
        version=target.version,
        variant=target.variant,
        rows=answer.record.rows,
        cached=answer.record.cached,
    )


async def read_json_body(request: Request) -> bytes:
    """Raises MethodNotAllowed, WrongContentType, BodyTooLarge, BadRequest, ClientGone."""
    if request.method != "POST":
        raise MethodNotAllowed(request.method, "POST")
    content_type = request.headers.get(b"content-type")
    if content_type != b"application/json" and not _is_json(content_type):
        raise WrongContentType("This route takes application/json.")
    body = await read_body(request)
    encoding = request.headers.get(b"content-encoding")
    return body if encoding is None else unpacked(body, encoding, request.max_body_bytes)


def _is_json(content_type: bytes | None) -> bool:
    if content_type is None:
        return True
    kind, _, parameters = content_type.partition(b";")
    charset = parameters.strip().lower().replace(b'"', b"")
    return kind.strip().lower() == b"application/json" and charset in (b"", b"charset=utf-8")
