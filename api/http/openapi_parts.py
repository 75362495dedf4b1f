"""Parts of OpenAPI that routes write by hand: bodies which FastAPI describes but does not read."""

from collections.abc import Iterable, Mapping
from typing import Any


def multipart_body(
    *,
    files: Mapping[str, str],
    texts: Mapping[str, str],
    required: Iterable[str],
    example: Mapping[str, str],
) -> dict[str, Any]:
    """For ``openapi_extra``: file and text parts with their descriptions.

    In ``example`` a file part is the name of a file in ``docs/postman/files``.
    """
    properties: dict[str, Any] = {
        name: {"type": "string", "format": "binary", "description": description}
        for name, description in files.items()
    } | {
        name: {"type": "string", "description": description} for name, description in texts.items()
    }
    schema = {"type": "object", "properties": properties, "required": list(required)}
    return {
        "requestBody": {
            "required": True,
            "content": {"multipart/form-data": {"schema": schema, "example": dict(example)}},
        }
    }


KEY_NEEDED: dict[str, Any] = {"security": [{"HTTPBearer": []}]}
"""For a route of the data plane, which asks for keys itself."""
KNOWN_OR_NOT: dict[str, Any] = {"security": [{}]}
"""Beside the ways that the route declares."""
KEY_OPTIONAL: dict[str, Any] = {"security": [{}, {"HTTPBearer": []}]}
"""Visitors may ask too, unless the settings say otherwise, and less often."""
