"""A job's progress and log lines on their way to its rows, a few at a time.

A recipe may report hundreds of steps a second. Lines are kept in order and written together, at
most four times a second; of steps that say nothing new only the newest is kept.
"""

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from time import monotonic
from typing import Literal

from sqlalchemy.orm import Session

from api.adapters.database import write_session
from api.core.jobs import operations
from api.core.jobs.types import Claim
from worker.outages import DATABASE_AWAY, first_line
from worker.runtime import Runtime

logger = logging.getLogger(__name__)

FLUSH_SECONDS = 0.25
MAX_LINE_CHARACTERS = 2_000

Level = Literal["info", "warning", "error"]


@dataclass(frozen=True)
class Line:
    message: str
    progress: float | None
    level: Level


class Journal:
    """Used by the job's thread and by its heartbeat's."""

    def __init__(self, runtime: Runtime, claim: Claim) -> None:
        self._runtime = runtime
        self._claim = claim
        self._waiting: list[Line] = []
        self._waiting_lock = threading.Lock()
        self._flush_lock = threading.Lock()
        self._flushed_at = 0.0
        self._held = False

    def add(self, message: str, *, progress: float | None = None, level: Level = "info") -> None:
        line = Line(message[:MAX_LINE_CHARACTERS], progress, level)
        with self._waiting_lock:
            if self._waiting and _replaces(line, self._waiting[-1]):
                self._waiting.pop()
            self._waiting.append(line)
        if not self._held and monotonic() - self._flushed_at >= FLUSH_SECONDS:
            self._flush_if_possible()

    @contextmanager
    def held(self) -> Iterator[None]:
        """While the job's thread is in a transaction of its own: a second one would wait for it."""
        self._held = True
        try:
            yield
        finally:
            self._held = False

    def flush(self) -> None:
        """Write what waits in a transaction. Raises LeaseLost when the job has moved on."""
        with self._flush_lock:
            if self._waiting:
                with write_session(self._runtime.sessions) as session:
                    written = self._write(session)
                self._forget(written)
            self._flushed_at = monotonic()

    def write_last(self, session: Session) -> None:
        """Write what waits in the transaction that ends the job; may be repeated."""
        with self._flush_lock:
            self._write(session)

    def _flush_if_possible(self) -> None:
        try:
            self.flush()
        except DATABASE_AWAY as error:
            # The lines stay and the heartbeat tries again: a log line is no reason to fail.
            logger.warning("job %s: its log waits: %s", self._claim.job_id, first_line(error))

    def _write(self, session: Session) -> int:
        with self._waiting_lock:
            lines = tuple(self._waiting)
        for line in lines:
            operations.report(
                session,
                job_id=self._claim.job_id,
                attempt=self._claim.attempt,
                now=self._runtime.clock(),
                message=line.message,
                progress=line.progress,
                level=line.level,
            )
        return len(lines)

    def _forget(self, count: int) -> None:
        with self._waiting_lock:
            del self._waiting[:count]


def _replaces(new: Line, old: Line) -> bool:
    """Both are steps of progress with the same words."""
    return None not in (new.progress, old.progress) and new.message == old.message
