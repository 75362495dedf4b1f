"""Logged rows as the columns that a sealed profile was made of."""

from collections.abc import Mapping, Sequence
from typing import Any, cast

import numpy as np

from api.artifact.schema import Field, Schema
from api.core.checks.rows import AnsweredRow
from monitoring.drift.columns import Chunk, Texts
from monitoring.quality.arrays import Floats


def input_columns(schema: Schema, rows: Sequence[AnsweredRow]) -> Chunk:
    return columns_of(schema, [row.inputs for row in rows])


def columns_of(schema: Schema, inputs: Sequence[Mapping[str, Any]]) -> Chunk:
    """As ``worker.pipelines.profile.field_column`` makes them of a recipe's rows."""
    return {
        field.name: _field_column(field, [row.get(field.name) for row in inputs])
        for field in schema.fields
    }


def output_columns(names: Sequence[str], rows: Sequence[AnsweredRow]) -> Chunk:
    """The answers' own: ``label`` as texts, everything else as numbers."""
    return {
        name: _texts([row.output.get(name) for row in rows])
        if name == "label"
        else _numbers([row.output.get(name) for row in rows])
        for name in names
    }


def _field_column(field: Field, values: Sequence[Any]) -> Floats | Texts:
    if field.kind == "category":
        return _texts(values)
    if field.kind == "boolean":
        given = (field.default if value is None else value for value in values)
        return _texts(["" if value is None else str(bool(value)).lower() for value in given])
    if field.kind == "text":
        return _numbers([len(value or "") for value in values])
    if field.kind == "tensor":
        return _numbers([None if value is None else float(np.mean(value)) for value in values])
    return _numbers(values)


def _numbers(values: Sequence[float | None]) -> Floats:
    return np.array([np.nan if value is None else value for value in values], dtype=np.float64)


def _texts(values: Sequence[Any]) -> Texts:
    """Equal texts as one object, so that they are encoded in no time."""
    known: Mapping[Any, str] = {
        value: "" if value is None else str(value) for value in dict.fromkeys(values)
    }
    return cast(Texts, np.array([known[value] for value in values], dtype=object))
