"""Cross-origin requests from an explicit list of origins; others cost a look at the headers."""

from collections.abc import Sequence

from api.http.data_plane.messages import AsgiApp, HeaderList, Message, Receive, Scope, Send

_METHODS = b"GET, POST, PATCH, PUT, DELETE, OPTIONS"
_HEADERS = (
    b"Authorization, Content-Type, Content-Encoding, Inference-Header-Content-Length, "
    b"Last-Event-ID, X-Request-Id"
)
_EXPOSED = b"X-Request-Id, Server-Timing, Retry-After, Inference-Header-Content-Length"
_PREFLIGHT_SECONDS = b"600"


class CorsLayer:
    """``*`` in the list allows every origin. Credentials are never shared between origins."""

    def __init__(self, app: AsgiApp, origins: Sequence[str]) -> None:
        self._app = app
        self._origins = frozenset(origin.encode() for origin in origins)
        self._any = b"*" in self._origins

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        origin = _origin(scope) if scope["type"] == "http" else None
        if origin is None:
            await self._app(scope, receive, send)
        elif scope["method"] == "OPTIONS" and _is_preflight(scope):
            await self._answer_preflight(origin, send)
        else:
            await self._app(scope, receive, self._with_headers(origin, send))

    def _allows(self, origin: bytes) -> bool:
        return self._any or origin in self._origins

    def _with_headers(self, origin: bytes, send: Send) -> Send:
        allowed = self._allows(origin)

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers: HeaderList = list(message.get("headers", ()))
                headers.append((b"vary", b"Origin"))
                if allowed:
                    headers.append((b"access-control-allow-origin", origin))
                    headers.append((b"access-control-expose-headers", _EXPOSED))
                message["headers"] = headers
            await send(message)

        return send_with_headers

    async def _answer_preflight(self, origin: bytes, send: Send) -> None:
        headers: HeaderList = [(b"vary", b"Origin"), (b"content-length", b"0")]
        allowed = self._allows(origin)
        if allowed:
            headers += [
                (b"access-control-allow-origin", origin),
                (b"access-control-allow-methods", _METHODS),
                (b"access-control-allow-headers", _HEADERS),
                (b"access-control-max-age", _PREFLIGHT_SECONDS),
            ]
        status = 204 if allowed else 403
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": b""})


def _origin(scope: Scope) -> bytes | None:
    for name, value in scope["headers"]:
        if name == b"origin":
            found: bytes = value
            return found
    return None


def _is_preflight(scope: Scope) -> bool:
    return any(name == b"access-control-request-method" for name, _ in scope["headers"])
