"""Which parts of an image or tensor mattered: the score with each part blanked (Zeiler and
Fergus 2014, §4.2)."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from api.artifact.schema import Field
from api.serving.explaining.explanation import Contribution, Explanation, ScoreRows
from api.serving.limits import NUMPY_TYPES

MAX_PATCHES_A_SIDE = 14
MAX_PARTS = 128
"""Of a tensor that is not an image."""


def explain_patches(row: dict[str, Any], field: Field, score: ScoreRows) -> Explanation:
    """``base`` is the score of the blank tensor: all zeros, or its lowest allowed value.

    ``start`` and ``end`` of a part are flat positions of its first element and one past its last;
    a part of an image is named ``row,column`` of its patch, counted from 0.
    """
    blank = _blank(field)
    given = row.get(field.name)
    values = np.full(field.shape, blank, dtype=NUMPY_TYPES[field.datatype])
    if given is not None:
        values = np.array(given, dtype=values.dtype).reshape(field.shape)
    parts = [part for part in _parts(field.shape) if not _is_blank(values[part[1]], blank)]
    variants = [values, np.full_like(values, blank)]
    for _, place in parts:
        hidden = values.copy()
        hidden[place] = blank
        variants.append(hidden)
    scores = score([{**row, field.name: variant.tolist()} for variant in variants])
    whole, empty = float(scores[0]), float(scores[1])
    flat = np.arange(values.size).reshape(field.shape)
    return Explanation(
        "patch-occlusion",
        empty,
        whole,
        tuple(
            Contribution(
                field=field.name,
                value=None,
                part=name,
                start=int(flat[place].min()),
                end=int(flat[place].max()) + 1,
                contribution=whole - float(left),
            )
            for (name, place), left in zip(parts, scores[2:], strict=True)
        ),
    )


Place = tuple[slice, ...]


def _parts(shape: tuple[int, ...]) -> list[tuple[str, Place]]:
    if len(shape) == 1:
        size = -(-shape[0] // MAX_PARTS)
        return [
            (str(number), (slice(start, start + size),))
            for number, start in enumerate(range(0, shape[0], size))
        ]
    # Height and width are the last two axes, or the first two before a few channels.
    first = 0 if len(shape) == 2 or shape[-1] <= 4 else len(shape) - 2
    height, width = (-(-length // MAX_PATCHES_A_SIDE) for length in shape[first : first + 2])
    before = (slice(None),) * first
    return [
        (f"{i},{j}", (*before, slice(top, top + height), slice(left, left + width)))
        for i, top in enumerate(range(0, shape[first], height))
        for j, left in enumerate(range(0, shape[first + 1], width))
    ]


def _blank(field: Field) -> Any:
    if field.datatype == "BYTES":
        return ""
    if field.datatype == "BOOL":
        return False
    low = 0.0 if field.minimum is None else max(field.minimum, 0.0)
    return low if field.maximum is None else min(low, field.maximum)


def _is_blank(values: NDArray[Any], blank: Any) -> bool:
    return bool(np.all(values == blank))
