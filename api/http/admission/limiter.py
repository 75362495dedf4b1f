"""How many requests there were in the last minute: exact, in a window that moves.

In memory where one process serves; with Redis every process counts in the same place.
"""

import time
from collections import OrderedDict, deque
from collections.abc import Callable
from dataclasses import dataclass, field
from math import inf
from typing import Protocol

WINDOW_SECONDS = 60.0
MOST_REMEMBERED = 20_000
"""Of those who asked; whoever asked longest ago is forgotten first."""


class Limiter(Protocol):
    async def take(self, who: str, per_minute: int, cost: int = 1) -> float:
        """Count ``cost`` requests of ``who`` if the last minute has room for them.

        Returns 0 where it had, else the seconds until it has (infinite if it never will), and
        counts nothing.
        """
        ...

    async def close(self) -> None: ...


@dataclass
class MemoryLimiter:
    """Belongs to one event loop's thread.

    Not the library's: that one starts a task and a thread hop for every address that it knows each
    time it is asked, and keeps as many as there are.
    """

    clock: Callable[[], float] = time.monotonic
    _taken: OrderedDict[str, deque[float]] = field(default_factory=OrderedDict)

    async def take(self, who: str, per_minute: int, cost: int = 1) -> float:
        if cost > per_minute:
            return inf
        now = self.clock()
        taken = self._of(who)
        while taken and taken[0] <= now - WINDOW_SECONDS:
            taken.popleft()
        too_many = len(taken) + cost - per_minute
        if too_many > 0:
            return taken[too_many - 1] + WINDOW_SECONDS - now
        taken.extend((now,) * cost)
        return 0.0

    async def close(self) -> None:
        """Nothing is held open."""

    def _of(self, who: str) -> deque[float]:
        taken = self._taken.get(who)
        if taken is None:
            taken = self._taken[who] = deque()
            if len(self._taken) > MOST_REMEMBERED:
                self._taken.popitem(last=False)
        else:
            self._taken.move_to_end(who)
        return taken
