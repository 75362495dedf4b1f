"""The control plane's count of requests that bring no key. Keys are counted where they are known,
after the database was asked: see ``deps.py``."""

from dataclasses import dataclass

from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from api.http.admission.addresses import visitor
from api.http.admission.gate import bearer
from api.http.admission.limiter import Limiter
from api.http.admission.refusals import RateLimited
from api.http.problems import problem

COUNTED = "/v1/"
"""Pages, documentation, probes and metrics are never counted."""


@dataclass(frozen=True)
class AddressLimit:
    """Plain ASGI. ``per_minute`` 0 counts nothing."""

    app: ASGIApp
    limiter: Limiter
    per_minute: int

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if not self._counts(scope):
            await self.app(scope, receive, send)
            return
        wait = await self.limiter.take(f"reads:{visitor(scope)}", self.per_minute)
        if not wait:
            await self.app(scope, receive, send)
            return
        refusal = RateLimited("An address", self.per_minute, wait)
        answer = problem(
            Request(scope),
            status=refusal.status,
            name="rate-limited",
            detail=str(refusal),
            headers={"Retry-After": str(refusal.retry_after_seconds)},
        )
        await answer(scope, receive, send)

    def _counts(self, scope: Scope) -> bool:
        return (
            bool(self.per_minute)
            and scope["type"] == "http"
            and scope["path"].startswith(COUNTED)
            and bearer(scope) is None
        )
