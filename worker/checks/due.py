"""Which models are to be looked at."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from api.core.policies.queries import current_policy
from api.core.rollouts.queries import champions
from api.core.tables import Check, Model


def models_to_check(session: Session, now: datetime) -> Sequence[str]:
    """Those that serve and whose newest check is as old as their policy allows; a model with a
    clock of its own is looked at by whoever moves that on."""
    newest: dict[str, datetime] = {}
    statement = select(Check.model_name, func.max(Check.made_at)).group_by(Check.model_name)
    for model, made_at in session.execute(statement):
        newest[model] = made_at
    replayed = set(session.scalars(select(Model.name).where(Model.clock_at.is_not(None))))
    return [
        model
        for model in sorted(champions(session))
        if model not in replayed and _is_due(session, model, newest.get(model), now)
    ]


def _is_due(session: Session, model: str, last: datetime | None, now: datetime) -> bool:
    every = timedelta(hours=current_policy(session, model).checks.every_hours)
    return last is None or last + every <= now
