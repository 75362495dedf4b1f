"""How good a window's predictions probably are, before the truth is known.

If a probability of 0.3 comes true in 30 of 100 cases, then the probabilities themselves say how
often they will be right (confidence-based performance estimation, as in NannyML's CBPE; the
expected Brier score of a calibrated forecast is p(1 − p), DeGroot and Fienberg, 1983, The
Statistician 32). That only holds under assumptions. Those that can be checked are, and where one
fails, the answer is the reason, not a number.
"""

from dataclasses import dataclass

import numpy as np

from monitoring.quality.arrays import SMALLEST_PROBABILITY, Floats
from monitoring.quality.bootstrap import CONFIDENCE
from monitoring.quality.estimate import Estimate, normal_estimate
from monitoring.quality.expected_auc import expected_auc

ASSUMPTIONS = (
    "the probabilities are as well calibrated now as they were on the reference",
    "the same inputs still lead to the same outcomes (no concept drift)",
    "the inputs lie where the reference had data",
    "given the inputs, outcomes are independent of each other",
)


@dataclass(frozen=True)
class Limits:
    """Beyond these the estimate is refused."""

    calibration_error: float = 0.04
    """Expected calibration error on the reference, 0–1."""
    reference_rows: int = 1_000
    unseen_share: float = 0.05
    """Share of rows with a value out of the reference's range, or a new category."""
    rows: int = 100


@dataclass(frozen=True)
class Evidence:
    """What is known of the assumptions."""

    calibration_error: float
    reference_rows: int
    unseen_share: float
    concept_drift: bool
    """The latest truth showed concept drift, and no version was made since."""


@dataclass(frozen=True)
class ExpectedQuality:
    """Each interval is where the figure will lie once all truth is in, if the assumptions hold."""

    rows: int
    brier: Estimate
    log_loss: Estimate
    accuracy: Estimate
    auc: Estimate | None
    """None where all probabilities are 0 or 1, or of one class only."""
    assumptions: tuple[str, ...]


@dataclass(frozen=True)
class Refusal:
    reasons: tuple[str, ...]


DEFAULT_LIMITS = Limits()


def expected_quality(
    probability: Floats,
    evidence: Evidence,
    *,
    threshold: float = 0.5,
    limits: Limits = DEFAULT_LIMITS,
    confidence: float = CONFIDENCE,
) -> ExpectedQuality | Refusal:
    """Estimate from (n,) probabilities of class 1; rows at or above ``threshold`` are called 1."""
    reasons = _objections(probability, evidence, limits)
    if reasons:
        return Refusal(reasons)
    p = np.clip(probability, SMALLEST_PROBABILITY, 1.0 - SMALLEST_PROBABILITY)
    called = probability >= threshold
    return ExpectedQuality(
        len(p),
        _expected_mean(probability, (1 - probability) ** 2, probability**2, confidence),
        _expected_mean(probability, -np.log(p), -np.log1p(-p), confidence),
        _expected_mean(probability, called.astype(float), (~called).astype(float), confidence),
        expected_auc(probability, confidence),
        ASSUMPTIONS,
    )


def _expected_mean(
    probability: Floats, if_one: Floats, if_zero: Floats, confidence: float
) -> Estimate:
    """Mean of a measure that is ``if_one`` or ``if_zero`` by row, as chance has it."""
    rows = len(probability)
    value = float(np.mean(probability * if_one + (1 - probability) * if_zero))
    variance = probability * (1 - probability) * (if_one - if_zero) ** 2
    error = float(np.sqrt(variance.sum())) / rows
    return normal_estimate(value, error, rows, confidence, limits=(0.0, float("inf")))


def _objections(probability: Floats, evidence: Evidence, limits: Limits) -> tuple[str, ...]:
    outside = bool((~((probability >= 0) & (probability <= 1))).any())
    off, unseen = evidence.calibration_error, evidence.unseen_share
    checks = (
        (len(probability) < limits.rows, f"{len(probability)} rows are too few"),
        (outside, "some predictions are not probabilities"),
        (
            evidence.reference_rows < limits.reference_rows,
            f"calibration was checked on {evidence.reference_rows:,} reference rows only",
        ),
        (
            not off <= limits.calibration_error,
            f"the reference was off by {off:.3f} in calibration, "
            f"more than {limits.calibration_error:.3f}",
        ),
        (
            not unseen <= limits.unseen_share,
            f"{unseen:.1%} of rows lie outside what the reference had seen, "
            f"more than {limits.unseen_share:.1%}",
        ),
        (evidence.concept_drift, "the latest truth showed concept drift"),
    )
    return tuple(reason for fails, reason in checks if fails)
