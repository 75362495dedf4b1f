"""One version in memory: decoder, graph, answers, and the way it is run."""

import asyncio
from concurrent.futures import Executor
from pathlib import Path

from api.artifact.manifest import FILES
from api.artifact.snapshot import Execution
from api.serving.answers import answer_encoder
from api.serving.batching import MicroBatcher, Scored
from api.serving.columns import Feed
from api.serving.decoder import RequestDecoder
from api.serving.documents import read_background, read_schema
from api.serving.explaining.explain import Explainer
from api.serving.made_up_rows import made_up_rows
from api.serving.session import Arrays, GraphSession

INLINE_REQUEST_SECONDS = 0.005
"""A request expected to hold the event loop for longer goes to a thread, whatever its version."""


class LoadedModel:
    """``leases`` and ``last_used`` belong to the cache."""

    def __init__(
        self, directory: Path, execution: Execution, executor: Executor, *, threads: int
    ) -> None:
        """Raises BrokenModel, ModelFailed; returns only after a first run has warmed the graph."""
        self.directory = directory
        self.schema = read_schema(directory)
        self.decoder = RequestDecoder(self.schema)
        self.encode = answer_encoder(self.schema)
        self.session = GraphSession(directory / FILES["model"], self.schema, threads=threads)
        self.memory_bytes = execution.memory_bytes
        self.leases = 0
        self.last_used = 0
        self.explainer = Explainer(self.decoder, self.session, read_background(directory))
        self._executor = executor
        self.use(execution)
        self._warm_up()

    def use(self, execution: Execution) -> None:
        """Run this way from now on; what waits in a batch is still scored the old way."""
        self._is_inline = execution.mode == "inline"
        self._row_seconds = execution.batch_seconds / execution.batch_rows
        executor = None if self._is_inline else self._executor
        self.batcher = (
            MicroBatcher(self.session.run, execution.max_batch_size, executor)
            if execution.max_batch_size > 1
            else None
        )
        self.execution = execution

    @property
    def runs_at_once(self) -> bool:
        """Whether a small request is scored where it stands, without any waiting."""
        return self._is_inline and self.batcher is None

    def is_small(self, rows: int) -> bool:
        return rows == 1 or rows * self._row_seconds <= INLINE_REQUEST_SECONDS

    @property
    def small_rows(self) -> int:
        """How many rows one graph run scores in INLINE_REQUEST_SECONDS; at least 1."""
        return max(1, int(INLINE_REQUEST_SECONDS / max(self._row_seconds, 1e-9)))

    def encode_all(self, arrays: Arrays) -> bytes:
        """The JSON array of predictions. Raises ModelFailed."""
        return f"[{','.join(self.encode(arrays))}]".encode()

    async def score(self, feed: Feed, rows: int) -> Scored:
        """Raises ModelFailed."""
        if self.batcher is not None and rows < self.execution.max_batch_size:
            return await self.batcher.score(feed, rows)
        if self._is_inline and self.is_small(rows):
            return Scored(self.session.run(feed, rows), rows)
        loop = asyncio.get_running_loop()
        arrays = await loop.run_in_executor(self._executor, self.session.run, feed, rows)
        return Scored(arrays, rows)

    def _warm_up(self) -> None:
        rows = self.decoder.convert(made_up_rows(self.schema, 2, seed=1))
        self.session.run(self.decoder.pack(rows), len(rows))
