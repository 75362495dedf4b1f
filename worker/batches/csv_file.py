"""CSV: a header, one row a record. Commas, semicolons or tabs; the result uses the same."""

import csv
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from api.artifact.schema import Schema
from worker.batches.cells import CellError, parse_key, parse_time, parser
from worker.batches.files import (
    KEY,
    MAX_CHUNK_BYTES,
    OCCURRED_AT,
    Chunk,
    Fault,
    MalformedFile,
    Row,
)
from worker.batches.lines import Lines
from worker.batches.needs import require_columns, rows_per_chunk

DELIMITERS = (",", ";", "\t")
_WHOLE_ROW = ""


class CsvReader:
    def __init__(self, path: Path, schema: Schema) -> None:
        csv.field_size_limit(MAX_CHUNK_BYTES)
        self._lines = Lines(path)
        self.delimiter = _delimiter(path, schema)
        self._records = csv.reader(iter(self._lines), delimiter=self.delimiter, strict=True)
        self.columns: Sequence[str] = [name.strip() for name in self._next_record() or []]
        require_columns(schema, self.columns)
        self._rows_per_chunk = rows_per_chunk(schema)
        fields = {field.name: parser(field) for field in schema.fields}
        self._parsers = [
            (index, name, fields[name]) for index, name in enumerate(self.columns) if name in fields
        ]
        self._time_index = _index(self.columns, OCCURRED_AT, fields)
        self._key_index = _index(self.columns, KEY, fields)

    def chunks(self) -> Iterator[Chunk]:
        chunk, number, start = Chunk(), 0, self._lines.read_bytes
        while (cells := self._next_record()) is not None:
            if not cells:
                continue  # an empty line is no row
            self._add(chunk, number, cells)
            number += 1
            size = self._lines.read_bytes - start
            if len(chunk) >= self._rows_per_chunk or size >= MAX_CHUNK_BYTES:
                chunk.share = self._lines.share()
                yield chunk
                chunk, start = Chunk(), self._lines.read_bytes
        if number == 0:
            raise MalformedFile("The file has a header and no rows.")
        if len(chunk):
            chunk.share = 1.0
            yield chunk

    def _next_record(self) -> list[str] | None:
        try:
            return next(self._records, None)
        except csv.Error as error:
            raise MalformedFile(f"Line {self._lines.number} is not CSV: {error}.") from None

    def _add(self, chunk: Chunk, number: int, cells: list[str]) -> None:
        line = self._lines.number
        if len(cells) != len(self.columns):
            reason = f"expected {len(self.columns)} cells as in the header, got {len(cells)}"
            chunk.faults.append(Fault(number, line, _WHOLE_ROW, reason))
            return
        values: dict[str, Any] = {}
        name = OCCURRED_AT
        try:
            occurred_at = None if self._time_index is None else parse_time(cells[self._time_index])
            for index, name, parse in self._parsers:
                values[name] = parse(cells[index])
            name = KEY
            key = None if self._key_index is None else parse_key(cells[self._key_index])
        except CellError as error:
            chunk.faults.append(Fault(number, line, name, str(error)))
            return
        chunk.rows.append(Row(number, line, values, cells, occurred_at, key))


class CsvWriter:
    def __init__(self, path: Path, reader: CsvReader, appended: Sequence[str]) -> None:
        self._file = path.open("w", encoding="utf-8", newline="")
        self._writer = csv.writer(self._file, delimiter=reader.delimiter, lineterminator="\n")
        self._writer.writerow([*reader.columns, *appended])

    def write(self, _chunk: Chunk, good: Sequence[Row], appended: Sequence[Sequence[Any]]) -> None:
        self._writer.writerows(
            [*row.original, *more] for row, more in zip(good, appended, strict=True)
        )

    def close(self) -> None:
        self._file.close()


def _delimiter(path: Path, schema: Schema) -> str:
    """The one under which the first line names most of the model's fields."""
    line = next(iter(Lines(path)), "")
    names = {field.name for field in schema.fields}

    def found(delimiter: str) -> int:
        return len(names.intersection(next(csv.reader([line], delimiter=delimiter), [])))

    return max(DELIMITERS, key=found)


def _index(columns: Sequence[str], name: str, fields: dict[str, Any]) -> int | None:
    return columns.index(name) if name in columns and name not in fields else None
