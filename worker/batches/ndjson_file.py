"""NDJSON: one JSON object a line."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import msgspec

from api.artifact.schema import Schema
from worker.batches.cells import CellError, parse_key, parse_time, shown
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
from worker.batches.needs import rows_per_chunk

_WHOLE_ROW = ""


class NdjsonReader:
    columns: Sequence[str] = ()

    def __init__(self, path: Path, schema: Schema) -> None:
        self._lines = Lines(path)
        self._rows_per_chunk = rows_per_chunk(schema)
        self._fields = frozenset(field.name for field in schema.fields)
        self._decode = msgspec.json.Decoder(dict[str, Any]).decode

    def chunks(self) -> Iterator[Chunk]:
        chunk, number, start = Chunk(), 0, 0
        for line in self._lines:
            if line.isspace():
                continue
            self._add(chunk, number, line)
            number += 1
            size = self._lines.read_bytes - start
            if len(chunk) >= self._rows_per_chunk or size >= MAX_CHUNK_BYTES:
                chunk.share = self._lines.share()
                yield chunk
                chunk, start = Chunk(), self._lines.read_bytes
        if number == 0:
            raise MalformedFile("The file has no rows.")
        if len(chunk):
            chunk.share = 1.0
            yield chunk

    def _add(self, chunk: Chunk, number: int, line: str) -> None:
        field = _WHOLE_ROW
        try:
            record = self._decode(line)
            values = {name: value for name, value in record.items() if name in self._fields}
            field = OCCURRED_AT
            occurred_at = self._own(record, OCCURRED_AT)
            occurred_at = None if occurred_at is None else parse_time(occurred_at)
            field = KEY
            key = parse_key(self._own(record, KEY) or "")
        except CellError as error:
            chunk.faults.append(Fault(number, self._lines.number, field, str(error)))
        except (msgspec.MsgspecError, RecursionError) as error:
            reason = f"expected a JSON object, got {shown(line.strip())} ({error})"
            chunk.faults.append(Fault(number, self._lines.number, _WHOLE_ROW, reason))
        else:
            chunk.rows.append(Row(number, self._lines.number, values, record, occurred_at, key))

    def _own(self, record: dict[str, Any], name: str) -> str | None:
        """A value that is for Farol and not for the model."""
        value = None if name in self._fields else record.get(name)
        if value is not None and not isinstance(value, str):
            raise CellError(f"expected a text, got {shown(str(value))}")
        return value


class NdjsonWriter:
    def __init__(self, path: Path, appended: Sequence[str]) -> None:
        self._file = path.open("wb")
        self._names = tuple(appended)
        self._encode = msgspec.json.Encoder().encode_lines

    def write(self, _chunk: Chunk, good: Sequence[Row], appended: Sequence[Sequence[Any]]) -> None:
        records = [
            {**row.original, **dict(zip(self._names, more, strict=True))}
            for row, more in zip(good, appended, strict=True)
        ]
        self._file.write(self._encode(records))

    def close(self) -> None:
        self._file.close()
