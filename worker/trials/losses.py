"""The loss of one answer once its truth is known; lower is better."""

from collections.abc import Callable
from dataclasses import dataclass

from api.artifact.schema import Schema
from api.core.predictions.paired_answers import Answer
from api.core.predictions.quality import Truth
from worker.pipelines.served_frame import truth_of_task


@dataclass(frozen=True)
class Loss:
    of: Callable[[Answer, Answer], float]
    """(answer, truth as ``truth`` makes it) -> its loss."""
    truth: Callable[[Truth], Answer | None]
    """None for one that does not fit the task."""
    limit: float | None
    """No two losses differ by more; None where there is no such limit."""


def loss_of(schema: Schema) -> Loss:
    """Brier score of two classes, 0 or 1 of many (the answer kept may be the best few labels
    only, which no probability score can be made of), absolute error of a value."""
    if schema.task == "binary":
        return Loss(_squared, lambda truth: _happened(schema, truth), 1.0)
    if schema.task == "multiclass":
        return Loss(_wrong, lambda truth: truth_of_task(schema, truth), 1.0)
    return Loss(_absolute, lambda truth: truth_of_task(schema, truth), None)


def _happened(schema: Schema, truth: Truth) -> float | None:
    label = truth_of_task(schema, truth)
    return None if label is None else float(label == schema.labels[1])


def _squared(answer: Answer, truth: Answer) -> float:
    return (float(answer) - float(truth)) ** 2


def _wrong(answer: Answer, truth: Answer) -> float:
    return float(answer != truth)


def _absolute(answer: Answer, truth: Answer) -> float:
    return abs(float(answer) - float(truth))
