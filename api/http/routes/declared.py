"""Routes of the data plane as FastAPI sees them: described here, answered by the entry ahead of it.

Their handlers run only in a process that serves the control plane alone.
"""

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
    429: "Too many wrong passwords; `Retry-After` says when to come back",
    503: "Not ready, draining, or out of a resource; `Retry-After` says when to come back",
}


class PlaneNotServed(FarolError):
    kind = "not_found"


def not_served_here() -> NoReturn:
    raise PlaneNotServed("This process serves the control plane only; predictions live elsewhere.")


def problems(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """For a route's ``responses``."""
    return {status: {"model": Problem, "description": DESCRIPTIONS[status]} for status in statuses}


def json_body(schema: type, examples: dict[str, Any]) -> dict[str, Any]:
    """For a route's ``openapi_extra``: a JSON body that FastAPI describes but does not read."""
    return {
        "requestBody": {
            "required": True,
            "content": {
                "application/json": {
                    "schema": {"$ref": f"#/components/schemas/{schema.__name__}"},
                    "examples": {
                        name: {"summary": name.replace("_", " ").capitalize(), "value": value}
                        for name, value in examples.items()
                    },
                }
            },
        }
    }
