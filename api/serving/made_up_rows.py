"""Rows that fit a schema and mean nothing: to warm a graph up and to measure it."""

from math import prod
from typing import Any

import numpy as np

from api.artifact.schema import Field, Schema
from api.serving.limits import float_bounds, is_whole, whole_bounds

_WORDS = ("harbour", "light", "never", "good", "very", "slow", "the", "a", "é", "night")
_USUAL = 100.0
"""Where a schema sets no bounds, numbers are drawn from ± this."""


def made_up_rows(schema: Schema, count: int, *, seed: int) -> list[dict[str, Any]]:
    rng = np.random.default_rng(seed)
    return [{f.name: _value(f, rng) for f in schema.fields} for _ in range(max(count, 0))]


def _value(field: Field, rng: np.random.Generator) -> Any:
    if field.kind == "tensor":
        return [_scalar(field, rng) for _ in range(prod(field.shape))]
    return _scalar(field, rng)


def _scalar(field: Field, rng: np.random.Generator) -> Any:
    if field.kind == "boolean" or field.datatype == "BOOL":
        return bool(rng.integers(2))
    if field.choices:
        return field.choices[int(rng.integers(len(field.choices)))]
    if field.kind in ("category", "text") or field.datatype == "BYTES":
        words = rng.choice(_WORDS, size=int(rng.integers(1, 12)))
        return " ".join(words)[: field.max_length]
    if is_whole(field):
        least, most = whole_bounds(field)
        low, high = _usual(float(least), float(most))
        return int(rng.integers(int(low), int(high), endpoint=True))
    return float(rng.uniform(*_usual(*float_bounds(field))))


def _usual(low: float, high: float) -> tuple[float, float]:
    """The part of ± 100 inside the bounds, or the bounds where they lie elsewhere."""
    near = max(low, -_USUAL), min(high, _USUAL)
    return near if near[0] <= near[1] else (low, min(high, low + _USUAL))
