"""Ask for a check."""

from datetime import datetime

from sqlalchemy.orm import Session

from api.core import audit, outbox
from api.core.models.clock import set_clock
from api.core.models.queries import get_model, require_live
from api.core.tables import Job

CHECK_TASK = "checks.check"


def ask_for_check(
    session: Session,
    *,
    model: str,
    actor: str,
    reason: str,
    now: datetime,
    as_of: datetime | None = None,
) -> Job:
    """Enqueue the look at a model. With ``as_of`` the model goes by a clock of its own from now
    on, which is set to it: that is how a replay passes its days.

    Raises ModelAbsent, and ClockRefused for a time before the model's own.
    """
    get_model(session, model)
    require_live(session, model)
    if as_of is not None:
        set_clock(session, model, as_of)
    audit.record(
        session,
        now=now,
        actor=actor,
        action="checks.ask",
        subject=f"model:{model}",
        after={"as_of": as_of.isoformat() if as_of else None},
        reason=reason,
    )
    return outbox.enqueue(
        session, task=CHECK_TASK, arguments={"model": model}, now=now, created_by=actor
    )
