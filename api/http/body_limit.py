"""Bodies are refused by their size, before they are read whole."""

from collections.abc import Mapping
from dataclasses import dataclass

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send


@dataclass(frozen=True)
class BodyLimit:
    """Plain ASGI: whoever reads too much gets a 413 raised, as a problem like any other.

    The framework's own limit answers in plain text, and in place of a 401.
    """

    app: ASGIApp
    default_bytes: int
    bytes_by_path: Mapping[str, int]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        limit = self.bytes_by_path.get(scope["path"], self.default_bytes)
        announced = Headers(scope=scope).get("content-length", "0")
        # What no digits can say is left to the server, which has refused it already.
        too_large = announced.isdigit() and int(announced) > limit
        received = 0

        async def receive_within_limit() -> Message:
            nonlocal received
            if too_large:
                raise _too_large(limit)
            message = await receive()
            received += len(message.get("body", b""))
            if received > limit:
                raise _too_large(limit)
            return message

        await self.app(scope, receive_within_limit, send)


def _too_large(limit_bytes: int) -> HTTPException:
    # The rest of the body stays unread, so the connection cannot be used again.
    return HTTPException(413, f"The body may have {limit_bytes} bytes.", {"Connection": "close"})
