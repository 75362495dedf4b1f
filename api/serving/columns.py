"""Rows -> the arrays that the graph takes, packed as the schema says."""

from collections.abc import Callable, Iterable, Sequence
from itertools import chain, cycle
from math import nan
from operator import attrgetter
from struct import Struct
from struct import error as StructError  # noqa: N812 - the module names its exception so
from struct import pack as struct_pack
from typing import Any

import msgspec
import numpy as np
from msgspec import UNSET
from numpy.typing import NDArray

from api.artifact.schema import Datatype, Field, GraphInput, Schema
from api.serving.limits import NUMPY_TYPES
from api.serving.row_types import attribute
from api.serving.tensors import tensor_decoder

Feed = dict[str, NDArray[Any]]
Pack = Callable[[Sequence[Any]], NDArray[Any]]
"""Row structs -> one graph input, (rows, fields) or (rows, *shape)."""
Values = Callable[[Any], tuple[Any, ...]]
_STRUCT_CODES: dict[Datatype, str] = {
    "BOOL": "?",
    "UINT8": "B",
    "INT32": "i",
    "INT64": "q",
    "FP32": "f",
    "FP64": "d",
}


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
    attributes = [attribute(position) for position, _ in fields]
    getter: Values = attrgetter(*attributes)
    replacements = [missing_value(field) for _, field in fields]
    if len(fields) == 1:
        getter = _as_tuple(attrgetter(*attributes))
    if graph_input.datatype == "BYTES":
        return _text_packer(getter, replacements, any(field.nullable for _, field in fields))
    return _number_packer(getter, replacements, graph_input.datatype)


def _as_tuple(only: Callable[[Any], Any]) -> Values:
    return lambda row: (only(row),)


def _number_packer(getter: Values, replacements: list[Any], datatype: Datatype) -> Pack:
    dtype = NUMPY_TYPES[datatype]
    code = _STRUCT_CODES[datatype]
    width = len(replacements)
    pack_one = Struct(f"={width}{code}").pack

    # struct is several times faster than numpy at reading tuples, and takes no null: then, and
    # only then, the nulls are replaced.
    def pack(rows: Sequence[Any]) -> NDArray[Any]:
        count = len(rows)
        try:
            if count == 1:
                packed = pack_one(*getter(rows[0]))
            else:
                values = chain.from_iterable(map(getter, rows))
                packed = struct_pack(f"={count * width}{code}", *values)
        except StructError:
            given = zip(chain.from_iterable(map(getter, rows)), cycle(replacements))
            filled = (r if v is None or v is UNSET else v for v, r in given)
            packed = struct_pack(f"={count * width}{code}", *filled)
        return np.frombuffer(packed, dtype).reshape(count, width)

    return pack


def _text_packer(getter: Values, replacements: list[Any], nullable: bool) -> Pack:
    width = len(replacements)

    def pack(rows: Sequence[Any]) -> NDArray[Any]:
        texts: Iterable[Sequence[Any]] = map(getter, rows)
        if nullable:
            texts = (_filled(values, replacements) for values in texts)
        count = len(rows)
        flat = np.fromiter(chain.from_iterable(texts), np.object_, count * width)
        return flat.reshape(count, width)

    return pack


def _filled(values: Sequence[Any], replacements: list[Any]) -> Sequence[Any]:
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
