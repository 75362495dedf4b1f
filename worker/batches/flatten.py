"""A prediction as columns. All that is appended starts with ``prediction_``.

- ``prediction_source_row``: the row's number in the file that was sent, from 0; refused rows leave
  gaps, and ``errors.ndjson`` names them by the same number.
- ``prediction_id``, ``prediction_row``: what ``POST /v1/outcomes`` asks for with the truth.
- then the answer: ``prediction_probability`` and ``prediction_label``; ``prediction_value`` with
  ``prediction_lower`` and ``prediction_upper``; one ``prediction_probability_<label>`` for each
  label where the answer names them all, else ``prediction_probabilities`` as JSON; tensors as JSON.
"""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from api.artifact.schema import Schema

PREFIX = "prediction_"


@dataclass(frozen=True)
class Column:
    name: str
    kind: Literal["number", "integer", "text"]


@dataclass(frozen=True)
class AnswerColumn:
    column: Column
    take: Callable[[dict[str, Any]], Any]
    """The column's value out of one prediction."""


IDENTITY = (
    Column(f"{PREFIX}source_row", "integer"),
    Column(f"{PREFIX}id", "text"),
    Column(f"{PREFIX}row", "integer"),
)


def answer_columns(schema: Schema) -> tuple[AnswerColumn, ...]:
    if schema.task == "binary":
        return (_plain("probability", "number"), _plain("label", "text"))
    if schema.task == "multiclass":
        return (_plain("label", "text"), _plain("probability", "number"), *_labels(schema))
    if schema.task == "regression":
        roles = {output.role for output in schema.outputs}
        names = [name for name in ("value", "lower", "upper") if name in roles]
        return tuple(_plain(name, "number") for name in names)
    return tuple(_as_json(output.name) for output in schema.outputs)


def all_columns(schema: Schema) -> tuple[Column, ...]:
    return (*IDENTITY, *(answer.column for answer in answer_columns(schema)))


def flatten(answers: Sequence[AnswerColumn], prediction: dict[str, Any]) -> tuple[Any, ...]:
    return tuple(answer.take(prediction) for answer in answers)


def _plain(name: str, kind: Literal["number", "text"]) -> AnswerColumn:
    return AnswerColumn(Column(PREFIX + name, kind), lambda prediction: prediction[name])


def _labels(schema: Schema) -> tuple[AnswerColumn, ...]:
    if len(schema.labels) > schema.top_k:
        return (_as_json("probabilities"),)
    return tuple(_label(label) for label in schema.labels)


def _label(label: str) -> AnswerColumn:
    column = Column(f"{PREFIX}probability_{label}", "number")
    return AnswerColumn(column, lambda prediction: prediction["probabilities"][label])


def _as_json(name: str) -> AnswerColumn:
    column = Column(PREFIX + name, "text")
    return AnswerColumn(column, lambda prediction: json.dumps(prediction[name]))
