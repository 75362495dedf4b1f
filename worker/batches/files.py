"""What every format gives and takes: chunks of rows in, the same rows with predictions out."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar, Protocol

from api.core.errors import FarolError, Kind

OCCURRED_AT = "occurred_at"
"""A column of this name that is no field of the model says when the row was about (RFC 3339)."""
KEY = "key"
"""A column of this name that is no field of the model holds the caller's own key of the row."""

MAX_CHUNK_ROWS = 2_000
MAX_CHUNK_VALUES = 400_000
MAX_CHUNK_BYTES = 8_000_000
"""A chunk ends at whichever comes first; together they bound the memory of a file of any length."""
MAX_LINE_CHARACTERS = 1_000_000


class MalformedFile(FarolError):
    """The file as a whole cannot be read; the message says why and where."""

    kind: ClassVar[Kind] = "invalid"


@dataclass(frozen=True, slots=True)
class Row:
    """A row that could be read. ``number`` counts from 0, ``line`` is the file's own, from 1."""

    number: int
    line: int | None
    values: dict[str, Any]
    """By field of the model."""
    original: Any
    """As its format keeps it, to be written again unchanged."""
    occurred_at: str | None = None
    key: str | None = None


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a row was not scored."""

    row: int
    line: int | None
    field: str
    reason: str

    def as_dict(self) -> dict[str, Any]:
        place = {} if self.line is None else {"line": self.line}
        return {"row": self.row, **place, "field": self.field, "reason": self.reason}


@dataclass(slots=True)
class Chunk:
    rows: list[Row] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    share: float = 0.0
    """Of the file read so far, 0–1."""
    original: Any = None
    """The chunk as its format keeps it, where rows alone do not."""

    def __len__(self) -> int:
        return len(self.rows) + len(self.faults)


class Reader(Protocol):
    """Opened on the input file. Raises MalformedFile."""

    def chunks(self) -> Iterator[Chunk]: ...

    @property
    def columns(self) -> Sequence[str]:
        """Names of the columns that the file has; empty where every row has its own."""
        ...


class Writer(Protocol):
    def write(self, chunk: Chunk, good: Sequence[Row], appended: Sequence[Sequence[Any]]) -> None:
        """``appended`` holds one value a column for each good row."""
        ...

    def close(self) -> None: ...


def chunk_rows(fields: int) -> int:
    """Rows of a chunk of rows with so many values."""
    return max(50, min(MAX_CHUNK_ROWS, MAX_CHUNK_VALUES // max(fields, 1)))
