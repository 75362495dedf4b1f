"""A check as the worker stores one, for tests of what comes after it."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from api.core.tables import Check


def add_check(
    session: Session, *, model: str, at: datetime, drift_days: float = 7, **changes: Any
) -> Check:
    """Of version 1, with nothing found, unless ``changes`` say otherwise."""
    start = at - timedelta(days=drift_days)
    found: dict[str, Any] = {
        "model_name": model,
        "version": 1,
        "at": at,
        "made_at": at,
        "policy_number": 0,
        "drift_start": start,
        "drift_severity": "none",
        "drift_reason": "nothing stands out",
        "drift": {},
        "quality_start": start,
        "quality_severity": "none",
        "quality_reason": "as promised",
        "quality": {},
        "reason": "nothing is wrong",
    }
    check = Check(**found | changes)
    session.add(check)
    session.flush()
    return check
