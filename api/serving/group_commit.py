"""One write to the spool for all that was answered in one turn of the event loop."""

import asyncio
import time
from typing import Any

from api.serving.errors import NotKept
from api.spool.records import Record, frame
from api.spool.writer import SpoolUnavailable, SpoolWriter


class _Commit(asyncio.Future[None]):
    """Shared by all requests of a turn: one that is cancelled must not take the others with it."""

    def cancel(self, msg: Any | None = None) -> bool:  # noqa: ARG002 - the signature of Future
        return False


class GroupCommit:
    """Belongs to one event loop's thread.

    With fsync the write happens in a thread, and what arrives meanwhile is the next group.
    """

    def __init__(self, writer: SpoolWriter, *, in_thread: bool) -> None:
        self._writer = writer
        self._in_thread = in_thread
        self._records: list[Record] = []
        self._waiter: _Commit | None = None
        self._writing: asyncio.Task[None] | None = None
        self.refusals = 0
        self.last_failure: str | None = None

    def keep(self, record: Record) -> asyncio.Future[None]:
        """Done once the record is in the spool. Raises NotKept when awaited if it could not be.

        Records are framed at the end of the turn, all in one go: the same work is cheaper when
        nothing else comes between.
        """
        self._records.append(record)
        waiter = self._waiter
        if waiter is None:
            loop = asyncio.get_running_loop()
            waiter = self._waiter = _Commit(loop=loop)
            # An exception that nobody awaits any more (all clients gone) is no event of its own.
            waiter.add_done_callback(_retrieve)
            if self._writing is None:
                loop.call_soon(self._flush)
        return waiter

    @property
    def bytes_waiting(self) -> int:
        return self._writer.bytes_waiting

    async def close(self) -> None:
        """Write what is left, then end the segment."""
        while self._writing is not None or self._records:
            if self._writing is not None:
                await asyncio.wait([self._writing])
            elif self._records:
                self._flush()
        self._writer.close()

    def _flush(self) -> None:
        waiter, records = self._waiter, self._records
        if waiter is None:
            return
        self._waiter, self._records = None, []
        joined = b"".join([frame(record) for record in records])
        if self._in_thread:
            loop = asyncio.get_running_loop()
            self._writing = loop.create_task(self._write_in_thread(waiter, joined, len(records)))
            return
        self._settle(waiter, self._write(joined), len(records))

    async def _write_in_thread(self, waiter: _Commit, joined: bytes, records: int) -> None:
        failure = await asyncio.to_thread(self._write, joined)
        self._settle(waiter, failure, records)
        self._writing = None
        self._flush()

    def _write(self, joined: bytes) -> SpoolUnavailable | None:
        try:
            self._writer.append(joined, time.monotonic())
        except SpoolUnavailable as failure:
            return failure
        return None

    def _settle(self, waiter: _Commit, failure: SpoolUnavailable | None, records: int) -> None:
        if failure is None:
            self.last_failure = None
            waiter.set_result(None)
            return
        self.refusals += records
        self.last_failure = str(failure)
        waiter.set_exception(NotKept(f"Nothing is answered that is not kept: {failure}."))


def _retrieve(waiter: asyncio.Future[None]) -> None:
    waiter.exception()
