"""Rows of a frame as the graph's inputs, by the schema: what serving does with a request."""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from api.artifact.schema import Field, GraphInput, Schema

NUMPY_TYPES = {
    "BOOL": np.bool_,
    "UINT8": np.uint8,
    "INT32": np.int32,
    "INT64": np.int64,
    "FP32": np.float32,
    "FP64": np.float64,
    "BYTES": np.object_,
}


def graph_feeds(schema: Schema, frame: pd.DataFrame) -> dict[str, NDArray[np.generic]]:
    """One array a graph input; a missing number becomes NaN, a missing text the empty string."""
    fields = {field.name: field for field in schema.fields}
    return {entry.name: _input(entry, fields, frame) for entry in schema.graph_inputs}


def _input(entry: GraphInput, fields: dict[str, Field], frame: pd.DataFrame) -> NDArray[np.generic]:
    dtype = NUMPY_TYPES[entry.datatype]
    first = fields[entry.fields[0]]
    if first.kind == "tensor":
        return np.stack(
            [np.asarray(value, dtype).reshape(first.shape) for value in frame[first.name]]
        )
    return np.column_stack([_column(fields[name], frame).astype(dtype) for name in entry.fields])


def _column(field: Field, frame: pd.DataFrame) -> NDArray[np.generic]:
    column = frame[field.name]
    values: NDArray[np.generic]
    if field.kind in ("text", "category"):
        values = column.fillna("").astype(str).to_numpy(dtype=object)
    elif field.kind == "number":
        values = column.to_numpy(dtype=float, na_value=np.nan)
    else:
        values = column.to_numpy()
    return values
