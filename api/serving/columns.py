"""Rows -> the arrays that the graph takes, packed as the schema says."""

from collections.abc import Callable, Sequence
from math import nan
from operator import attrgetter
from typing import Any

import msgspec
import numpy as np
from msgspec import UNSET
from numpy.typing import NDArray

from api.artifact.schema import Field, GraphInput, Schema
from api.serving.limits import NUMPY_TYPES
from api.serving.row_types import attribute
from api.serving.tensors import tensor_decoder

Feed = dict[str, NDArray[Any]]
Pack = Callable[[Sequence[Any]], NDArray[Any]]
"""Row structs -> one graph input, (rows, fields) or (rows, *shape)."""


def packers(schema: Schema) -> tuple[tuple[str, Pack], ...]:
    """(graph input, how to make it from row structs) for each input of the graph."""
    positions = {field.name: index for index, field in enumerate(schema.fields)}
    fields = {field.name: field for field in schema.fields}
    return tuple(
        (
            graph_input.name,
            _packer(graph_input, [(positions[name], fields[name]) for name in graph_input.fields]),
        )
        for graph_input in schema.graph_inputs
    )


def _packer(graph_input: GraphInput, fields: list[tuple[int, Field]]) -> Pack:
    if fields[0][1].kind == "tensor":
        return _tensor_packer(*fields[0])
    dtype = NUMPY_TYPES[graph_input.datatype]
    getter = attrgetter(*(attribute(position) for position, _ in fields))
    replacements = [missing_value(field) for _, field in fields]
    # Numbers need no replacing: an absent one is NaN already, and numpy reads None as NaN.
    replaced = [f for _, f in fields if f.nullable and missing_value(f) == missing_value(f)]
    width = len(fields)
    if width == 1:
        return _single_packer(getter, dtype, replacements[0], replace=bool(replaced))
    if not replaced:
        return lambda rows: np.array([getter(row) for row in rows], dtype=dtype)

    def pack(rows: Sequence[Any]) -> NDArray[Any]:
        return np.array([_filled(getter(row), replacements) for row in rows], dtype=dtype)

    return pack


def _single_packer(
    getter: Callable[[Any], Any], dtype: type[np.generic], replacement: Any, *, replace: bool
) -> Pack:
    def pack(rows: Sequence[Any]) -> NDArray[Any]:
        values = [getter(row) for row in rows]
        if replace:
            values = [replacement if v is None or v is UNSET else v for v in values]
        return np.array(values, dtype=dtype).reshape(-1, 1)

    return pack


def _filled(values: tuple[Any, ...], replacements: list[Any]) -> Sequence[Any]:
    if None in values or UNSET in values:
        return [
            replacement if value is None or value is UNSET else value
            for value, replacement in zip(values, replacements, strict=True)
        ]
    return values


def _tensor_packer(position: int, field: Field) -> Pack:
    getter = attrgetter(attribute(position))
    decode = tensor_decoder(field)
    dtype = NUMPY_TYPES[field.datatype]
    empty = np.full(field.shape, missing_value(field), dtype=dtype)

    def unpack(raw: Any) -> NDArray[Any]:
        is_missing = raw is UNSET or bytes(raw) == b"null"
        if is_missing and not field.nullable:
            raise msgspec.ValidationError("Expected `array`, got `null`")
        return empty if is_missing else decode(raw)

    return lambda rows: np.stack([unpack(getter(row)) for row in rows])


def missing_value(field: Field) -> Any:
    """What a null or absent value of a nullable field becomes inside the graph."""
    if field.kind in ("category", "text") or field.datatype == "BYTES":
        return ""
    if field.kind == "number" and field.datatype in ("FP32", "FP64"):
        return nan
    if field.default is not None:
        return field.default
    return nan if field.datatype in ("FP32", "FP64") else 0
