"""Whether stated probabilities come true as often as they say.

- Bins of equal width, and the expected calibration error over them (Naeini, Cooper and
  Hauskrecht, 2015, AAAI).
- Cox's calibration line: logit P(truth) = intercept + slope · logit p (Cox, 1958, Biometrika
  45(3/4)); slope 1 and intercept 0 are right, a slope below 1 is overconfidence.
"""

from dataclasses import dataclass

import numpy as np

from monitoring.quality.arrays import SMALLEST_PROBABILITY, Floats, Ints
from monitoring.quality.bootstrap import Resampling

NEWTON_STEPS = 50
STEP_TOLERANCE = 1e-8
SINGULAR = 1e-9
"""Relative to the product of its diagonal, a determinant that rounding alone may give."""


@dataclass(frozen=True)
class Bin:
    predicted: float
    """Mean stated probability of the rows in the bin."""
    observed: float
    """Share of them that came true."""
    rows: int


@dataclass(frozen=True)
class CalibrationLine:
    slope: float
    intercept: float


NO_LINE = CalibrationLine(float("nan"), float("nan"))


def calibration_bins(truth: Ints, probability: Floats, bins: int = 10) -> tuple[Bin, ...]:
    """The bins that hold rows, in rising order."""
    index = _bin_index(probability, bins)
    rows = np.bincount(index, minlength=bins)
    predicted = np.bincount(index, probability, minlength=bins)
    observed = np.bincount(index, truth.astype(float), minlength=bins)
    return tuple(
        Bin(float(predicted[i] / rows[i]), float(observed[i] / rows[i]), int(rows[i]))
        for i in np.flatnonzero(rows)
    )


def expected_calibration_error(
    truth: Ints, probability: Floats, weights: Floats | None = None, bins: int = 10
) -> float:
    """Mean distance between stated and observed over the bins, by weight; 0–1."""
    weight = np.ones(len(truth)) if weights is None else weights
    gaps = np.bincount(_bin_index(probability, bins), weight * (probability - truth), bins)
    return float(np.abs(gaps).sum() / weight.sum())


def resampled_calibration_error(
    truth: Ints, probability: Floats, resampling: Resampling, bins: int = 10
) -> Floats:
    """(resamples,) the expected calibration error of each."""
    clusters = resampling.draws.shape[1]
    cell = _bin_index(probability, bins) * clusters + resampling.cluster_of_row
    gaps = np.bincount(cell, probability - truth, bins * clusters).reshape(bins, clusters)
    rows = np.bincount(resampling.cluster_of_row, minlength=clusters)
    errors: Floats = np.abs(resampling.draws @ gaps.T).sum(axis=1) / (resampling.draws @ rows)
    return errors


def calibration_line(truth: Ints, probability: Floats) -> CalibrationLine:
    """Cox's line by Newton's method.

    (nan, nan) where there is no finite fit: one class only, one probability only, or separated.
    """
    if len(np.unique(truth)) < 2 or np.ptp(probability) == 0:
        return NO_LINE
    line = CalibrationLine(slope=1.0, intercept=0.0)
    for _ in range(NEWTON_STEPS):
        gradient, curvature = newton_terms(truth, probability, line)
        if np.linalg.cond(curvature.mean(axis=0)) > 1 / np.finfo(float).eps:
            return NO_LINE
        step = np.linalg.solve(curvature.mean(axis=0), gradient.mean(axis=0))
        line = CalibrationLine(line.slope + float(step[1]), line.intercept + float(step[0]))
        if np.abs(step).max() < STEP_TOLERANCE:
            return line
    return NO_LINE


def newton_terms(truth: Ints, probability: Floats, line: CalibrationLine) -> tuple[Floats, Floats]:
    """Per-row gradient (n, 2) and curvature (n, 2, 2) at ``line``, intercept first.

    Their means over a resample give its line in one Newton step from the whole sample's.
    """
    columns = np.column_stack([np.ones(len(truth)), logit(probability)])
    fitted = 1.0 / (1.0 + np.exp(-(line.intercept + line.slope * columns[:, 1])))
    products = columns[:, :, None] * columns[:, None, :]
    return columns * (truth - fitted)[:, None], products * (fitted * (1 - fitted))[:, None, None]


def resampled_slopes(
    truth: Ints, probability: Floats, line: CalibrationLine, resampling: Resampling
) -> Floats:
    """(resamples,) slope in each resample, one Newton step from ``line``, which is the sample's.

    The one-step bootstrap for likelihoods (Davison and Hinkley, 1997, section 7.2); nan where a
    resample tells no line.
    """
    gradient, curvature = newton_terms(truth, probability, line)
    g0, g1 = (resampling.means(gradient[:, i]) for i in range(2))
    c00, c01, c11 = (resampling.means(curvature[:, i, j]) for i, j in ((0, 0), (0, 1), (1, 1)))
    determinant = c00 * c11 - c01 * c01
    solvable = determinant > SINGULAR * c00 * c11
    steps = np.where(solvable, c00 * g1 - c01 * g0, np.nan) / np.where(solvable, determinant, 1.0)
    return line.slope + steps


def logit(probability: Floats) -> Floats:
    clipped = np.clip(probability, SMALLEST_PROBABILITY, 1.0 - SMALLEST_PROBABILITY)
    return np.log(clipped) - np.log1p(-clipped)


def _bin_index(probability: Floats, bins: int) -> Ints:
    return np.clip((probability * bins).astype(np.int64), 0, bins - 1)
