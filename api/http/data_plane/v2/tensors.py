"""Tensors of the protocol: JSON lists, flat or nested, and raw little-endian bytes."""

import struct
from collections.abc import Sequence
from math import prod
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray

from api.http.data_plane.refusals import BadRequest

DTYPES: dict[str, np.dtype[Any]] = {
    "BOOL": np.dtype("?"),
    "UINT8": np.dtype("u1"),
    "UINT16": np.dtype("<u2"),
    "UINT32": np.dtype("<u4"),
    "UINT64": np.dtype("<u8"),
    "INT8": np.dtype("i1"),
    "INT16": np.dtype("<i2"),
    "INT32": np.dtype("<i4"),
    "INT64": np.dtype("<i8"),
    "FP16": np.dtype("<f2"),
    "FP32": np.dtype("<f4"),
    "FP64": np.dtype("<f8"),
    "BYTES": np.dtype("O"),
}
_LENGTH = struct.Struct("<I")
_MAX_DEPTH = 8


class Tensor(msgspec.Struct):
    """One entry of ``inputs``. ``data`` is absent where the bytes follow the JSON."""

    name: str
    shape: list[int]
    datatype: str
    data: list[Any] | None = None
    parameters: dict[str, Any] = {}

    @property
    def binary_size(self) -> int | None:
        """Raises BadRequest."""
        size = self.parameters.get("binary_data_size")
        if size is None:
            return None
        if type(size) is not int or size < 0:
            raise BadRequest(f"Input {self.name!r}: binary_data_size must be a whole number.")
        return size


def read_tensor(tensor: Tensor, raw: bytes | None) -> NDArray[Any]:
    """The tensor as an array; BYTES as texts. Raises BadRequest."""
    dtype = DTYPES.get(tensor.datatype)
    if dtype is None:
        known = ", ".join(DTYPES)
        raise BadRequest(f"Input {tensor.name!r}: {tensor.datatype!r} is none of {known}.")
    if not tensor.shape or min(tensor.shape) < 0 or len(tensor.shape) > _MAX_DEPTH:
        raise BadRequest(
            f"Input {tensor.name!r}: a shape has 1 to {_MAX_DEPTH} sizes, none below 0."
        )
    elements = prod(tensor.shape)
    if raw is not None:
        return _from_bytes(tensor, raw, dtype, elements).reshape(tensor.shape)
    if tensor.data is None:
        raise BadRequest(f"Input {tensor.name!r} has neither data nor binary_data_size.")
    values = list(_flat(tensor.data, tensor.name))
    if len(values) != elements:
        raise BadRequest(
            f"Input {tensor.name!r}: {tensor.shape} takes {elements} values, not {len(values)}."
        )
    _check_kinds(tensor, values)
    try:
        with np.errstate(over="ignore"):
            # What became infinite is refused where the fields are known.
            return np.array(values, dtype=dtype).reshape(tensor.shape)
    except (ValueError, TypeError, OverflowError) as error:
        raise BadRequest(f"Input {tensor.name!r}: a value is no {tensor.datatype}.") from error


def write_bytes(array: NDArray[Any], datatype: str) -> bytes:
    """Raw bytes of an output, row-major and little-endian; texts behind their lengths."""
    if datatype != "BYTES":
        return np.ascontiguousarray(array, dtype=DTYPES[datatype]).tobytes()
    encoded = [str(text).encode() for text in array.reshape(-1).tolist()]
    return b"".join(part for text in encoded for part in (_LENGTH.pack(len(text)), text))


def _from_bytes(tensor: Tensor, raw: bytes, dtype: np.dtype[Any], elements: int) -> NDArray[Any]:
    if tensor.datatype == "BYTES":
        return np.array(_texts(tensor.name, raw, elements), dtype=object)
    if len(raw) != elements * dtype.itemsize:
        raise BadRequest(
            f"Input {tensor.name!r}: shape {tensor.shape} of {tensor.datatype} takes "
            f"{elements * dtype.itemsize} bytes, got {len(raw)}."
        )
    return np.frombuffer(raw, dtype=dtype)


def _texts(name: str, raw: bytes, elements: int) -> list[str]:
    texts = []
    position = 0
    while position < len(raw):
        if position + _LENGTH.size > len(raw):
            raise BadRequest(f"Input {name!r}: the last text is cut short.")
        (length,) = _LENGTH.unpack_from(raw, position)
        position += _LENGTH.size
        text = raw[position : position + length]
        if len(text) < length:
            raise BadRequest(f"Input {name!r}: the last text is cut short.")
        texts.append(_utf8(name, text))
        position += length
    if len(texts) != elements:
        raise BadRequest(f"Input {name!r}: its shape needs {elements} texts, got {len(texts)}.")
    return texts


def _utf8(name: str, text: bytes) -> str:
    try:
        return text.decode()
    except UnicodeDecodeError as error:
        raise BadRequest(f"Input {name!r}: a text is not UTF-8.") from error


def _flat(values: Sequence[Any], name: str, depth: int = 1) -> Any:
    if depth > _MAX_DEPTH:
        raise BadRequest(f"Input {name!r}: its data is nested too deeply.")
    for value in values:
        if isinstance(value, list):
            yield from _flat(value, name, depth + 1)
        else:
            yield value


def _check_kinds(tensor: Tensor, values: list[Any]) -> None:
    wanted: tuple[type, ...] = (int, float)
    if tensor.datatype == "BYTES":
        wanted = (str,)
    elif tensor.datatype == "BOOL":
        wanted = (bool, int)
    elif not tensor.datatype.startswith("FP"):
        wanted = (int,)
    for value in values:
        is_truth = isinstance(value, bool) and tensor.datatype != "BOOL"
        if is_truth or not isinstance(value, wanted):
            raise BadRequest(
                f"Input {tensor.name!r}: {str(value)[:40]!r} is no {tensor.datatype} value."
            )
