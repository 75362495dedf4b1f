"""A champion's quality against its promise, and what to expect before the truth is in. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import msgspec
import numpy as np

from api.artifact.documents import Evaluation
from api.artifact.schema import Schema
from api.core.checks.figures import WindowQuality, loss_of, window_quality
from api.core.policies.observations import QualityObservation
from monitoring.quality.estimate import Estimate
from monitoring.quality.expected_quality import (
    Evidence,
    ExpectedQuality,
    expected_quality,
)
from monitoring.quality.sums import QualitySums, stated_probabilities

PROMISES = {"binary": "brier", "multiclass": "accuracy", "regression": "mae"}
"""Task -> the metric of the evaluation that the loss is held against."""


class Promise(msgspec.Struct, frozen=True):
    """What the model did on held-out rows when its graph was trained."""

    loss: float
    auc: float | None = None


class ExpectedFigure(msgspec.Struct, frozen=True):
    name: str
    value: float
    lower: float
    upper: float


class QualityFinding(msgspec.Struct, frozen=True):
    """What a check keeps."""

    window: WindowQuality
    promise: Promise | None
    observation: QualityObservation | None
    expected: tuple[ExpectedFigure, ...]
    """Before the truth is in, from the stated probabilities alone."""
    expected_refused: tuple[str, ...]
    """Why there is no expectation; with its assumptions where there is one."""
    concept_drift: bool | None
    """Whether the errors changed their level; None of too few days."""
    concept_drift_reason: str


@dataclass(frozen=True)
class ErrorStream:
    """What a look at the daily errors said (River's ADWIN, in the worker)."""

    drifted: bool | None
    reason: str


def promise_of(schema: Schema, evaluation: Evaluation | None) -> Promise | None:
    """None for a version without an evaluation of its task's metric."""
    if evaluation is None or schema.task not in PROMISES:
        return None
    values = {metric.name: metric.value for metric in evaluation.metrics}
    named = values.get(PROMISES[schema.task])
    if named is None:
        return None
    loss = 1.0 - named if schema.task == "multiclass" else named
    return Promise(loss, values.get("auc"))


def judge_quality(
    schema: Schema,
    promise: Promise | None,
    days: Mapping[date, QualitySums],
    unseen_share: float,
    calibration_error: float | None,
    reference_rows: int,
    errors: ErrorStream,
) -> QualityFinding:
    """``days`` are the champion's; ``unseen_share`` is of inputs that its reference never had."""
    listed = [days[day] for day in sorted(days)]
    window = window_quality(schema.task, listed)
    expected, refused = _expected(
        schema,
        listed,
        Evidence(
            calibration_error=1.0 if calibration_error is None else calibration_error,
            reference_rows=reference_rows,
            unseen_share=unseen_share,
            concept_drift=bool(errors.drifted),
        ),
    )
    return QualityFinding(
        window=window,
        promise=promise,
        observation=_observation(schema, promise, listed, window),
        expected=expected,
        expected_refused=refused,
        concept_drift=errors.drifted,
        concept_drift_reason=errors.reason,
    )


def _observation(
    schema: Schema,
    promise: Promise | None,
    days: Sequence[QualitySums],
    window: WindowQuality,
) -> QualityObservation | None:
    if promise is None or not promise.loss > 0:
        return None
    loss = loss_of(schema.task, days)
    if not isinstance(loss, Estimate):
        return None
    auc, shift = window.figure("auc"), window.figure("calibration_shift")
    return QualityObservation(
        rows=loss.rows,
        loss_increase=loss.value / promise.loss - 1.0,
        loss_increase_lower=loss.lower / promise.loss - 1.0,
        auc_loss=promise.auc - auc.value if auc and promise.auc is not None else None,
        calibration_shift=shift.value if shift else None,
        calibration_shift_lower=shift.lower if shift else None,
        calibration_shift_upper=shift.upper if shift else None,
    )


def _expected(
    schema: Schema, days: Sequence[QualitySums], evidence: Evidence
) -> tuple[tuple[ExpectedFigure, ...], tuple[str, ...]]:
    scores = [day.scores for day in days if day.scores is not None]
    if schema.task != "binary" or not scores:
        return (), ("only stated probabilities of two classes tell what to expect of themselves",)
    answered = np.sum([day.answered for day in scores], axis=0)
    found = expected_quality(
        stated_probabilities(answered.tolist()), evidence, threshold=schema.threshold
    )
    if not isinstance(found, ExpectedQuality):
        return (), found.reasons
    named = {"brier": found.brier, "log_loss": found.log_loss, "accuracy": found.accuracy}
    if found.auc is not None:
        named["auc"] = found.auc
    return (
        tuple(ExpectedFigure(name, e.value, e.lower, e.upper) for name, e in named.items()),
        found.assumptions,
    )


def reason_of(finding: QualityFinding, severity: str) -> str:
    """One sentence for a business user."""
    window, seen = finding.window, finding.observation
    if seen is None or finding.promise is None:
        if finding.promise is None:
            return "Nothing was promised of this version that its answers could be held against."
        return (
            f"Too little truth yet: {window.truths:,} of {window.rows:,} answers have theirs, "
            "and an interval takes five days of them."
        )
    direction = "above" if seen.loss_increase >= 0 else "below"
    told = (
        f"The loss is {abs(seen.loss_increase):.1%} {direction} what was promised, over "
        f"{seen.rows:,} answers whose truth is known ({_share(window)} of all)"
    )
    if severity == "too little data":
        return f"{told}; that is too little to judge by."
    if severity == "none" and seen.loss_increase > 0:
        return f"{told}: within what chance or the policy allows."
    return f"{told}."


def _share(window: WindowQuality) -> str:
    coverage = window.truth_coverage
    return "none" if coverage is None else f"{coverage:.0%}"


def as_stored(finding: QualityFinding) -> dict[str, Any]:
    plain: dict[str, Any] = msgspec.json.decode(msgspec.json.encode(finding))
    return plain
