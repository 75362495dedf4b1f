"""The drift of a window against the champion's sealed profile."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy.orm import Session

from api.core.checks import days
from api.core.checks.drift import drift_observation, unseen_share
from api.core.checks.queries import OBSERVATION
from api.core.policies.observations import DriftObservation
from monitoring.drift.check import check_drift
from monitoring.drift.limits import DriftLimits
from worker.checks.measure import Span
from worker.checks.subject import Subject

NO_REFERENCE = "This version was sealed without a reference profile: there is nothing to compare."
TOO_LITTLE = "too little data"


@dataclass(frozen=True)
class DriftFinding:
    observation: DriftObservation
    severity: str
    """Of the inputs; that of the outputs is told in ``stored`` alone."""
    reason: str
    unseen_share: float
    """Largest share of any input's values that the reference never had."""
    stored: dict[str, Any]


def find_drift(
    session: Session, subject: Subject, span: Span, at: datetime, *, fewest_rows: int
) -> DriftFinding:
    if subject.reference is None:
        nothing = DriftObservation(at=at, rows=0, flagged_share=0.0)
        stored = {OBSERVATION: msgspec.to_builtins(nothing)}
        return DriftFinding(nothing, TOO_LITTLE, NO_REFERENCE, 0.0, stored)
    inputs, outputs = days.drift_windows(
        session,
        model=subject.model,
        version=subject.version,
        first=span.drift_first,
        last=span.last,
    )
    limits = DriftLimits(fewest_rows=fewest_rows)
    reports = [
        check_drift(reference, window, limits, floors)
        for reference, window, floors in (
            (subject.reference.inputs, inputs, subject.reference.input_floors),
            (subject.reference.outputs, outputs, subject.reference.output_floors),
        )
    ]
    observation = drift_observation(reports[0], at)
    return DriftFinding(
        observation,
        reports[0].severity,
        reports[0].reason,
        unseen_share(inputs),
        {
            OBSERVATION: msgspec.to_builtins(observation),
            "inputs": msgspec.to_builtins(reports[0]),
            "outputs": msgspec.to_builtins(reports[1]),
            "input_reference": msgspec.to_builtins(subject.reference.inputs.columns),
            "output_reference": msgspec.to_builtins(subject.reference.outputs.columns),
            "input_counts": msgspec.to_builtins(inputs),
            "output_counts": msgspec.to_builtins(outputs),
        },
    )
