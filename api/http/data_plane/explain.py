"""``POST /v1/models/{model}/explain``."""

from typing import Any

import msgspec

from api.http.data_plane.messages import Request, Response
from api.http.data_plane.predict import read_json_body
from api.serving.errors import RowError, RowsRefused
from api.serving.field_rules import described
from api.serving.json_values import parse
from api.serving.plane import DataPlane


async def explain(plane: DataPlane, request: Request, model: str) -> Response:
    """Raises ServingError."""
    route = plane.table.route(model)
    row, version = _asked(await read_json_body(request))
    target = None if version is None else route.version(str(version))
    explained = await plane.explain(route, target, row)
    target = explained.target
    document = {
        "model": target.model,
        "version": target.version,
        "method": explained.explanation.method,
        "output": explained.output,
        "label": explained.label,
        "base": explained.explanation.base,
        "score": explained.explanation.score,
        "contributions": explained.explanation.contributions,
    }
    timing = f"total;dur={explained.latency_seconds * 1e3:.3f}"
    return Response(
        msgspec.json.encode(document),
        headers=[(b"server-timing", timing.encode())],
        model=target.model,
        version=target.version,
        variant=target.variant,
        rows=1,
    )


def _asked(body: bytes) -> tuple[Any, int | None]:
    """(row, version); the row itself is judged later. Raises BrokenRequest, RowsRefused."""
    asked = parse(body)
    if not isinstance(asked, dict):
        raise RowsRefused([RowError("body", 'an object with "row"', described(asked))])
    for name in asked:
        if name not in ("row", "version"):
            raise RowsRefused([RowError(name[:100], "row or version", "an unknown field")])
    if "row" not in asked:
        raise RowsRefused([RowError("row", "an object of fields", "nothing")])
    version = asked.get("version")
    if version is not None and (type(version) is not int or version < 1):
        raise RowsRefused([RowError("version", "a version's number", described(version))])
    return asked["row"], version
