"""The formats by name: how each is opened and written."""

from pathlib import Path
from typing import assert_never

from api.artifact.schema import Schema
from api.core.batches.types import BatchFormat
from worker.batches.csv_file import CsvReader, CsvWriter
from worker.batches.files import Reader, Writer
from worker.batches.flatten import all_columns
from worker.batches.ndjson_file import NdjsonReader, NdjsonWriter
from worker.batches.needs import require_new
from worker.batches.parquet_file import ParquetReader, ParquetWriter


def open_reader(kind: BatchFormat, path: Path, schema: Schema) -> Reader:
    """Raises MalformedFile."""
    if kind == "csv":
        return CsvReader(path, schema)
    if kind == "ndjson":
        return NdjsonReader(path, schema)
    if kind == "parquet":
        return ParquetReader(path, schema)
    assert_never(kind)


def open_writer(reader: Reader, path: Path, schema: Schema) -> Writer:
    """A writer of the reader's own format. Raises MalformedFile."""
    appended = all_columns(schema)
    names = [column.name for column in appended]
    require_new(names, reader.columns)
    if isinstance(reader, CsvReader):
        return CsvWriter(path, reader, names)
    if isinstance(reader, NdjsonReader):
        return NdjsonWriter(path, names)
    if isinstance(reader, ParquetReader):
        return ParquetWriter(path, reader, appended)
    raise TypeError(f"no writer for {type(reader).__name__}")
