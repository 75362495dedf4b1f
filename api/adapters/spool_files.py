"""Read what can be read of a spool segment, and put aside what cannot."""

import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

from api.spool.records import FRAME_HEADER

QUARANTINE = "quarantine"
SPOOL_ID = "spool-id"


@dataclass(frozen=True)
class Frame:
    """A stretch of a segment: a whole frame's payload, or bytes that are none."""

    start: int
    end: int
    payload: bytes | None
    """None where length or checksum are wrong."""


def read_segment(path: Path, start: int, *, finished: bool) -> Iterator[Frame]:
    """The frames from ``start`` on.

    In a segment that may still grow, reading stops before what is not whole: it may become so. In
    a finished one this is torn or damaged for good, and is given as a Frame without payload.
    """
    with path.open("rb") as file:
        file.seek(start)
        data = file.read()
    position = 0
    while position < len(data):
        frame = _frame_at(data, position, start)
        if frame.payload is None and not finished:
            return
        yield frame
        position = frame.end - start


def _frame_at(data: bytes, position: int, offset: int) -> Frame:
    begin = position + FRAME_HEADER.size
    if begin > len(data):
        return Frame(offset + position, offset + len(data), None)
    length, checksum = FRAME_HEADER.unpack_from(data, position)
    end = begin + length
    if end > len(data):
        return Frame(offset + position, offset + len(data), None)
    payload = data[begin:end]
    whole = zlib.crc32(payload) == checksum
    return Frame(offset + position, offset + end, payload if whole else None)


def put_aside(spool_dir: Path, segment: Path, frame: Frame) -> Path:
    """Copy a frame's bytes into the quarantine; doing it again changes nothing."""
    quarantine = spool_dir / QUARANTINE
    quarantine.mkdir(exist_ok=True)
    target = quarantine / f"{segment.stem}-{frame.start}.frame"
    with segment.open("rb") as file:
        file.seek(frame.start)
        target.write_bytes(file.read(frame.end - frame.start))
    return target


def spool_id(spool_dir: Path) -> str:
    """A name that no other spool has, made at the first call.

    Segments' names repeat on other machines and after a spool was deleted; positions must not.
    """
    path = spool_dir / SPOOL_ID
    if not path.exists():
        spool_dir.mkdir(parents=True, exist_ok=True)
        draft = spool_dir / f".{SPOOL_ID}-{uuid4().hex}"
        draft.write_text(uuid4().hex)
        # A hard link does not replace: of two shippers starting at once, one's name stands.
        if not path.exists():
            _link(draft, path)
        draft.unlink()
    return path.read_text()


def _link(draft: Path, path: Path) -> None:
    try:
        path.hardlink_to(draft)
    except FileExistsError:
        return
