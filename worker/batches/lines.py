"""Lines of a text file, none of them longer than memory should hold."""

from collections.abc import Callable, Iterator
from pathlib import Path

from worker.batches.files import MAX_LINE_CHARACTERS, MalformedFile

_COMPRESSED = {
    b"\x1f\x8b": "gzip",
    b"PK\x03\x04": "a zip archive",
    b"\x28\xb5\x2f\xfd": "zstandard",
    b"BZh": "bzip2",
    b"\xfd7zXZ": "xz",
    b"PAR1": "Parquet",
}


class Lines:
    """Iterates over lines with their ends. ``read_bytes`` tells how far it has come."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self.size_bytes = path.stat().st_size
        self.read_bytes = 0
        self.number = 0
        _require_plain_text(path, self.size_bytes)

    def __iter__(self) -> Iterator[str]:
        # The separators of csv lines are \n, \r\n and \r; newline="" leaves them as they are.
        with self._path.open(encoding="utf-8-sig", newline="") as stream:
            while line := self._next(stream.readline):
                self.number += 1
                self.read_bytes += len(line)
                yield line

    def share(self) -> float:
        """Of the file, about: characters are counted for bytes."""
        return min(1.0, self.read_bytes / max(self.size_bytes, 1))

    def _next(self, readline: Callable[[int], str]) -> str:
        try:
            line = readline(MAX_LINE_CHARACTERS + 1)
        except UnicodeDecodeError as error:
            raise MalformedFile(
                f"The file is not UTF-8 text: byte 0x{error.object[error.start]:02x} "
                f"near line {self.number + 1}. Save it with the encoding UTF-8."
            ) from None
        if len(line) > MAX_LINE_CHARACTERS:
            raise MalformedFile(
                f"Line {self.number + 1} is longer than {MAX_LINE_CHARACTERS:,} characters."
            )
        return line


def _require_plain_text(path: Path, size_bytes: int) -> None:
    if size_bytes == 0:
        raise MalformedFile("The file is empty.")
    with path.open("rb") as file:
        head = file.read(1_024)
    for magic, name in _COMPRESSED.items():
        if head.startswith(magic):
            raise MalformedFile(f"The file is {name}, not plain text.")
    if b"\0" in head:
        raise MalformedFile("The file is not text: it holds NUL bytes. Save it as UTF-8 text.")
