"""One JSON line a request, written in groups. Never a value of an input or of a header."""

import asyncio
import contextlib
import os
import time
from pathlib import Path
from typing import Self

from api.http.data_plane.messages import Request, Response
from api.spool.records import PredictionRecord

_BUFFERED_LINES = 256
_FLUSH_SECONDS = 0.5
_MAX_FILE_BYTES = 64_000_000
"""Then the file becomes ``<name>.1`` and the one before that goes."""


class RequestLog:
    """Belongs to one event loop's thread. A log that cannot be written never stops an answer."""

    def __init__(self, path: Path) -> None:
        """Raises OSError when the file cannot be opened."""
        self._path = path
        self._lines: list[str | tuple[str, PredictionRecord]] = []
        self._flush_at: asyncio.TimerHandle | None = None
        self._file = _open(path)
        self.lost_lines = 0

    @classmethod
    def at(cls, path: Path | None) -> Self | None:
        return None if path is None else cls(path)

    def write(self, request: Request, response: Response, request_id: str, seconds: float) -> None:
        path = _plain(request.path)
        self._add(
            f'{{"at":{time.time():.3f},"request_id":"{request_id}","method":"{request.method}",'
            f'"path":"{path}","status":{response.status},"model":"{_plain(response.model)}",'
            f'"version":{response.version},"variant":"{response.variant}","rows":{response.rows},'
            f'"cached":{"true" if response.cached else "false"},"seconds":{seconds:.6f}}}\n'
        )

    def write_predicted(self, path: str, record: PredictionRecord) -> None:
        """The same line for an answer of the hot path; the text is made when it is written."""
        self._add((path, record))

    def _add(self, line: str | tuple[str, PredictionRecord]) -> None:
        self._lines.append(line)
        if len(self._lines) >= _BUFFERED_LINES:
            self.flush()
        elif self._flush_at is None:
            self._flush_at = asyncio.get_running_loop().call_later(_FLUSH_SECONDS, self.flush)

    def flush(self) -> None:
        if self._flush_at is not None:
            self._flush_at.cancel()
            self._flush_at = None
        lines, self._lines = self._lines, []
        if not lines:
            return
        try:
            texts = [line if isinstance(line, str) else _predicted(*line) for line in lines]
            os.write(self._file, "".join(texts).encode())
            self._rotate()
        except OSError:
            # A full disk already shows as 503 from the spool; the count says what is missing here.
            self.lost_lines += len(lines)

    def close(self) -> None:
        self.flush()
        os.close(self._file)

    def _rotate(self) -> None:
        status = os.fstat(self._file)
        if status.st_size < _MAX_FILE_BYTES or not self._path.is_file():
            return
        os.close(self._file)
        with contextlib.suppress(FileNotFoundError):
            self._path.replace(self._path.with_name(self._path.name + ".1"))
        self._file = _open(self._path)


def _predicted(path: str, record: PredictionRecord) -> str:
    # Its names come from the snapshot and its id from us: all of them are plain.
    cached = "true" if record.cached else "false"
    return (
        f'{{"at":{record.served_at:.3f},"request_id":"{record.id}","method":"POST",'
        f'"path":"{path}","status":200,"model":"{record.model}","version":{record.version},'
        f'"variant":"{record.variant}","rows":{record.rows},'
        f'"cached":{cached},"seconds":{record.latency_seconds:.6f}}}\n'
    )


def _plain(text: str) -> str:
    """Safe inside a JSON string: what is not a plain printable character becomes "?"."""
    if text.isascii() and text.isprintable() and '"' not in text and "\\" not in text:
        return text[:300]
    return "".join(c if c.isascii() and c.isprintable() and c not in '"\\' else "?" for c in text)[
        :300
    ]


def _open(path: Path) -> int:
    path.parent.mkdir(parents=True, exist_ok=True)
    return os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o640)
