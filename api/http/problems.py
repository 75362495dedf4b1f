"""RFC 9457 problem documents."""

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse

from api.http.schemas.problems import BadValue, Problem

MAX_ERRORS = 20
MEDIA_TYPE = "application/problem+json"


class ProblemResponse(JSONResponse):
    media_type = MEDIA_TYPE


def problem(
    request: Request,
    *,
    status: int,
    detail: str,
    name: str | None = None,
    errors: Sequence[BadValue] = (),
    headers: Mapping[str, str] | None = None,
) -> ProblemResponse:
    """``name`` goes into the type; it defaults to the status's phrase."""
    title = HTTPStatus(status).phrase
    document = Problem(
        type=f"urn:farol:problem:{(name or title).lower().replace(' ', '-')}",
        title=title,
        status=status,
        detail=detail,
        request_id=request_id(request),
        errors=list(errors[:MAX_ERRORS]),
    )
    content: dict[str, Any] = document.model_dump(mode="json")
    if not errors:
        del content["errors"]
    return ProblemResponse(content, status_code=status, headers=dict(headers or {}))


def request_id(request: Request) -> str:
    """Given by ``RequestContext``, which wraps the whole application."""
    identifier: str = request.scope.get("state", {}).get("request_id", "")
    return identifier
