"""The shadow versions' own end of the spool.

Their records have segments of their own, so that writing them neither makes a live answer wait nor
fails with it. Nobody is told that they are kept: they are not flushed to the disk one by one.
"""

import time
from collections.abc import Sequence
from pathlib import Path

from api.spool.records import ShadowRecord, frame
from api.spool.writer import SlotTaken, SpoolUnavailable, SpoolWriter

ROOM_SHARE = 0.9
"""Of the spool's limit; the rest is left to the live answers."""


class ShadowSpool:
    """Belongs to the scoring thread. Opened when there is something to keep."""

    def __init__(self, directory: Path, slot: str, *, max_bytes: int) -> None:
        self._directory = directory
        self._slot = f"{slot}-shadow"
        self._max_bytes = int(max_bytes * ROOM_SHARE)
        self._writer: SpoolWriter | None = None

    def keep(self, records: Sequence[ShadowRecord]) -> bool:
        """Whether they were kept, all of them."""
        frames = b"".join([frame(record) for record in records])
        now = time.monotonic()
        try:
            if self._writer is None:
                self._writer = SpoolWriter(
                    self._directory, self._slot, max_bytes=self._max_bytes, now=now
                )
            self._writer.append(frames, now)
        except (SpoolUnavailable, SlotTaken, OSError):
            return False
        return True

    def close(self) -> None:
        if self._writer is not None:
            self._writer.close()
            self._writer = None
