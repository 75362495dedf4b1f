"""A request and a response of the data plane: as little around the bytes as there can be."""

from collections.abc import Awaitable, Callable, MutableMapping
from dataclasses import dataclass, field
from typing import Any

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
AsgiApp = Callable[[Scope, Receive, Send], Awaitable[None]]
HeaderList = list[tuple[bytes, bytes]]


@dataclass(slots=True)
class Request:
    method: str
    path: str
    headers: dict[bytes, bytes]
    receive: Receive
    max_body_bytes: int
    query: bytes = b""


@dataclass(slots=True)
class Response:
    """``model`` … ``cached`` are for the request log; ``version`` 0 where no version answered."""

    body: bytes
    status: int = 200
    content_type: bytes = b"application/json"
    headers: HeaderList = field(default_factory=list)
    request_id: str = ""
    """Id to use where the caller sent none; empty makes one."""
    model: str = ""
    version: int = 0
    variant: str = ""
    rows: int = 0
    cached: bool = False


Endpoint = Callable[[Request], Awaitable[Response]]
