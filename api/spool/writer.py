"""Appends frames to a slot's segments: one system call a commit, never after a torn frame."""

import contextlib
import fcntl
import os
from pathlib import Path

from api.spool.segments import list_segments, segment_path

SEGMENT_BYTES = 16_000_000
"""A segment this large is closed: the shipper can delete it, and a reader need not hold more."""
SEGMENT_SECONDS = 60.0
"""A segment this old is closed at its next append, so that quiet processes free their disk too."""


class SpoolUnavailable(Exception):
    """The records could not be kept: the disk is full, or the spool reached its limit."""


class SlotTaken(Exception):
    """Another living process appends under the same slot."""


class SpoolWriter:
    """One process's end of the spool. Not safe for several threads.

    A new process always starts a new segment, so nothing is ever appended behind a frame that a
    killed process left torn; the same is done after a write that failed half-way.
    """

    def __init__(
        self, directory: Path, slot: str, *, max_bytes: int, fsync: bool = False, now: float
    ) -> None:
        """``now`` is in seconds of any steady clock, the one given to ``append`` too.

        Raises SlotTaken, and OSError when the directory cannot be written.
        """
        directory.mkdir(parents=True, exist_ok=True)
        self._directory = directory
        self._slot = slot
        self._max_bytes = max_bytes
        self._fsync = fsync
        self._lock = _take_slot(directory, slot)
        mine = [s.sequence for s in list_segments(directory) if s.slot == slot]
        self._sequence = max(mine, default=0)
        self._file: int | None = None
        self._size = 0
        self._opened_at = now
        self._kept_bytes = self._measure()

    @property
    def bytes_waiting(self) -> int:
        """Upper bound of what lies in the directory, exact after each new segment."""
        return self._kept_bytes

    def append(self, frames: bytes, now: float) -> None:
        """Keep ``frames``, whole and joined. Raises SpoolUnavailable: then none is acknowledged."""
        if self._kept_bytes + len(frames) > self._max_bytes:
            self._kept_bytes = self._measure()
            if self._kept_bytes + len(frames) > self._max_bytes:
                raise SpoolUnavailable(f"the spool holds its limit of {self._max_bytes} bytes")
        file = self._segment(now)
        try:
            written = os.write(file, frames)
            if self._fsync:
                os.fdatasync(file)
        except OSError as error:
            self._abandon_segment()
            raise SpoolUnavailable(f"the spool cannot be written: {error.strerror}") from error
        self._size += written
        self._kept_bytes += written
        if written < len(frames):
            self._abandon_segment()
            raise SpoolUnavailable("the disk is full")

    def close(self) -> None:
        self._abandon_segment()
        os.close(self._lock)

    def _segment(self, now: float) -> int:
        due = self._size >= SEGMENT_BYTES or now - self._opened_at >= SEGMENT_SECONDS
        if self._file is not None and due and self._size:
            self._abandon_segment()
        return self._open_next(now) if self._file is None else self._file

    def _open_next(self, now: float) -> int:
        path = segment_path(self._directory, self._slot, self._sequence + 1)
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_APPEND | os.O_CLOEXEC
        try:
            file = os.open(path, flags, 0o640)
        except OSError as error:
            raise SpoolUnavailable(f"no new spool segment: {error.strerror}") from error
        self._file = file
        self._sequence += 1
        self._size = 0
        self._opened_at = now
        self._kept_bytes = self._measure()
        return file

    def _abandon_segment(self) -> None:
        if self._file is not None:
            os.close(self._file)
            self._file = None

    def _measure(self) -> int:
        total = 0
        for segment in list_segments(self._directory):
            # The shipper may delete a segment between the listing and the look.
            with contextlib.suppress(FileNotFoundError):
                total += segment.path.stat().st_size
        return total


def _take_slot(directory: Path, slot: str) -> int:
    lock = os.open(directory / f"{slot}.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o640)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        os.close(lock)
        raise SlotTaken(f"another process appends to the spool as {slot!r}") from error
    return lock
