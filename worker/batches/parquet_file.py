"""Parquet: read and written a chunk at a time; types and other columns stay as they were."""

from collections.abc import Iterator, Sequence
from math import isinf, isnan
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from api.artifact.schema import Field, Schema
from worker.batches.cells import CellError, parse_key, parse_time, rfc3339
from worker.batches.files import KEY, OCCURRED_AT, Chunk, Fault, MalformedFile, Row
from worker.batches.flatten import Column
from worker.batches.needs import require_columns, rows_per_chunk

MAX_ROW_GROUP_BYTES = 1_000_000_000
"""Uncompressed, as the file says: a small file may unpack to very much."""
ROW_GROUP_ROWS = 50_000
"""Of the result: small enough to be held, large enough to be read fast."""
_TYPES = {"number": pa.float64(), "integer": pa.int64(), "text": pa.string()}


class ParquetReader:
    def __init__(self, path: Path, schema: Schema) -> None:
        try:
            self._file = pq.ParquetFile(path, thrift_string_size_limit=100_000_000)
            self.arrow_schema: pa.Schema = self._file.schema_arrow
        except (pa.ArrowException, OSError) as error:
            raise MalformedFile(f"The file is not Parquet: {_first_line(error)}.") from None
        self._require_bounded()
        self.columns: Sequence[str] = self.arrow_schema.names
        require_columns(schema, self.columns)
        self._rows_per_chunk = rows_per_chunk(schema)
        self._fields = {field.name: field for field in schema.fields if field.name in self.columns}

    def chunks(self) -> Iterator[Chunk]:
        number, total = 0, self._file.metadata.num_rows
        if total == 0:
            raise MalformedFile("The file has no rows.")
        batches = self._file.iter_batches(self._rows_per_chunk, use_threads=False)
        while (batch := _next(batches)) is not None:
            number += batch.num_rows
            chunk = self._chunk(batch, number - batch.num_rows)
            chunk.share = min(1.0, number / total)
            yield chunk

    def _chunk(self, batch: pa.RecordBatch, start: int) -> Chunk:
        columns = {name: _values(batch.column(name), field) for name, field in self._fields.items()}
        times, keys = self._own(batch, OCCURRED_AT), self._own(batch, KEY)
        chunk = Chunk(original=batch)
        for index in range(batch.num_rows):
            values = {name: column[index] for name, column in columns.items()}
            infinite = next((name for name, value in values.items() if _is_infinite(value)), None)
            if infinite is not None:
                reason = "expected a finite number, got infinity"
                chunk.faults.append(Fault(start + index, None, infinite, reason))
                continue
            name = OCCURRED_AT
            try:
                time = _time(times[index])
                name = KEY
                key = None if keys[index] is None else parse_key(str(keys[index]))
            except CellError as error:
                chunk.faults.append(Fault(start + index, None, name, str(error)))
                continue
            chunk.rows.append(Row(start + index, None, values, index, time, key))
        return chunk

    def _own(self, batch: pa.RecordBatch, name: str) -> list[Any]:
        """A column that is for Farol and not for the model."""
        if name in self._fields or name not in self.columns:
            return [None] * batch.num_rows
        values: list[Any] = batch.column(name).to_pylist()
        return values

    def _require_bounded(self) -> None:
        metadata = self._file.metadata
        for index in range(metadata.num_row_groups):
            size = metadata.row_group(index).total_byte_size
            if size > MAX_ROW_GROUP_BYTES:
                raise MalformedFile(
                    f"Row group {index} unpacks to {size:,} bytes, more than "
                    f"{MAX_ROW_GROUP_BYTES:,}: write the file with smaller row groups."
                )


class ParquetWriter:
    def __init__(self, path: Path, reader: ParquetReader, appended: Sequence[Column]) -> None:
        fields = [pa.field(column.name, _TYPES[column.kind]) for column in appended]
        self._added = pa.schema(fields)
        original = reader.arrow_schema
        self._schema = pa.schema([*original, *fields], metadata=original.metadata)
        self._writer = pq.ParquetWriter(path, self._schema)
        self._waiting: list[pa.RecordBatch] = []

    def write(self, chunk: Chunk, good: Sequence[Row], appended: Sequence[Sequence[Any]]) -> None:
        if not good:
            return
        kept = chunk.original.take(pa.array([row.original for row in good], pa.int64()))
        added = [
            pa.array(values, field.type)
            for values, field in zip(zip(*appended, strict=True), self._added, strict=True)
        ]
        arrays = [*kept.columns, *added]
        self._waiting.append(pa.RecordBatch.from_arrays(arrays, schema=self._schema))
        if sum(batch.num_rows for batch in self._waiting) >= ROW_GROUP_ROWS:
            self._flush()

    def close(self) -> None:
        self._flush()
        self._writer.close()

    def _flush(self) -> None:
        if self._waiting:
            self._writer.write_table(pa.Table.from_batches(self._waiting))
            self._waiting.clear()


def _next(batches: Iterator[pa.RecordBatch]) -> pa.RecordBatch | None:
    try:
        return next(batches, None)
    except (pa.ArrowException, OSError) as error:
        raise MalformedFile(f"The file cannot be read to its end: {_first_line(error)}.") from None


def _values(column: pa.Array, field: Field) -> list[Any]:
    """As Python values of the kind that the field's decoder knows."""
    kind = column.type
    try:
        if pa.types.is_decimal(kind):
            column = pc.cast(column, pa.float64())
        elif pa.types.is_binary(kind) or pa.types.is_large_binary(kind):
            column = pc.cast(column, pa.string())
    except pa.ArrowException as error:
        raise MalformedFile(f"Column {field.name} is unreadable: {_first_line(error)}.") from None
    values: list[Any] = column.to_pylist()
    if pa.types.is_floating(column.type):
        return [_whole(value, field) for value in values]
    return values


def _whole(value: float | None, field: Field) -> float | int | None:
    """Tables with gaps keep whole numbers as floats, and what is missing as NaN."""
    if value is None or isnan(value):
        return None
    return int(value) if field.kind == "integer" and value.is_integer() else value


def _is_infinite(value: Any) -> bool:
    return isinstance(value, float) and isinf(value)


def _time(value: Any) -> str | None:
    if value is None or isinstance(value, str):
        return None if value is None else parse_time(value)
    if not hasattr(value, "tzinfo"):
        raise CellError(f"expected a time, got {type(value).__name__}")
    return rfc3339(value)


def _first_line(error: BaseException) -> str:
    return str(error).strip().partition("\n")[0][:200].rstrip(".")
