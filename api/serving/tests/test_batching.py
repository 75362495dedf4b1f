"""Batched answers are the unbatched ones, row for row, whatever arrives with them."""

import asyncio
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.serving.batching import MicroBatcher, Scored
from api.serving.columns import Feed
from api.serving.errors import ModelFailed
from api.serving.session import Arrays

MAX_ROWS = 8
POISON = -1.0


class Graph:
    """Squares each row, as long as no row is poison; remembers how many rows each run had."""

    def __init__(self) -> None:
        self.runs: list[int] = []

    def run(self, feed: Feed, rows: int) -> Arrays:
        self.runs.append(rows)
        values = feed["x"]
        assert rows == len(values)
        if (values == POISON).any():
            raise ModelFailed("poison")
        return [values[:, 0] ** 2]


REQUESTS = st.lists(
    st.tuples(
        st.lists(st.sampled_from([0.0, 1.0, 2.0, 3.0, POISON]), min_size=1, max_size=5),
        st.integers(0, 3),
        st.booleans(),
    ),
    min_size=1,
    max_size=25,
)
"""Rows, turns of the event loop before it arrives, whether its caller gives up."""


async def ask(batcher: MicroBatcher, values: list[float], turns: int) -> list[float] | str:
    for _ in range(turns):
        await asyncio.sleep(0)
    feed = {"x": np.array(values).reshape(-1, 1)}
    try:
        scored: Scored = await batcher.score(feed, len(values))
    except ModelFailed as error:
        return str(error)
    assert scored.batch_rows >= len(values)
    return list(scored.arrays[0].tolist())


def alone(values: list[float]) -> list[float] | str:
    return "poison" if POISON in values else [value**2 for value in values]


async def serve(
    requests: list[tuple[list[float], int, bool]], executor: ThreadPoolExecutor | None
) -> tuple[list[list[float] | str | BaseException], Graph]:
    graph = Graph()
    batcher = MicroBatcher(graph.run, MAX_ROWS, executor)
    tasks = [asyncio.create_task(ask(batcher, values, turns)) for values, turns, _ in requests]
    for task, (_, turns, gives_up) in zip(tasks, requests, strict=True):
        if gives_up:
            for _ in range(turns):
                await asyncio.sleep(0)
            task.cancel()
    return await asyncio.gather(*tasks, return_exceptions=True), graph


@given(REQUESTS, st.booleans())
def test_each_request_gets_what_it_would_get_alone(
    requests: list[tuple[list[float], int, bool]], in_thread: bool
) -> None:
    executor = ThreadPoolExecutor(1) if in_thread else None
    try:
        answers, graph = asyncio.run(serve(requests, executor))
    finally:
        if executor is not None:
            executor.shutdown()
    for (values, _, gives_up), answer in zip(requests, answers, strict=True):
        if gives_up and isinstance(answer, asyncio.CancelledError):
            continue
        assert alone(values) == answer
    assert max(graph.runs, default=0) <= MAX_ROWS


def test_requests_of_one_turn_are_scored_in_one_run() -> None:
    requests = [([float(n)], 0, False) for n in range(4)]
    answers, graph = asyncio.run(serve(requests, None))
    assert answers == [[0.0], [1.0], [4.0], [9.0]]
    assert graph.runs == [4]


def test_a_request_that_is_alone_is_scored_alone() -> None:
    _, graph = asyncio.run(serve([([2.0, 3.0], 0, False)], None))
    assert graph.runs == [2]


def test_what_arrives_while_a_thread_runs_is_the_next_batch() -> None:
    async def scenario() -> list[int]:
        graph = Graph()
        with ThreadPoolExecutor(1) as executor:
            batcher = MicroBatcher(graph.run, MAX_ROWS, executor)
            first = asyncio.create_task(ask(batcher, [1.0], 0))
            await asyncio.sleep(0)
            await asyncio.sleep(0)
            later = [asyncio.create_task(ask(batcher, [2.0], 0)) for _ in range(3)]
            await asyncio.gather(first, *later)
        return graph.runs

    runs = asyncio.run(scenario())
    assert sum(runs) == 4
    assert len(runs) <= 2


def test_an_unexpected_failure_of_the_run_reaches_every_caller_as_a_model_failure() -> None:
    def broken(_feed: Feed, _rows: int) -> Arrays:
        raise MemoryError

    async def scenario() -> None:
        with ThreadPoolExecutor(1) as executor:
            batcher = MicroBatcher(broken, MAX_ROWS, executor)
            with pytest.raises(ModelFailed):
                await batcher.score({"x": np.zeros((1, 1))}, 1)

    asyncio.run(scenario())
