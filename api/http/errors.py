"""Every error as a problem document: kinds become statuses, and nothing shows a stack trace."""

import re
from collections.abc import Mapping
from typing import Any, cast

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from sqlalchemy.exc import OperationalError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from api.core.errors import FarolError, Kind
from api.http.problems import problem
from api.http.schemas.problems import BadValue

STATUS_BY_KIND: Mapping[Kind, int] = {
    "not_found": 404,
    "conflict": 409,
    "invalid": 422,
    "forbidden": 403,
    "unavailable": 503,
}
RETRY_SECONDS = "1"


def install_error_handlers(app: FastAPI) -> None:
    app.add_exception_handler(FarolError, _farol_error)
    app.add_exception_handler(RequestValidationError, _validation_error)
    app.add_exception_handler(HTTPException, _http_exception)
    app.add_exception_handler(OperationalError, _database_error)
    app.add_exception_handler(Exception, _unexpected_error)


def _farol_error(request: Request, error: Exception) -> Response:
    error = cast(FarolError, error)
    return problem(
        request,
        status=STATUS_BY_KIND[error.kind],
        detail=str(error),
        name=_kebab_case(type(error).__name__),
        headers={"Retry-After": RETRY_SECONDS} if error.kind == "unavailable" else None,
    )


def _validation_error(request: Request, error: Exception) -> Response:
    faults = cast(RequestValidationError, error).errors()
    if any(fault["type"] == "json_invalid" for fault in faults):
        return problem(
            request, status=400, name="broken-json", detail="The body is not readable JSON."
        )
    errors = [_bad_value(fault) for fault in faults]
    more = f" and {len(errors) - 1} more" if len(errors) > 1 else ""
    return problem(
        request,
        status=422,
        name="invalid-request",
        detail=f"{errors[0].field}: {errors[0].expected}{more}",
        errors=errors,
    )


def _bad_value(fault: Mapping[str, Any]) -> BadValue:
    where = [str(part) for part in fault["loc"]]
    return BadValue(
        row=None,
        field=".".join(where[1:] or where),
        expected=str(fault["msg"]),
        got=_shortened(fault.get("input")),
    )


def _shortened(value: Any) -> Any:
    if isinstance(value, str):
        return value[:100]
    return value if isinstance(value, bool | int | float | None) else type(value).__name__


def _http_exception(request: Request, error: Exception) -> Response:
    error = cast(HTTPException, error)
    headers = dict(error.headers or {})
    if error.status_code < 400:
        return Response(status_code=error.status_code, headers=headers)
    if "sec-fetch-mode" in request.headers:
        # A browser's fetch would answer the challenge with its own password window.
        headers.pop("WWW-Authenticate", None)
    detail = f"There is nothing at {request.url.path[:200]}."
    return problem(
        request,
        status=error.status_code,
        detail=detail if error.detail == "Not Found" else error.detail,
        headers=headers,
    )


def _database_error(request: Request, _error: Exception) -> Response:
    return problem(
        request,
        status=503,
        name="database-unavailable",
        detail="The database does not answer; predictions still do.",
        headers={"Retry-After": RETRY_SECONDS},
    )


def _unexpected_error(request: Request, _error: Exception) -> Response:
    return problem(
        request,
        status=500,
        detail="Something failed on our side. The request id finds it in the log.",
    )


def _kebab_case(name: str) -> str:
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "-", name).lower()
