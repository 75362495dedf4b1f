"""Times two models in turns, so that whatever else the machine does hits both."""

import time
from collections.abc import Callable

import numpy as np

from worker.gate.cost import Timings

Run = Callable[[], object]
SHORTEST_TIMING_SECONDS = 3e-4
"""Shorter runs are repeated within one timing: the clock and its call cost a microsecond."""


def time_in_turns(
    champion: Run,
    candidate: Run,
    *,
    what: str,
    rounds: int = 101,
    clock: Callable[[], float] = time.perf_counter,
) -> Timings:
    """``rounds`` pairs of seconds a run; who goes first changes each round."""
    repeats = _repeats(champion, clock)
    runs = (champion, candidate)
    for run in runs:
        _seconds(run, repeats, clock)
    taken = np.empty((rounds, 2))
    for number in range(rounds):
        for index in (0, 1) if number % 2 else (1, 0):
            taken[number, index] = _seconds(runs[index], repeats, clock)
    return Timings(what, taken[:, 0], taken[:, 1])


def _repeats(run: Run, clock: Callable[[], float]) -> int:
    run()
    return max(1, int(np.ceil(SHORTEST_TIMING_SECONDS / max(_seconds(run, 1, clock), 1e-9))))


def _seconds(run: Run, repeats: int, clock: Callable[[], float]) -> float:
    started = clock()
    for _ in range(repeats):
        run()
    return (clock() - started) / repeats
