"""The conditions of a model that alerts are raised about, each by its key."""

from datetime import datetime
from typing import Literal

from sqlalchemy.orm import Session

from api.core.alerts import operations
from api.core.tables import Alert

Condition = Literal["drift", "quality", "rollout"]
"""Is the alert's kind, too."""


def key_of(condition: Condition, model: str) -> str:
    return f"{condition}:{model}"


def resolve_by_promotion(
    session: Session, *, model: str, version: int, actor: str, now: datetime
) -> Alert | None:
    """A version was promoted: that an earlier one was stopped needs no more looking after.

    None when there is no unresolved alert about the model's rollouts.
    """
    return operations.resolve(
        session,
        key=key_of("rollout", model),
        actor=actor,
        reason=f"Version {version} was promoted.",
        now=now,
    )
