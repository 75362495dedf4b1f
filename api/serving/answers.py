"""Graph outputs -> the JSON text of each row's prediction.

Probabilities are rounded to six decimals, other floats to as many significant digits as their
datatype holds: what is written is what is known, and it is short. ``label`` follows the rounded
probability, so an answer never contradicts itself.
"""

from collections.abc import Callable
from math import isfinite
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray

from api.artifact.schema import Output, Schema
from api.serving.errors import ImpossibleAnswer, ModelFailed
from api.serving.session import Arrays

EncodeAnswers = Callable[[Arrays], list[str]]
"""Outputs of n rows -> n JSON objects. Raises ModelFailed on NaN, infinity or no probability."""

PROBABILITY_SLACK = 1e-4
"""Sums of rounded floats may leave 0–1 by this much; they are clipped. More is a broken model."""
_SIGNIFICANT_DIGITS = {"FP32": 7, "FP64": 15}


def answer_encoder(schema: Schema) -> EncodeAnswers:
    if schema.task == "binary":
        return _binary(schema)
    if schema.task == "multiclass":
        return _multiclass(schema)
    if schema.task == "regression":
        return _regression(schema)
    return _tensors(schema)


def as_json_text(value: Any) -> str:
    return msgspec.json.encode(value).decode()


def _position(schema: Schema, role: str) -> int | None:
    roles = [output.role for output in schema.outputs]
    return roles.index(role) if role in roles else None


def _required(schema: Schema, role: str) -> int:
    position = _position(schema, role)
    if position is None:
        raise ModelFailed(f"A {schema.task} schema needs an output with role {role!r}.")
    return position


def _binary(schema: Schema) -> EncodeAnswers:
    position = _required(schema, "probability")
    negative, positive = (as_json_text(label) for label in schema.labels)
    yes, no = f',"label":{positive}}}', f',"label":{negative}}}'
    threshold = schema.threshold

    def encode(arrays: Arrays) -> list[str]:
        values = arrays[position].tolist()
        texts = []
        for row, value in enumerate(values):
            if not 0.0 <= value <= 1.0:
                value = _clipped(value, row)  # noqa: PLW2901 - rare
            rounded = int(value * 1_000_000 + 0.5) / 1_000_000
            texts.append(f'{{"probability":{rounded}{yes if rounded >= threshold else no}')
        return texts

    return encode


def _multiclass(schema: Schema) -> EncodeAnswers:
    position = _required(schema, "probabilities")
    labels = [as_json_text(label) for label in schema.labels]
    shown = min(schema.top_k, len(labels))

    def encode(arrays: Arrays) -> list[str]:
        return [_ranked(_checked(values, row)) for row, values in enumerate(arrays[position])]

    def _ranked(values: NDArray[Any]) -> str:
        # Rounded before they are ranked: a difference that is not shown must not order labels.
        rounded = np.floor(values.astype(np.float64) * 1_000_000 + 0.5) / 1_000_000
        order = np.argsort(-rounded, kind="stable")[:shown].tolist()
        chosen = [(labels[index], float(rounded[index])) for index in order]
        listed = ",".join(f"{label}:{probability}" for label, probability in chosen)
        label, probability = chosen[0]
        return f'{{"label":{label},"probability":{probability},"probabilities":{{{listed}}}}}'

    return encode


def _regression(schema: Schema) -> EncodeAnswers:
    parts = [
        (f'"{name}":', position, _digits(schema.outputs[position]))
        for name in ("value", "lower", "upper")
        if (position := _position(schema, name)) is not None
    ]
    _required(schema, "value")

    def encode(arrays: Arrays) -> list[str]:
        columns = [
            [name + _number(value, digits, row) for row, value in enumerate(arrays[at].tolist())]
            for name, at, digits in parts
        ]
        return ["{" + ",".join(values) + "}" for values in zip(*columns, strict=True)]

    return encode


def _tensors(schema: Schema) -> EncodeAnswers:
    names = [f"{as_json_text(output.name)}:" for output in schema.outputs]
    digits = [_digits(output) for output in schema.outputs]

    def encode(arrays: Arrays) -> list[str]:
        columns = [
            [name + _nested(value, figures, row) for row, value in enumerate(array.tolist())]
            for name, figures, array in zip(names, digits, arrays, strict=True)
        ]
        return ["{" + ",".join(values) + "}" for values in zip(*columns, strict=True)]

    return encode


def _digits(output: Output) -> int:
    return _SIGNIFICANT_DIGITS.get(output.datatype, 0)


def _nested(value: Any, digits: int, row: int) -> str:
    if isinstance(value, list):
        return "[" + ",".join(_nested(item, digits, row) for item in value) + "]"
    return _number(value, digits, row) if isinstance(value, float) else as_json_text(value)


def _number(value: float, digits: int, row: int) -> str:
    if not isfinite(value):
        raise ImpossibleAnswer(value, row)
    return repr(float(f"{value:.{digits}g}")) if digits else repr(value)


def _clipped(value: float, row: int) -> float:
    if not -PROBABILITY_SLACK <= value <= 1.0 + PROBABILITY_SLACK:
        raise ImpossibleAnswer(value, row, is_probability=True)
    return min(1.0, max(0.0, value))


def _checked(values: NDArray[Any], row: int) -> NDArray[Any]:
    low, high = float(values.min()), float(values.max())
    if low >= 0.0 and high <= 1.0:
        return values
    _clipped(low, row)
    _clipped(high, row)
    clipped: NDArray[Any] = np.clip(values, 0.0, 1.0)
    return clipped
