"""What one logged row says about each measure. Pure."""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from api.artifact.schema import Schema
from api.core.experiments.types import Goal, Measure, Plan, Value
from api.core.predictions.quality import Truth, happened, is_number, label_of


@dataclass(frozen=True, slots=True)
class LoggedRow:
    unit: str
    """The subject; a row without one is its request's."""
    variant: str
    in_experiment: bool
    """Else from before it."""
    latency_seconds: float
    output: Mapping[str, Any] | None
    """None where no measure asks for it; the truth likewise."""
    truth: Truth | None
    thumb: str | None
    """up or down, the newest."""


Measured = Callable[[LoggedRow], float | None]
"""A row's value; None where it has none (yet)."""

HIGHER_IS_BETTER: Mapping[Measure, bool] = {
    "quality": False,
    "feedback": True,
    "latency": False,
    "value": True,
    "errors": False,
}
NEEDS_TRUTH = frozenset({"quality", "value"})


def measured(plan: Plan, schema: Schema) -> dict[Measure, Measured]:
    """What to ask of each row; errors leave no row, and are counted elsewhere."""
    return {m: _measured(m, plan.goal, schema) for m in plan.measures if m != "errors"}


def _measured(measure: Measure, goal: Goal, schema: Schema) -> Measured:
    match measure:
        case "feedback":
            return _thumb
        case "latency":
            return lambda row: row.latency_seconds
        case "quality":
            return lambda row: _loss(schema, row)
        case _:
            return lambda row: _worth(schema, goal.values, row)


def _thumb(row: LoggedRow) -> float | None:
    return None if row.thumb is None else float(row.thumb == "up")


def _loss(schema: Schema, row: LoggedRow) -> float | None:
    """Brier score, wrong answer or absolute error; None for a truth that does not fit the task."""
    if row.truth is None or row.output is None:
        return None
    if schema.task == "binary":
        came = happened(schema.labels, row.truth)
        return None if came is None else (float(row.output["probability"]) - came) ** 2
    if schema.task == "multiclass":
        label = label_of(row.truth)
        return float(row.output["label"] != label) if label in schema.labels else None
    if not is_number(row.truth):
        return None
    return _finite(abs(float(row.output["value"]) - float(row.truth)))


def _worth(schema: Schema, values: tuple[Value, ...], row: LoggedRow) -> float | None:
    if row.truth is None or row.output is None:
        return None
    if not values:
        return _finite(float(row.truth)) if is_number(row.truth, with_bool=True) else None
    answer, truth = row.output.get("label"), _named(schema, row.truth)
    fitting = (v.value for v in values if v.answer in (None, answer) and v.truth in (None, truth))
    return next(fitting, 0.0)


def _named(schema: Schema, truth: Truth) -> str:
    """The label that a truth stands for: a binary one may come as 0 or 1."""
    came = happened(schema.labels, truth) if schema.task == "binary" else None
    return label_of(truth) if came is None else schema.labels[int(came)]


def _finite(value: float) -> float | None:
    return value if math.isfinite(value) else None
