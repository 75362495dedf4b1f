"""A window's quality, put together from the sums of its days. Pure."""

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec
import numpy as np

from api.core.checks.measures import LOSSES
from monitoring.quality.calibration import expected_calibration_error
from monitoring.quality.estimate import Estimate, TooLittleData
from monitoring.quality.sums import (
    SCORE_BINS,
    MeasureSums,
    QualitySums,
    ScoreCounts,
    auc_of_days,
    mean_of_days,
)

FEWEST_SLICE_TRUTHS = 50


class Figure(msgspec.Struct, frozen=True):
    """A measure over the rows whose truth has come."""

    name: str
    """brier, log_loss, accuracy, calibration_shift, auc, mae, pinball, coverage, error."""
    value: float
    lower: float | None
    """None of too few rows or days for an interval."""
    upper: float | None
    rows: int


class SliceFigure(msgspec.Struct, frozen=True):
    column: str
    value: str
    figure: Figure
    worse: bool
    """Its interval lies wholly above the loss over all rows."""


class WindowQuality(msgspec.Struct, frozen=True):
    rows: int
    truths: int
    figures: tuple[Figure, ...] = ()
    slices: tuple[SliceFigure, ...] = ()
    labels: tuple[Figure, ...] = ()
    """Accuracy by true label, which is the figure's name."""

    @property
    def truth_coverage(self) -> float | None:
        """Share of the rows whose truth is in, 0–1; None of no rows."""
        return self.truths / self.rows if self.rows else None

    def figure(self, name: str) -> Figure | None:
        return next((figure for figure in self.figures if figure.name == name), None)


def window_quality(task: str, days: Sequence[QualitySums]) -> WindowQuality:
    """``days`` are the units of chance: one entry for each, whoever answered."""
    whole = sum(days, QualitySums())
    figures = [_mean(name, _each(days, name)) for name in whole.measures if name != "error"]
    scores = [day.scores for day in days if day.scores is not None]
    if scores:
        figures += _of_scores(scores)
    return WindowQuality(
        rows=whole.rows,
        truths=whole.truths,
        figures=tuple(figures),
        slices=_slices(task, days, whole),
        labels=tuple(
            _mean(label, [day.labels[label] for day in days if label in day.labels])
            for label in whole.labels
        ),
    )


def loss_of(task: str, days: Sequence[QualitySums]) -> Estimate | TooLittleData:
    """The mean loss with its interval, or why there is none yet."""
    return mean_of_days(_each(days, LOSSES[task]))


def _each(days: Sequence[QualitySums], name: str) -> list[MeasureSums]:
    return [day.measures[name] for day in days if name in day.measures]


def _mean(name: str, days: Sequence[MeasureSums]) -> Figure:
    found = mean_of_days(days)
    if isinstance(found, Estimate):
        return _figure(name, found)
    whole = sum(days, MeasureSums())
    return Figure(name, whole.mean, None, None, whole.rows)


def _figure(name: str, found: Estimate) -> Figure:
    return Figure(name, found.value, found.lower, found.upper, found.rows)


def _of_scores(days: Sequence[ScoreCounts]) -> list[Figure]:
    found = auc_of_days(days)
    figures = [_figure("auc", found)] if isinstance(found, Estimate) else []
    ones = np.sum([day.ones for day in days], axis=0)
    zeros = np.sum([day.zeros for day in days], axis=0)
    rows = int(ones.sum() + zeros.sum())
    if rows:
        centres = np.tile((np.arange(SCORE_BINS) + 0.5) / SCORE_BINS, 2)
        truth = np.repeat(np.array([1, 0], dtype=np.int64), SCORE_BINS)
        weights = np.concatenate([ones, zeros]).astype(np.float64)
        error = expected_calibration_error(truth, centres, weights)
        figures.append(Figure("calibration_error", error, None, None, rows))
    return figures


def _slices(task: str, days: Sequence[QualitySums], whole: QualitySums) -> tuple[SliceFigure, ...]:
    if task not in LOSSES or LOSSES[task] not in whole.measures:
        return ()
    overall = whole.measures[LOSSES[task]].mean
    found = []
    for column, values in whole.slices.items():
        for value, sums in values.items():
            if sums.rows < FEWEST_SLICE_TRUTHS:
                continue
            figure = _mean(LOSSES[task], _of_slice(days, column, value))
            worse = figure.lower is not None and figure.lower > overall
            found.append(SliceFigure(column, value, figure, worse))
    return tuple(found)


def _of_slice(days: Sequence[QualitySums], column: str, value: str) -> list[MeasureSums]:
    return [day.slices[column][value] for day in days if value in day.slices.get(column, {})]


def stored(value: msgspec.Struct) -> dict[str, Any]:
    """Plain JSON, NaN as null."""
    plain: Mapping[str, Any] = msgspec.json.decode(msgspec.json.encode(value))
    return dict(plain)
