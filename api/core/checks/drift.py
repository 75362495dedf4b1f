"""Drift as a policy sees it: the report's features, and how serious the policy calls it. Pure."""

from datetime import datetime

from api.core.policies.observations import DriftObservation
from monitoring.drift.report import DriftReport
from monitoring.drift.window import Window


def drift_observation(report: DriftReport, at: datetime) -> DriftObservation:
    """The share of the judged features that are flagged."""
    judged = [f for f in report.features if f.severity != "too little data"]
    share = len(report.flagged) / len(judged) if judged else 0.0
    return DriftObservation(at=at, rows=report.rows, flagged_share=share)


def unseen_share(window: Window) -> float:
    """The largest share of any column's known values that the reference never had, 0–1."""
    shares = [0.0]
    for counts in window.columns.values():
        if counts.known:
            unseen = counts.unlisted if counts.kind == "category" else counts.below + counts.above
            shares.append(unseen / counts.known)
    return max(shares)
