"""The HTTP server: uvicorn that answers what is in flight before it goes."""

import signal
import time
from collections.abc import Callable
from types import FrameType

import uvicorn
from starlette.types import ASGIApp

from api.adapters.settings import Settings

CLOSE_SECONDS = 1
"""For connections to close once nothing is in flight or the grace is over."""
BACKLOG = 2_048


class DrainingServer(uvicorn.Server):
    """On the first signal new requests get 503 while those in flight finish; then it stops."""

    def __init__(
        self, config: uvicorn.Config, *, drain: Callable[[], None], grace_seconds: float
    ) -> None:
        super().__init__(config)
        self._drain = drain
        self._grace_seconds = grace_seconds
        self._deadline: float | None = None

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """A second Ctrl-C doesn't wait."""
        if self._deadline is not None:
            super().handle_exit(sig, frame)
            self.force_exit = sig == signal.SIGINT
            return
        self._deadline = time.monotonic() + self._grace_seconds
        self._drain()

    async def on_tick(self, counter: int) -> bool:
        return await super().on_tick(counter) or self._drained()

    def _drained(self) -> bool:
        if self._deadline is None:
            return False
        over = time.monotonic() >= self._deadline
        return over or not self.server_state.tasks


def make_server(app: ASGIApp, settings: Settings, drain: Callable[[], None]) -> DrainingServer:
    config = uvicorn.Config(
        app,
        host=settings.host,
        port=settings.port,
        loop="uvloop",
        http="httptools",
        ws="none",
        lifespan="on",
        access_log=False,
        log_config=None,
        server_header=False,
        # The address of a client decides on its throttling: no header may claim another, but for
        # one that a proxy of ours has written.
        proxy_headers=bool(settings.trusted_proxies),
        forwarded_allow_ips=list(settings.trusted_proxies),
        backlog=BACKLOG,
        timeout_graceful_shutdown=CLOSE_SECONDS,
    )
    return DrainingServer(config, drain=drain, grace_seconds=settings.shutdown_grace_seconds)
