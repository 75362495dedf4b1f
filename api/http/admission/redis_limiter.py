"""Counting in Redis, so that the limits hold over all processes together."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from math import inf
from typing import Any

import structlog
from limits import RateLimitItemPerMinute
from limits.aio.storage import RedisStorage
from limits.aio.strategies import MovingWindowRateLimiter
from limits.errors import StorageError
from redis.asyncio import BlockingConnectionPool

from api.http.admission.limiter import Limiter, MemoryLimiter

TIMEOUT_SECONDS = 1.0
"""A prediction waits no longer for a Redis that does not answer."""
MOST_CONNECTIONS = 16
RETRY_SECONDS = 5.0
"""For so long each process counts for itself before Redis is asked again."""
_log = structlog.get_logger()


@dataclass
class RedisLimiter:
    """While Redis is away every process goes on with a count of its own: the limits then hold in
    each of them, and no request is refused or lost for the want of Redis."""

    url: str
    clock: Callable[[], float] = time.monotonic
    alone: Limiter = field(default_factory=MemoryLimiter)
    _away_until: float = -inf
    _connections: BlockingConnectionPool = field(init=False)
    _window: MovingWindowRateLimiter = field(init=False)

    def __post_init__(self) -> None:
        self._connections = BlockingConnectionPool.from_url(
            self.url,
            max_connections=MOST_CONNECTIONS,
            timeout=TIMEOUT_SECONDS,
            socket_timeout=TIMEOUT_SECONDS,
            socket_connect_timeout=TIMEOUT_SECONDS,
        )
        # The library's types leave this one out of what it passes on.
        options: dict[str, Any] = {"connection_pool": self._connections}
        storage = RedisStorage(
            f"async+{self.url}",
            wrap_exceptions=True,
            implementation="redispy",
            key_prefix="farol-limit",
            **options,
        )
        self._window = MovingWindowRateLimiter(storage)

    async def take(self, who: str, per_minute: int, cost: int = 1) -> float:
        if cost > per_minute:
            return inf
        if self.clock() < self._away_until:
            return await self.alone.take(who, per_minute, cost)
        try:
            wait_seconds = await self._take(who, per_minute, cost)
        except (StorageError, OSError, TimeoutError) as error:
            self._went_away(error)
            return await self.alone.take(who, per_minute, cost)
        self._came_back()
        return wait_seconds

    async def close(self) -> None:
        await self._connections.disconnect()

    async def _take(self, who: str, per_minute: int, cost: int) -> float:
        item = RateLimitItemPerMinute(per_minute)
        if await self._window.hit(item, who, cost=cost):
            return 0.0
        oldest_leaves_at, _ = await self._window.get_window_stats(item, who)
        return max(0.001, oldest_leaves_at - time.time())

    def _went_away(self, error: Exception) -> None:
        if self._away_until == -inf:
            _log.warning("rate limits are counted by each process alone", trouble=str(error))
        self._away_until = self.clock() + RETRY_SECONDS

    def _came_back(self) -> None:
        if self._away_until != -inf:
            _log.info("rate limits are counted in Redis again")
            self._away_until = -inf
