"""The plain predict request, answered with as little in between as there can be.

It takes what nearly every request is: POST, JSON, not packed, from no other origin, for a model
that is there. Everything else, and every refusal, is the general path's in ``entry.py``; tests hold
the two together.
"""

from api.http.data_plane.bodies import finish_body, length_of
from api.http.data_plane.messages import Receive, Scope, Send
from api.http.data_plane.request_log import RequestLog
from api.serving.plane import DataPlane
from api.serving.routing import Route, RoutingTable, Target

_OTHERS = frozenset((b"origin", b"content-encoding", b"x-request-id"))
"""Headers that the general path understands."""
_MAX_HEADERS = 64


class HotPredict:
    def __init__(
        self, plane: DataPlane, max_body_bytes: int, request_log: RequestLog | None
    ) -> None:
        self._plane = plane
        self._max_body_bytes = max_body_bytes
        self._request_log = request_log
        self._table: RoutingTable | None = None
        self._paths: dict[str, tuple[Route, Target | None]] = {}

    def takes(self, scope: Scope) -> tuple[Route, Target | None] | None:
        """Who answers, or None where the request is not plain."""
        table = self._plane.table
        if table is not self._table:
            self._paths = _paths(table)
            self._table = table
        found = self._paths.get(scope["path"])
        if found is None or scope["method"] != "POST" or self._plane.draining:
            return None
        headers = scope["headers"]
        if len(headers) > _MAX_HEADERS:
            return None
        is_json = False
        for name, value in headers:
            if name == b"content-type":
                is_json = value == b"application/json"
            elif name == b"content-length":
                if length_of(value) > self._max_body_bytes:
                    return None
            elif name in _OTHERS:
                return None
        return found if is_json else None

    async def answer(
        self, found: tuple[Route, Target | None], scope: Scope, receive: Receive, send: Send
    ) -> None:
        """Raises ServingError and ClientGone before anything was sent."""
        message = await receive()
        if message["type"] != "http.request" or message.get("more_body"):
            body = await finish_body(message, receive, self._max_body_bytes)
        else:
            body = message.get("body", b"")
        answer = await self._plane.predict(found[0], found[1], body)
        content = answer.body()
        request_id = answer.record.id.encode()
        headers = [
            (b"content-type", b"application/json"),
            (b"content-length", b"%d" % len(content)),
            (b"x-request-id", request_id),
            (b"server-timing", answer.timing()),
        ]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": content})
        if self._request_log is not None:
            self._request_log.write_predicted(scope["path"], answer.record)


def _paths(table: RoutingTable) -> dict[str, tuple[Route, Target | None]]:
    paths: dict[str, tuple[Route, Target | None]] = {}
    for name, route in table.routes.items():
        paths[f"/v1/models/{name}/predict"] = (route, None)
        for number, target in route.by_version.items():
            paths[f"/v1/models/{name}/versions/{number}/predict"] = (route, target)
    return paths
