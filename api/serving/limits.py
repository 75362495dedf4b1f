"""Bounds of a field's values, the same for the fast and the precise decoder."""

import math
from typing import Final

import numpy as np

from api.artifact.schema import Datatype, Field

NUMPY_TYPES: Final[dict[Datatype, type[np.generic]]] = {
    "BOOL": np.bool_,
    "UINT8": np.uint8,
    "INT32": np.int32,
    "INT64": np.int64,
    "FP32": np.float32,
    "FP64": np.float64,
    "BYTES": np.object_,
}
_FLOAT_LIMITS: Final[dict[Datatype, float]] = {
    "FP32": float(np.finfo(np.float32).max),
    "FP64": float(np.finfo(np.float64).max),
}
MAX_EXACT_INTEGER = 2**53
"""Whole numbers beyond it do not fit a float graph input."""


def is_whole(field: Field) -> bool:
    """Whether the field takes whole numbers only."""
    return field.kind == "integer" or (
        field.datatype not in ("FP32", "FP64") and field.kind in ("number", "tensor")
    )


def float_bounds(field: Field) -> tuple[float, float]:
    """Inclusive bounds: the schema's, narrowed to what the graph's datatype can hold."""
    limit = _FLOAT_LIMITS.get(field.datatype, _FLOAT_LIMITS["FP64"])
    low = -limit if field.minimum is None else max(field.minimum, -limit)
    high = limit if field.maximum is None else min(field.maximum, limit)
    return low, high


def whole_bounds(field: Field) -> tuple[int, int]:
    """Inclusive bounds of a whole number, narrowed in the same way."""
    lowest, highest = -MAX_EXACT_INTEGER, MAX_EXACT_INTEGER
    if field.datatype in ("UINT8", "INT32", "INT64"):
        info = np.iinfo(np.dtype(NUMPY_TYPES[field.datatype]))
        lowest, highest = int(info.min), int(info.max)
    low = lowest if field.minimum is None else max(math.ceil(field.minimum), lowest)
    high = highest if field.maximum is None else min(math.floor(field.maximum), highest)
    return low, high


def refuses_unknown(field: Field) -> bool:
    return field.kind == "category" and field.unknown == "refuse" and bool(field.choices)
