"""A monotone correction of stated probabilities, fitted on fresh truth and drawn towards none.

Platt's line on the log-odds (Platt, 1999): logit q = intercept + slope · logit p. It is the mode of
a posterior: slope and intercept have normal priors about 1 and 0, and the likelihood is tempered by
the design effect of clustered rows (Rao and Scott, 1981, JASA 76(374): the mean of the generalised
design effects), since a stormy day's hundred late flights are no hundred independent witnesses.
"""

from dataclasses import dataclass

import numpy as np

from monitoring.quality.arrays import Floats, Ints
from monitoring.quality.calibration import logit

SLOPE_DEVIATION = 0.1
INTERCEPT_DEVIATION = 0.2
"""Of the priors, on the log-odds: what a fortnight moves that the next one keeps."""
FEWEST_EVENTS = 50
"""Of the rarer class, for any correction."""
FEWEST_EVENTS_FOR_SLOPE = 200
FEWEST_CLUSTERS = 5
NEWTON_STEPS = 50
STEP_TOLERANCE = 1e-9


@dataclass(frozen=True)
class RecalibrationLine:
    slope: float
    """Above 0; exactly a float32, as is the intercept."""
    intercept: float
    rows: int
    events: int
    """Rows of the rarer class."""
    clusters: int
    design_effect: float
    """At least 1: how many times wider clustering makes the variance."""

    def apply(self, probability: Floats) -> Floats:
        corrected: Floats = _sigmoid(self.slope * logit(probability) + self.intercept)
        return corrected


@dataclass(frozen=True)
class TooLittleTruth:
    rows: int
    events: int
    clusters: int
    reason: str


def fit_recalibration(
    truth: Ints, probability: Floats, clusters: Ints
) -> RecalibrationLine | TooLittleTruth:
    """Fit on (n,) truths of 0 or 1, the probabilities stated of 1, and labels of clusters.

    The intercept alone where the rarer class has fewer than 200 rows.
    """
    events = int(min(truth.sum(), len(truth) - truth.sum()))
    count = len(np.unique(clusters))
    if events < FEWEST_EVENTS or count < FEWEST_CLUSTERS:
        reason = (
            f"{events} of {len(truth)} rows are of the rarer class, in {count} clusters: "
            f"at least {FEWEST_EVENTS} in {FEWEST_CLUSTERS} are needed"
        )
        return TooLittleTruth(len(truth), events, count, reason)
    is_sloped = events >= FEWEST_EVENTS_FOR_SLOPE
    columns = np.column_stack([np.ones(len(truth)), logit(probability)])
    line, effect = _posterior_mode(truth, columns, clusters, is_sloped=is_sloped)
    slope = max(float(np.float32(line[1])), float(np.finfo(np.float32).tiny))
    return RecalibrationLine(slope, float(np.float32(line[0])), len(truth), events, count, effect)


def _posterior_mode(
    truth: Ints, columns: Floats, clusters: Ints, *, is_sloped: bool
) -> tuple[Floats, float]:
    """(intercept, slope) and the design effect, which is settled at the line before the last."""
    free = np.array([True, is_sloped])
    line, prior_line = np.array([0.0, 1.0]), np.array([0.0, 1.0])
    precision = np.diag([INTERCEPT_DEVIATION**-2, SLOPE_DEVIATION**-2])
    effect = 1.0
    for _ in range(NEWTON_STEPS):
        fitted = _sigmoid(columns @ line)
        score = columns * (truth - fitted)[:, None]
        information = (columns * (fitted * (1.0 - fitted))[:, None]).T @ columns
        effect = design_effect(score[:, free], information[np.ix_(free, free)], clusters)
        gradient = score.sum(axis=0) / effect - precision @ (line - prior_line)
        curvature = information / effect + precision
        step = np.linalg.solve(curvature[np.ix_(free, free)], gradient[free])
        line[free] += step
        if np.abs(step).max() < STEP_TOLERANCE:
            break
    return line, effect


def design_effect(score: Floats, information: Floats, clusters: Ints) -> float:
    """Mean generalised design effect of per-row scores (n, k) with ``information`` (k, k).

    1 where clusters do not matter, and never less: fewer doubts than independent rows leave are
    not believed.
    """
    labels, index = np.unique(clusters, return_inverse=True)
    sums = np.stack([np.bincount(index, column) for column in score.T], axis=1)
    centred = sums - sums.mean(axis=0)
    between = centred.T @ centred * len(labels) / (len(labels) - 1)
    return max(1.0, float(np.trace(np.linalg.solve(information, between)) / score.shape[1]))


def _sigmoid(log_odds: Floats) -> Floats:
    probability: Floats = 1.0 / (1.0 + np.exp(-log_odds))
    return probability
