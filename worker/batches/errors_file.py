"""``errors.ndjson``: a line a refused row, ``{"row", "line"?, "field", "reason"}``, in file order.

``row`` counts the data rows from 0, as everywhere in Farol; ``line`` is the line of a text file.
"""

from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

import msgspec

from worker.batches.files import Fault


class ErrorsFile:
    def __init__(self, path: Path) -> None:
        self._file = path.open("wb")
        self._encoder = msgspec.json.Encoder()

    def write(self, faults: Sequence[Fault]) -> None:
        self._file.write(self._encoder.encode_lines([fault.as_dict() for fault in faults]))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _traceback: TracebackType | None,
    ) -> None:
        self._file.close()
