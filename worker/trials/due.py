"""Which models' rollouts the schedule looks at."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.core.rollouts.queries import models_with_open_rollouts
from api.core.tables import Model


def models_to_advance(session: Session) -> Sequence[str]:
    """Every model with a rollout to decide about, but for those that have a clock of their own:
    who moves that on says when to look, as the rows of its day may not have come yet."""
    replayed = set(session.scalars(select(Model.name).where(Model.clock_at.is_not(None))))
    return [name for name in models_with_open_rollouts(session) if name not in replayed]
