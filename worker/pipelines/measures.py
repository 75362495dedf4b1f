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
    resampled_calibration_error,
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


def auc_measure(truth: Ints) -> Measure:
    """Area under the ROC curve."""

    def take(predictions: Floats, resampling: Resampling) -> Measured:
        ranked = rank(truth, predictions)
        return Measured(ranked.auc(np.ones(len(truth))), ranked.resampled(resampling))

    return Measure("auc", "higher", take)


def calibration_measure(read: Callable[[Floats], tuple[Ints, Floats]]) -> Measure:
    """Expected calibration error; ``read(predictions)`` gives what happened and what was stated."""

    def take(predictions: Floats, resampling: Resampling) -> Measured:
        happened, stated = read(predictions)
        return Measured(
            expected_calibration_error(happened, stated),
            resampled_calibration_error(happened, stated, resampling),
        )

    return Measure("calibration_error", "lower", take)


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
        auc_measure(truth),
        calibration_measure(lambda p: (truth, p)),
        slope_measure(truth),
        mean_measure("accuracy", "higher", lambda p: accuracy(truth, _labels(p, threshold))),
    )


def _labels(probability: Floats, threshold: float) -> Ints:
    return (probability >= threshold).astype(np.int64)


def _multiclass(truth: Ints) -> tuple[Measure, ...]:
    def top(p: Floats) -> tuple[Ints, Floats]:
        return accuracy(truth, p.argmax(axis=1)).astype(np.int64), p.max(axis=1)

    return (
        mean_measure("accuracy", "higher", lambda p: accuracy(truth, p.argmax(axis=1))),
        mean_measure("log_loss", "lower", lambda p: log_loss_multiclass(truth, p)),
        mean_measure("brier", "lower", lambda p: brier_multiclass(truth, p)),
        calibration_measure(top),
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
