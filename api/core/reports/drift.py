"""What the newest drift check of a window found."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.core.reports.traffic import Window
from api.core.reports.types import Drift, DriftedFeature
from api.core.tables import Check

ORDER = ("serious", "moderate")
"""Severities of flagged features, worst first."""


def newest_drift(session: Session, window: Window) -> Drift | None:
    """A check looks back from its own moment: one at the window's end belongs to it."""
    statement = select(Check).where(
        Check.model_name == window.model, Check.at > window.start, Check.at <= window.end
    )
    newest = statement.order_by(Check.at.desc(), Check.id.desc()).limit(1)
    check = session.scalars(newest).one_or_none()
    return None if check is None else _drift(check)


def _drift(check: Check) -> Drift:
    inputs: Mapping[str, Any] = check.drift.get("inputs") or {}
    features: Sequence[Mapping[str, Any]] = inputs.get("features") or ()
    flagged = [
        DriftedFeature(feature["name"], feature["severity"], feature["reason"])
        for severity in ORDER
        for feature in features
        if feature["severity"] == severity
    ]
    return Drift(
        checked_at=check.at,
        window_start=check.drift_start,
        window_end=check.at,
        version=check.version,
        rows=inputs.get("rows"),
        severity=check.drift_severity,
        reason=check.drift_reason,
        measured_features=len(features),
        features=tuple(flagged),
    )
