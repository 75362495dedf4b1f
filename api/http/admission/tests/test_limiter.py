"""The moving window: never more in any minute, and exactly that many."""

import asyncio
from dataclasses import dataclass, field
from math import inf

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.http.admission.limiter import MOST_REMEMBERED, MemoryLimiter


@dataclass
class Clock:
    now: float = 1_000.0

    def __call__(self) -> float:
        return self.now


@dataclass
class Asked:
    """A limiter and what it let in."""

    clock: Clock = field(default_factory=Clock)
    limiter: MemoryLimiter = field(init=False)

    def __post_init__(self) -> None:
        self.limiter = MemoryLimiter(self.clock)

    def take(self, who: str = "ana", per_minute: int = 3, cost: int = 1) -> float:
        return asyncio.run(self.limiter.take(who, per_minute, cost))


def test_the_wait_lets_in_and_a_shorter_one_does_not() -> None:
    asked = Asked()
    assert [asked.take() for _ in range(3)] == [0, 0, 0]
    asked.clock.now += 20
    wait = asked.take()
    assert wait == 40
    asked.clock.now += wait - 0.001
    assert asked.take() == pytest.approx(0.001)
    asked.clock.now += 0.001
    assert asked.take() == 0


def test_a_cost_waits_for_as_many_as_it_needs() -> None:
    asked = Asked()
    for _ in range(3):
        asked.take()
        asked.clock.now += 10
    assert asked.take(cost=2) == 40
    assert asked.take(cost=4) == inf


def test_each_has_a_minute_of_their_own() -> None:
    asked = Asked()
    assert [asked.take(who) for who in "aaabbb"] == [0] * 6
    assert asked.take("a") > 0


def test_whoever_asked_longest_ago_is_forgotten_first() -> None:
    asked = Asked()

    async def ask() -> list[float]:
        for number in range(MOST_REMEMBERED):
            await asked.limiter.take(str(number), 1)
        await asked.limiter.take("one more", 1)
        return [await asked.limiter.take("1", 1), await asked.limiter.take("0", 1)]

    kept, forgotten = asyncio.run(ask())
    assert (kept > 0, forgotten) == (True, 0.0)


@given(
    st.lists(st.tuples(st.floats(0, 30), st.integers(1, 4)), max_size=60),
    st.integers(1, 8),
)
def test_no_minute_ever_holds_more_than_the_limit(
    requests: list[tuple[float, int]], per_minute: int
) -> None:
    asked = Asked()
    let_in: list[float] = []
    for pause, cost in requests:
        asked.clock.now += pause
        now = asked.clock.now
        recent = sum(at > now - 60 for at in let_in)
        wait = asked.take(per_minute=per_minute, cost=cost)
        assert (wait == 0) == (recent + cost <= per_minute)
        if wait == 0:
            let_in += [now] * cost
