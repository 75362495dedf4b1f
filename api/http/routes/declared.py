"""Routes of the data plane as FastAPI sees them: described here, answered by the entry ahead of it.

Their handlers run only in a process that serves the control plane alone.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, NoReturn

from api.core.errors import FarolError
from api.http.schemas.problems import Problem

DESCRIPTIONS = {
    400: "Unreadable: not JSON, too deeply nested, or not what the content type says",
    401: "No credentials, or wrong ones",
    403: "Not allowed to this person",
    404: "There is no such thing",
    409: "Conflicts with the present state",
    413: "The body is larger than the server takes",
    415: "Wrong content type",
    422: "A value is missing, unknown or of the wrong kind; `errors` names each",
    429: "Too many requests, or wrong passwords; `Retry-After` says when to come back",
    503: "Not ready, draining, or out of a resource; `Retry-After` says when to come back",
}


class PlaneNotServed(FarolError):
    kind = "not_found"


def not_served_here() -> NoReturn:
    raise PlaneNotServed("This process serves the control plane only; predictions live elsewhere.")


def problems(
    *statuses: int, examples: Mapping[int, object] = MappingProxyType({})
) -> dict[int | str, dict[str, Any]]:
    """For a route's ``responses``."""
    described: dict[int | str, dict[str, Any]] = {
        status: {"model": Problem, "description": DESCRIPTIONS[status]} for status in statuses
    }
    for status, example in examples.items():
        described[status]["content"] = {"application/json": {"example": example}}
    return described
