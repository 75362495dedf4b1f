"""Which models' rollouts the schedule looks at."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from api.core.rollouts.queries import models_with_open_rollouts


def models_to_advance(session: Session) -> Sequence[str]:
    """Every model with a rollout to decide about."""
    return models_with_open_rollouts(session)
