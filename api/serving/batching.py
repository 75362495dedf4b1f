"""Micro-batching: what arrives in one turn of the event loop is scored in one graph run.

Nothing ever waits for a timer: a batch is closed at the end of the turn that opened it, and, where
the graph runs in a thread, when the run before it ends.
"""

import asyncio
from collections import deque
from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import dataclass

import numpy as np

from api.serving.columns import Feed
from api.serving.errors import Draining, ModelFailed, ServingError
from api.serving.session import Arrays

RunGraph = Callable[[Feed, int], Arrays]


@dataclass(frozen=True, slots=True)
class Scored:
    arrays: Arrays
    batch_rows: int
    """Rows of the graph run that they came from."""


@dataclass(frozen=True, slots=True)
class _Waiting:
    feed: Feed
    rows: int
    future: asyncio.Future[Scored]


class MicroBatcher:
    """Belongs to one event loop's thread; ``executor`` None runs the graph on it."""

    def __init__(self, run: RunGraph, max_rows: int, executor: Executor | None) -> None:
        self._run = run
        self._max_rows = max_rows
        self._executor = executor
        self._waiting: deque[_Waiting] = deque()
        self._scheduled = False
        self._running = False

    async def score(self, feed: Feed, rows: int) -> Scored:
        """Raises ModelFailed for these rows only, whatever the others of the batch hold."""
        loop = asyncio.get_running_loop()
        waiting = _Waiting(feed, rows, loop.create_future())
        self._waiting.append(waiting)
        if not self._scheduled and not self._running:
            self._scheduled = True
            loop.call_soon(self._turn_ended)
        return await waiting.future

    def _turn_ended(self) -> None:
        self._scheduled = False
        if self._executor is not None:
            self._start_in_thread()
            return
        while batch := self._next_batch():
            _settle(batch, _run_isolated(self._run, batch))

    def _start_in_thread(self) -> None:
        batch = self._next_batch()
        if not batch:
            return
        self._running = True
        loop = asyncio.get_running_loop()
        work = loop.run_in_executor(self._executor, _run_isolated, self._run, batch)
        work.add_done_callback(lambda done: self._thread_done(batch, done))

    def _thread_done(
        self, batch: list[_Waiting], done: asyncio.Future[list[Scored | ServingError]]
    ) -> None:
        self._running = False
        _settle(batch, _results_of(done, len(batch)))
        self._start_in_thread()

    def _next_batch(self) -> list[_Waiting]:
        """Requests in the order of their arrival, whole ones, up to the row limit."""
        batch: list[_Waiting] = []
        rows = 0
        while self._waiting:
            waiting = self._waiting[0]
            if waiting.future.done():
                # Its caller went away before it was scored.
                self._waiting.popleft()
                continue
            if batch and rows + waiting.rows > self._max_rows:
                break
            batch.append(self._waiting.popleft())
            rows += waiting.rows
        return batch


def _results_of(
    done: asyncio.Future[list[Scored | ServingError]], count: int
) -> list[Scored | ServingError]:
    if done.cancelled():
        # Not the version's fault: it must not count as its failure.
        return [Draining("What was not scored in time is to be asked again.") for _ in range(count)]
    return done.result()


def _run_isolated(run: RunGraph, batch: list[_Waiting]) -> list[Scored | ServingError]:
    """One run for all; where it fails, each request alone, so that only the bad one suffers."""
    together = _attempt(run, batch)
    if isinstance(together, list):
        return [*together]
    if len(batch) == 1:
        return [together]
    results: list[Scored | ServingError] = []
    for waiting in batch:
        alone = _attempt(run, [waiting])
        results.append(alone[0] if isinstance(alone, list) else alone)
    return results


def _attempt(run: RunGraph, batch: list[_Waiting]) -> list[Scored] | ServingError:
    try:
        return _run_together(run, batch)
    except ServingError as error:
        return error
    except Exception as error:  # noqa: BLE001 - whatever it is, every caller must get an answer
        return ModelFailed(f"The run failed: {type(error).__name__}.")


def _run_together(run: RunGraph, batch: list[_Waiting]) -> list[Scored]:
    if len(batch) == 1:
        alone = batch[0]
        return [Scored(run(alone.feed, alone.rows), alone.rows)]
    names = batch[0].feed
    feed = {name: np.concatenate([waiting.feed[name] for waiting in batch]) for name in names}
    total = sum(waiting.rows for waiting in batch)
    arrays = run(feed, total)
    results: list[Scored] = []
    start = 0
    for waiting in batch:
        stop = start + waiting.rows
        results.append(Scored([array[start:stop] for array in arrays], total))
        start = stop
    return results


def _settle(batch: list[_Waiting], results: list[Scored | ServingError]) -> None:
    for waiting, result in zip(batch, results, strict=True):
        if waiting.future.done():
            continue
        if isinstance(result, Scored):
            waiting.future.set_result(result)
        else:
            waiting.future.set_exception(result)
