"""Counting in a real Redis: exact over processes, and no prediction is lost for the want of it."""

import asyncio
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from api.http.admission.redis_limiter import RedisLimiter
from testing.servers import RedisServer

ASKS = """
import asyncio, sys
from api.http.admission.redis_limiter import RedisLimiter

async def main():
    limiter = RedisLimiter(sys.argv[1])
    waits = await asyncio.gather(*(limiter.take("ana", 40) for _ in range(50)))
    await limiter.close()
    print(sum(wait == 0 for wait in waits))

asyncio.run(main())
"""
ROOT = Path(__file__).parents[4]


@pytest.fixture(scope="module")
def redis() -> Iterator[RedisServer]:
    with RedisServer() as server:
        yield server


def ask(url: str, *costs: int, who: str, per_minute: int = 3) -> list[float]:
    async def run() -> list[float]:
        limiter = RedisLimiter(url)
        waits = [await limiter.take(who, per_minute, cost) for cost in costs]
        await limiter.close()
        return waits

    return asyncio.run(run())


def test_processes_that_ask_at_once_get_exactly_the_limit_between_them(redis) -> None:
    command = [sys.executable, "-c", ASKS, redis.url]
    asking = [
        subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) for _ in range(3)
    ]
    let_in = [int(process.communicate(timeout=60)[0]) for process in asking]
    assert sum(let_in) == 40


def test_the_wait_is_until_the_oldest_leaves(redis) -> None:
    waits = ask(redis.url, 1, 1, 1, 1, who="bea")
    assert waits[:3] == [0, 0, 0]
    assert 55 < waits[3] <= 60


def test_a_cost_counts_as_often(redis) -> None:
    first, second, third = ask(redis.url, 2, 2, 1, who="cy")
    assert (first, second > 0, third) == (0, True, 0)


def test_while_redis_is_away_each_process_counts_for_itself() -> None:
    with RedisServer() as server:
        url = server.url

    async def run() -> list[float]:
        now = [0.0]
        limiter = RedisLimiter(url, clock=lambda: now[0])
        waits = [await limiter.take("ana", 2) for _ in range(3)]
        await limiter.close()
        return waits

    first, second, third = asyncio.run(run())
    assert (first, second) == (0, 0)
    assert third > 0


def test_redis_is_used_again_when_it_is_back() -> None:
    now = [0.0]

    async def run() -> list[float]:
        with RedisServer() as server:
            limiter = RedisLimiter(server.url, clock=lambda: now[0])
            await limiter.take("ana", 2)
            server.stop()
            away = [await limiter.take("ana", 2) for _ in range(2)]
            server.start()
            now[0] += 6
            back = [await limiter.take("ana", 2) for _ in range(2)]
            await limiter.close()
            return away + back

    assert asyncio.run(run()) == [0, 0, 0, 0]
