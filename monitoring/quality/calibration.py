"""Whether stated probabilities come true as often as they say.

- Bins of equal width, and the expected calibration error over them (Naeini, Cooper and
  Hauskrecht, 2015, AAAI).
- Cox's calibration line: logit P(truth) = intercept + slope · logit p (Cox, 1958, Biometrika
  45(3/4)); slope 1 and intercept 0 are right, a slope below 1 is overconfidence.
"""

from dataclasses import dataclass

import numpy as np

from monitoring.quality.arrays import SMALLEST_PROBABILITY, Floats, Ints

NEWTON_STEPS = 50
STEP_TOLERANCE = 1e-10


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


def calibration_line(truth: Ints, probability: Floats) -> CalibrationLine:
    """Cox's line by Newton's method; (nan, nan) where it has no finite fit (one class only)."""
    unfit = CalibrationLine(float("nan"), float("nan"))
    if len(np.unique(truth)) < 2 or len(np.unique(probability)) < 2:
        return unfit
    columns = np.column_stack([np.ones(len(truth)), logit(probability)])
    line = np.array([0.0, 1.0])
    for _ in range(NEWTON_STEPS):
        fitted = 1.0 / (1.0 + np.exp(-columns @ line))
        curvature = columns.T @ (columns * (fitted * (1.0 - fitted))[:, None])
        if np.linalg.cond(curvature) > 1 / np.finfo(float).eps:
            return unfit
        step = np.linalg.solve(curvature, columns.T @ (truth - fitted))
        line = line + step
        if np.abs(step).max() < STEP_TOLERANCE:
            return CalibrationLine(slope=float(line[1]), intercept=float(line[0]))
    return unfit


def logit(probability: Floats) -> Floats:
    clipped = np.clip(probability, SMALLEST_PROBABILITY, 1.0 - SMALLEST_PROBABILITY)
    return np.log(clipped) - np.log1p(-clipped)


def _bin_index(probability: Floats, bins: int) -> Ints:
    return np.clip((probability * bins).astype(np.int64), 0, bins - 1)
