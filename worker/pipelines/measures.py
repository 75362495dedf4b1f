"""Which measures judge which task, each as a value on any weighting of the hold-out."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np

from api.artifact.schema import Schema
from monitoring.quality.accuracy import accuracy
from monitoring.quality.arrays import Floats, Ints
from monitoring.quality.auc import rank
from monitoring.quality.bootstrap import Resampling
from monitoring.quality.brier import brier, brier_multiclass
from monitoring.quality.calibration import (
    calibration_line,
    expected_calibration_error,
    resampled_slopes,
)
from monitoring.quality.coverage import covered
from monitoring.quality.log_loss import log_loss, log_loss_multiclass
from monitoring.quality.mae import absolute_error
from monitoring.quality.pinball import pinball

Better = Literal["lower", "higher", "target"]


@dataclass(frozen=True)
class Measured:
    """One measure of one set of predictions: its value, and its value in each resample."""

    value: float
    samples: Floats


@dataclass(frozen=True)
class Measure:
    name: str
    better: Better
    take: Callable[[Floats, Resampling], Measured]
    """From predictions and resampling; the truth is bound in. A value may be nan: there is none."""
    target: float | None = None
    unit: str = ""


def mean_measure(
    name: str, better: Better, rows: Callable[[Floats], Floats], target: float | None = None,
    unit: str = "",
) -> Measure:  # fmt: skip
    """A measure that is the mean of per-row values."""

    def take(predictions: Floats, resampling: Resampling) -> Measured:
        values = rows(predictions)
        return Measured(float(values.mean()), resampling.means(values))

    return Measure(name, better, take, target, unit)


def weighted_measure(
    name: str,
    better: Better,
    prepare: Callable[[Floats], Callable[[Floats], float]],
) -> Measure:
    """A measure that is no mean: ``prepare(predictions)`` gives a function of row weights."""

    def take(predictions: Floats, resampling: Resampling) -> Measured:
        statistic = prepare(predictions)
        value = statistic(np.ones(len(predictions)))
        return Measured(value, resampling.statistics(statistic))

    return Measure(name, better, take)


def slope_measure(truth: Ints) -> Measure:
    """The slope of the calibration line: 1 is right, less is overconfidence."""

    def take(predictions: Floats, resampling: Resampling) -> Measured:
        line = calibration_line(truth, predictions)
        if np.isnan(line.slope):
            return Measured(line.slope, np.full(len(resampling.draws), np.nan))
        return Measured(line.slope, resampled_slopes(truth, predictions, line, resampling))

    return Measure("calibration_slope", "target", take, target=1.0)


def measures(schema: Schema, truth: Floats) -> tuple[Measure, ...]:
    """The measures of the task. ``truth`` holds label indexes (classification) or values."""
    if schema.task == "binary":
        return _binary(schema, truth.astype(np.int64))
    if schema.task == "multiclass":
        return _multiclass(truth.astype(np.int64))
    if schema.task == "regression":
        return _regression(schema, truth)
    raise ValueError(
        f"no measures for the task {schema.task}: one of binary, multiclass, regression"
    )


def headline_measure(name: str, schema: Schema, truth: Floats) -> Measure:
    """The measure that stands for the model; refuses a name that the task does not have."""
    judged = {measure.name: measure for measure in measures(schema, truth)}
    if name not in judged:
        raise ValueError(f"no headline metric {name}; one of {', '.join(judged)}")
    return judged[name]


def _binary(schema: Schema, truth: Ints) -> tuple[Measure, ...]:
    threshold = schema.threshold
    return (
        mean_measure("brier", "lower", lambda p: brier(truth, p)),
        mean_measure("log_loss", "lower", lambda p: log_loss(truth, p)),
        weighted_measure("auc", "higher", lambda p: rank(truth, p).auc),
        weighted_measure(
            "calibration_error",
            "lower",
            lambda p: lambda weights: expected_calibration_error(truth, p, weights),
        ),
        slope_measure(truth),
        mean_measure("accuracy", "higher", lambda p: accuracy(truth, _labels(p, threshold))),
    )


def _labels(probability: Floats, threshold: float) -> Ints:
    return (probability >= threshold).astype(np.int64)


def _multiclass(truth: Ints) -> tuple[Measure, ...]:
    def top_error(p: Floats) -> Callable[[Floats], float]:
        right = accuracy(truth, p.argmax(axis=1)).astype(np.int64)
        stated = p.max(axis=1)
        return lambda weights: expected_calibration_error(right, stated, weights)

    return (
        mean_measure("accuracy", "higher", lambda p: accuracy(truth, p.argmax(axis=1))),
        mean_measure("log_loss", "lower", lambda p: log_loss_multiclass(truth, p)),
        mean_measure("brier", "lower", lambda p: brier_multiclass(truth, p)),
        weighted_measure("calibration_error", "lower", top_error),
    )


def _regression(schema: Schema, truth: Floats) -> tuple[Measure, ...]:
    unit = schema.unit
    value = mean_measure("mae", "lower", lambda p: absolute_error(truth, _value(p)), unit=unit)
    if schema.coverage is None:
        return (value,)
    tail = (1.0 - schema.coverage) / 2.0
    return (
        value,
        mean_measure(
            "coverage", "target", lambda p: covered(truth, p[:, 1], p[:, 2]), schema.coverage
        ),
        mean_measure("interval_width", "lower", lambda p: p[:, 2] - p[:, 1], unit=unit),
        mean_measure("pinball_lower", "lower", lambda p: pinball(truth, p[:, 1], tail), unit=unit),
        mean_measure(
            "pinball_upper", "lower", lambda p: pinball(truth, p[:, 2], 1.0 - tail), unit=unit
        ),
    )


def _value(predictions: Floats) -> Floats:
    return predictions if predictions.ndim == 1 else predictions[:, 0]
