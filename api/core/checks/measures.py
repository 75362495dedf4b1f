"""What answers were worth, row by row, once their truth is known. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import isfinite
from typing import Any

import numpy as np

from api.artifact.schema import Schema
from api.core.predictions.quality import Truth, happened, label_of
from monitoring.quality.accuracy import accuracy
from monitoring.quality.arrays import Floats, Ints
from monitoring.quality.brier import brier
from monitoring.quality.coverage import covered
from monitoring.quality.log_loss import log_loss
from monitoring.quality.mae import absolute_error
from monitoring.quality.pinball import pinball

LOSSES = {"binary": "brier", "multiclass": "error", "regression": "mae"}
"""Task -> the measure that stands for it as a loss: lower is better."""


@dataclass(frozen=True)
class Judged:
    """Of the rows at ``kept``, whose truth fits the task."""

    kept: Ints
    measures: Mapping[str, Floats]
    """Measure -> (kept,) values; nan where a row has none."""
    label: tuple[str, ...]
    """The true one of each row; none for a regression."""
    happened: Ints
    """(kept,) 0 or 1 for a binary model, else empty."""

    def loss(self, task: str) -> Floats:
        return self.measures[LOSSES[task]]


def judge_rows(
    schema: Schema, answers: Sequence[Mapping[str, Any]], truths: Sequence[Truth | None]
) -> Judged | None:
    """None for a task whose answers nothing is known to be a truth of."""
    judge = _JUDGES.get(schema.task)
    return judge(schema, answers, truths) if judge else None


def _binary(
    schema: Schema, answers: Sequence[Mapping[str, Any]], truths: Sequence[Truth | None]
) -> Judged:
    found = [None if truth is None else happened(schema.labels, truth) for truth in truths]
    kept = [number for number, value in enumerate(found) if value is not None]
    truth = np.array([found[number] for number in kept], dtype=np.int64)
    stated = np.array([answers[number]["probability"] for number in kept], dtype=np.float64)
    said = np.array([answers[n]["label"] == schema.labels[1] for n in kept], dtype=np.int64)
    return Judged(
        np.array(kept, dtype=np.int64),
        {
            "brier": brier(truth, stated),
            "log_loss": log_loss(truth, stated),
            "accuracy": accuracy(truth, said).astype(np.float64),
            "calibration_shift": stated - truth,
        },
        tuple(schema.labels[value] for value in truth.tolist()),
        truth,
    )


def _multiclass(
    schema: Schema, answers: Sequence[Mapping[str, Any]], truths: Sequence[Truth | None]
) -> Judged:
    labels = [None if truth is None else label_of(truth) for truth in truths]
    kept = [number for number, label in enumerate(labels) if label in schema.labels]
    told = [str(labels[number]) for number in kept]
    right = np.array(
        [answers[n]["label"] == label for n, label in zip(kept, told, strict=True)], dtype=float
    )
    return Judged(
        np.array(kept, dtype=np.int64),
        {"accuracy": right, "error": 1.0 - right},
        tuple(told),
        np.zeros(0, dtype=np.int64),
    )


def _regression(
    schema: Schema, answers: Sequence[Mapping[str, Any]], truths: Sequence[Truth | None]
) -> Judged:
    kept = [n for n, truth in enumerate(truths) if _is_number(truth)]
    truth = np.array([truths[number] for number in kept], dtype=np.float64)
    value, lower, upper = (
        np.array([answers[n].get(role, np.nan) for n in kept], dtype=np.float64)
        for role in ("value", "lower", "upper")
    )
    measures = {"mae": absolute_error(truth, value)}
    if schema.coverage is not None and not np.isnan(lower).all():
        tail = (1.0 - schema.coverage) / 2.0
        inside = covered(truth, lower, upper).astype(np.float64)
        measures["coverage"] = np.where(np.isnan(lower), np.nan, inside)
        measures["pinball"] = (
            pinball(truth, lower, tail) + pinball(truth, upper, 1.0 - tail)
        ) / 2.0
    return Judged(np.array(kept, dtype=np.int64), measures, (), np.zeros(0, dtype=np.int64))


_JUDGES = {"binary": _binary, "multiclass": _multiclass, "regression": _regression}


def _is_number(truth: Truth | None) -> bool:
    return isinstance(truth, int | float) and not isinstance(truth, bool) and isfinite(truth)
