"""What surrounds each control-plane request: its id, its time, safe headers, its log line."""

import re
import secrets
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.http.data_plane.messages import Request as LoggedRequest
from api.http.data_plane.messages import Response
from api.http.data_plane.request_log import RequestLog
from api.http.draining import Draining
from api.http.problems import problem

REQUEST_ID = re.compile(r"[A-Za-z0-9._-]{1,64}")
NEVER_REFUSED = ("/health/live", "/health/ready", "/metrics")
"""Probes and scrapers go on while the process drains: ready is how others learn of it."""

CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'self'",
        # Components place themselves with style attributes; scripts have no such exception.
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "font-src 'self' data:",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)
SAFE_HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Permissions-Policy": "camera=(self), geolocation=(), microphone=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}


EMBEDDED = "/embed/"
"""One demo without the rest of the site: the only pages that others' may show in a frame."""


def embedded_headers(origins: Sequence[str]) -> dict[str, str]:
    """Those of a page for frames in the pages of ``origins``."""
    ancestors = " ".join(origins) or "'none'"
    headers = SAFE_HEADERS | {
        "Content-Security-Policy": CONTENT_SECURITY_POLICY.replace(
            "frame-ancestors 'none'", f"frame-ancestors {ancestors}"
        )
    }
    if origins:
        # It knows no list of origins, and browsers that know frame-ancestors pass over it.
        del headers["X-Frame-Options"]
    return headers


@dataclass(frozen=True)
class RequestContext:
    """Plain ASGI, outside FastAPI's own error handling, so that a 500 has its id and line, too."""

    app: ASGIApp
    draining: Draining
    request_log: RequestLog | None
    embed_origins: tuple[str, ...] = ()

    def _headers(self, scope: Scope) -> Mapping[str, str]:
        is_embedded = scope["path"].startswith(EMBEDDED)
        return embedded_headers(self.embed_origins) if is_embedded else SAFE_HEADERS

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        begin = time.perf_counter()
        request_id = _request_id(Headers(scope=scope))
        scope.setdefault("state", {})["request_id"] = request_id
        status = 500

        async def send_with_headers(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                _add_headers(MutableHeaders(scope=message), request_id, begin, self._headers(scope))
            await send(message)

        try:
            await self._answer(scope, receive, send_with_headers)
        finally:
            self._write_line(scope, request_id, status, begin)

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        if not self.draining.started or scope["path"] in NEVER_REFUSED:
            await self.app(scope, receive, send)
            return
        refusal = problem(
            Request(scope),
            status=503,
            name="draining",
            detail="This process is shutting down; another one answers.",
            headers={"Retry-After": "1", "Connection": "close"},
        )
        await refusal(scope, receive, send)

    def _write_line(self, scope: Scope, request_id: str, status: int, begin: float) -> None:
        if self.request_log is not None:
            request = LoggedRequest(scope["method"], scope["path"], {}, _never_read, 0)
            seconds = time.perf_counter() - begin
            self.request_log.write(request, Response(b"", status), request_id, seconds)


def _request_id(headers: Headers) -> str:
    """The caller's, where it is one that a log line and a header can carry."""
    given = headers.get("x-request-id", "")
    return given if REQUEST_ID.fullmatch(given) else secrets.token_hex(16)


async def _never_read() -> Message:
    raise RuntimeError("a request that is only logged has no body")


def _add_headers(
    headers: MutableHeaders, request_id: str, begin: float, safe: Mapping[str, str]
) -> None:
    headers["X-Request-Id"] = request_id
    headers["Server-Timing"] = f"app;dur={(time.perf_counter() - begin) * 1000:.2f}"
    for name, value in safe.items():
        headers.setdefault(name, value)
