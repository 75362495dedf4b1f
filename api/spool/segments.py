"""How spool files are named, and which of them will never grow again.

``<slot>-<sequence>.spool``: the slot is the stable name of the process that appends, the sequence
counts its segments. A segment is finished as soon as its slot has a later one: whatever lies behind
its last whole frame was never acknowledged.
"""

import re
from dataclasses import dataclass
from pathlib import Path

SUFFIX = ".spool"
_NAME = re.compile(r"^(?P<slot>[A-Za-z0-9_.-]+)-(?P<sequence>\d{12})\.spool$")


@dataclass(frozen=True, order=True)
class Segment:
    slot: str
    sequence: int
    path: Path

    @property
    def name(self) -> str:
        return self.path.name


def segment_path(directory: Path, slot: str, sequence: int) -> Path:
    return directory / f"{slot}-{sequence:012d}{SUFFIX}"


def list_segments(directory: Path) -> list[Segment]:
    """Every segment of every slot, oldest first within a slot; [] when there is no directory."""
    if not directory.is_dir():
        return []
    found = []
    for path in directory.iterdir():
        match = _NAME.match(path.name)
        if match:
            found.append(Segment(match["slot"], int(match["sequence"]), path))
    return sorted(found)


def finished_segments(segments: list[Segment]) -> set[Segment]:
    """Those whose slot has a later segment: they may be deleted once they are shipped."""
    newest = {segment.slot: segment.sequence for segment in sorted(segments)}
    return {segment for segment in segments if segment.sequence < newest[segment.slot]}
