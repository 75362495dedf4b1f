"""What the model needs of a file's columns."""

from collections.abc import Sequence
from math import prod

from api.artifact.schema import Field, Schema
from worker.batches.files import MalformedFile, chunk_rows

_LISTED = 20


def require_columns(schema: Schema, columns: Sequence[str]) -> None:
    """Raises MalformedFile when a column is named twice or a needed one is missing."""
    twice = sorted({name for name in columns if columns.count(name) > 1})
    if twice:
        raise MalformedFile(f"These columns are there twice: {_listed(twice)}.")
    missing = [field.name for field in schema.fields if not _may_miss(field)]
    missing = [name for name in missing if name not in columns]
    if missing:
        raise MalformedFile(
            f"These columns are missing: {_listed(missing)}. "
            f"The file has: {_listed(list(columns)) or 'none'}."
        )


def require_new(appended: Sequence[str], columns: Sequence[str]) -> None:
    """Raises MalformedFile when the file has columns of the names that are to be appended."""
    taken = [name for name in appended if name in columns]
    if taken:
        raise MalformedFile(f"Rename these columns, the result needs the names: {_listed(taken)}.")


def rows_per_chunk(schema: Schema) -> int:
    return chunk_rows(sum(prod(field.shape) if field.shape else 1 for field in schema.fields))


def _may_miss(field: Field) -> bool:
    return field.nullable or field.default is not None


def _listed(names: Sequence[str]) -> str:
    shown = ", ".join(name[:60] for name in names[:_LISTED])
    return shown if len(names) <= _LISTED else f"{shown} and {len(names) - _LISTED} more"
