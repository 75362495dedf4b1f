"""Serving errors as problem documents (RFC 9457)."""

import re

import msgspec

from api.http.admission.refusals import Unauthenticated, VisitorBodyTooLarge
from api.http.data_plane.messages import HeaderList, Response
from api.http.data_plane.refusals import BodyTooLarge, MethodNotAllowed
from api.serving.errors import Draining, RowsRefused, ServingError


def problem(error: ServingError, request_id: str) -> Response:
    document: dict[str, object] = {
        "type": f"urn:farol:problem:{_kebab_case(type(error).__name__)}",
        "title": error.title,
        "status": error.status,
        "detail": str(error),
        "request_id": request_id,
    }
    if isinstance(error, RowsRefused):
        document["errors"] = [row_error.as_dict() for row_error in error.errors]
    return Response(
        msgspec.json.encode(document),
        status=error.status,
        content_type=b"application/problem+json",
        headers=refusal_headers(error),
    )


def _kebab_case(name: str) -> str:
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "-", name).lower()


def refusal_headers(error: ServingError) -> HeaderList:
    headers: HeaderList = []
    if error.retry_after_seconds is not None:
        headers.append((b"retry-after", str(error.retry_after_seconds).encode()))
    if isinstance(error, MethodNotAllowed):
        headers.append((b"allow", error.allowed.encode()))
    if isinstance(error, Unauthenticated):
        headers.append((b"www-authenticate", b'Bearer realm="Farol"'))
    if isinstance(error, BodyTooLarge | VisitorBodyTooLarge | Draining):
        # The rest of the body is not read, or the process is about to go.
        headers.append((b"connection", b"close"))
    return headers


class Unexpected(ServingError):
    """A fault of ours. The trace goes to the log, never to the caller."""

    title = "Something went wrong here"

    def __init__(self) -> None:
        super().__init__(
            "The request could not be answered. Give the request id when you report it."
        )
