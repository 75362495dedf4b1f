"""The clock that a model's life goes by: the wall's, or the one that a replay moves on."""

from datetime import datetime
from typing import ClassVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.core.errors import FarolError, Kind
from api.core.models.queries import get_model
from api.core.tables import Model


class ClockRefused(FarolError):
    """Time does not go back."""

    kind: ClassVar[Kind] = "conflict"


def model_now(session: Session, model: str, now: datetime) -> datetime:
    """``now``, or what the model's own clock shows. A model that there is not goes by the wall."""
    own = session.scalar(select(Model.clock_at).where(Model.name == model))
    return own or now


def set_clock(session: Session, model: str, at: datetime) -> None:
    """From now on ``at`` is the model's now. Raises ModelAbsent, ClockRefused."""
    row = get_model(session, model)
    if row.clock_at is not None and at < row.clock_at:
        raise ClockRefused(
            f"the clock of {model} stands at {row.clock_at:%Y-%m-%d %H:%M} UTC: "
            f"it does not go back to {at:%Y-%m-%d %H:%M}"
        )
    row.clock_at = at
    session.flush()
