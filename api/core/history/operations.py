"""Ask for a history, and for its removal. Asked again, either is left to the job that does it."""

from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy.orm import Session

from api.core import audit, outbox
from api.core.audit_actions import AuditAction
from api.core.errors import FarolError, Kind
from api.core.history import queries
from api.core.history.rules import plan_of
from api.core.history.types import BASE_MODEL, ONE_IN, REPLAY_MODEL, Situation
from api.core.rollouts.queries import champion
from api.core.tables import History, Model

LOAD_TASK = "history.load"
REMOVE_TASK = "history.remove"
# Not "model": that its job failed is news about this installation, and no part of the replay.
_ARGUMENTS = {"history": REPLAY_MODEL}


class HistoryRefused(FarolError):
    kind: ClassVar[Kind] = "conflict"


def load(session: Session, *, actor: str, reason: str, now: datetime) -> Situation:
    """Have it loaded, or loaded further after a job that was stopped.

    Raises HistoryRefused where no version could answer, a real model has the name, or what was
    loaded before is being removed.
    """
    found = queries.situation(session)
    if found.history is not None and found.history.removal_job_id is not None:
        raise HistoryRefused("the history is being removed: wait until it is gone")
    if found.status in ("loading", "loaded"):
        return found
    history = found.history or _planned(session, actor, now)
    job = outbox.enqueue(
        session, task=LOAD_TASK, arguments=dict(_ARGUMENTS), now=now, created_by=actor
    )
    history.load_job_id = job.id
    session.add(history)
    session.flush()
    _audit(session, "history.load", history, actor=actor, reason=reason, now=now)
    return queries.situation(session)


def remove(session: Session, *, actor: str, reason: str, now: datetime) -> Situation:
    """Have every row of it taken away. Where there is none, or it is on its way, nothing is done.

    A job that still loads it writes nothing any more; the caller asks it to stop.
    """
    found = queries.situation(session)
    if found.history is None or found.status == "removing":
        return found
    history = found.history
    job = outbox.enqueue(
        session, task=REMOVE_TASK, arguments=dict(_ARGUMENTS), now=now, created_by=actor
    )
    history.removal_job_id = job.id
    session.flush()
    _audit(session, "history.remove", history, actor=actor, reason=reason, now=now)
    return queries.situation(session)


def _planned(session: Session, actor: str, now: datetime) -> History:
    version = champion(session, BASE_MODEL)
    if version is None:
        raise HistoryRefused(
            f"no version of {BASE_MODEL} answers yet: train and promote one, then load the history"
        )
    if session.get(Model, REPLAY_MODEL) is not None:
        raise HistoryRefused(
            f"there is a model of its own named {REPLAY_MODEL}: the history needs that name"
        )
    plan = plan_of(now)
    return History(
        model_name=REPLAY_MODEL,
        base_model=BASE_MODEL,
        base_version=version,
        shifted_weeks=plan.shifted_weeks,
        starts_at=plan.starts_at,
        ends_at=plan.ends_at,
        one_in=ONE_IN,
        predictions=0,
        truths=0,
        created_at=now,
        created_by=actor,
    )


def _audit(
    session: Session,
    action: AuditAction,
    history: History,
    *,
    actor: str,
    reason: str,
    now: datetime,
) -> None:
    told: dict[str, Any] = {
        "shifted_weeks": history.shifted_weeks,
        "starts_at": history.starts_at.isoformat(),
        "ends_at": history.ends_at.isoformat(),
        "predictions": history.predictions,
    }
    loads = action == "history.load"
    audit.record(
        session,
        now=now,
        actor=actor,
        action=action,
        subject=f"model:{history.model_name}",
        before=None if loads else told,
        after=told if loads else None,
        reason=reason,
    )
