"""The embedded broker: messages are files in a directory. No server, and nothing to be lost but
wake-up calls, which the reaper repeats."""

import uuid
from pathlib import Path
from queue import Empty
from time import monotonic, monotonic_ns
from typing import Any

from kombu.transport import filesystem
from kombu.utils.json import dumps

from worker.stopping import is_stopping

LONGEST_DRAIN_SECONDS = 0.5
IDLE_POLL_SECONDS = 0.05
"""A listing of one small directory."""
BUSY_POLL_SECONDS = 0.01
BUSY_SECONDS = 5.0
"""For so long after a message the next one is likely."""


class Channel(filesystem.Channel):
    """Kombu's own channel, mended in three places.

    - A message file appears whole: kombu writes it under its final name, where a reader that is
      quicker than the writer takes an empty message and dies of it.
    - A directory that was wiped under a running worker is made again.
    - A worker that was told to stop takes nothing more.
    """

    def _put(  # type: ignore[override]  # kombu's own subclass renames the argument, too
        self, queue: str, payload: dict[str, Any], **_: Any
    ) -> None:
        directory = Path(self.data_folder_out)
        directory.mkdir(parents=True, exist_ok=True)
        name = f"{monotonic_ns() // 1_000_000}_{uuid.uuid4()}"
        hidden = directory / f"{name}.writing"
        hidden.write_text(dumps(payload))
        hidden.rename(directory / f"{name}.{queue}.msg")

    def _get(self, queue: str, timeout: float | None = None) -> Any:  # noqa: ARG002 - kombu's
        if is_stopping():
            raise Empty
        try:
            return super()._get(queue)
        except FileNotFoundError:
            Path(self.data_folder_in).mkdir(parents=True, exist_ok=True)
            raise Empty from None

    def _size(self, queue: str) -> int:
        return len(list(Path(self.data_folder_in).glob(f"*.{queue}.msg")))


class Transport(filesystem.Transport):
    Channel = Channel
    driver_type = "filesystem"
    _busy_until = 0.0

    def drain_events(self, connection: Any, timeout: float | None = None, **_: Any) -> None:
        """Returns to the worker's loop often, where a shutdown is noticed; looks more often for a
        while after each message."""
        seconds = min(timeout or LONGEST_DRAIN_SECONDS, LONGEST_DRAIN_SECONDS)
        is_busy = monotonic() < self._busy_until
        self.polling_interval = BUSY_POLL_SECONDS if is_busy else IDLE_POLL_SECONDS
        super().drain_events(connection, timeout=seconds)
        self._busy_until = monotonic() + BUSY_SECONDS
