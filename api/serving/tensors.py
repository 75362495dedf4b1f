"""Decoders of tensor fields: nested lists or flat, row-major, of exactly the schema's shape."""

from collections.abc import Callable
from math import prod
from typing import Annotated, Any

import msgspec
import numpy as np
from msgspec import Meta
from numpy.typing import NDArray

from api.artifact.schema import Field
from api.serving.limits import NUMPY_TYPES
from api.serving.row_types import number_type

TensorDecoder = Callable[[Any], NDArray[Any]]


def tensor_decoder(field: Field) -> TensorDecoder:
    """Bytes of one tensor -> array of ``field.shape``. Raises msgspec errors on anything else."""
    flat = msgspec.json.Decoder(flat_type(field))
    nested = msgspec.json.Decoder(nested_type(field))
    dtype = NUMPY_TYPES[field.datatype]

    def decode(raw: msgspec.Raw) -> NDArray[Any]:
        text = bytes(raw)
        is_nested = text[1:].lstrip()[:1] == b"["
        values = (nested if is_nested else flat).decode(text)
        return np.array(values, dtype=dtype).reshape(field.shape)

    return decode


def flat_type(field: Field) -> Any:
    size = prod(field.shape)
    return Annotated[list[_element(field)], Meta(min_length=size, max_length=size)]  # type: ignore[misc]  # made at run time


def nested_type(field: Field) -> Any:
    kind = _element(field)
    for size in reversed(field.shape):
        kind = Annotated[list[kind], Meta(min_length=size, max_length=size)]  # type: ignore[valid-type]  # made at run time
    return kind


def _element(field: Field) -> Any:
    if field.datatype == "BYTES":
        return Annotated[str, Meta(max_length=field.max_length)]
    return bool if field.datatype == "BOOL" else number_type(field)
