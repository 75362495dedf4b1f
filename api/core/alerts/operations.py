"""Open, acknowledge and resolve alerts. What is to be told is a job in the same transaction."""

from datetime import datetime

from sqlalchemy.orm import Session

from api.core import audit
from api.core.alerts import changes
from api.core.alerts.changes import Change
from api.core.alerts.rules import Action
from api.core.alerts.types import EventKind, Severity, Sighting
from api.core.tables import Alert


def raise_alert(  # noqa: PLR0913 - what there is to tell, by name
    session: Session,
    *,
    key: str,
    model: str | None,
    kind: str,
    severity: Severity,
    title: str,
    detail: str,
    now: datetime,
    actor: str,
    path: str = "",
) -> Alert:
    """Open an alert, or count that its condition was seen again.

    There is at most one unresolved alert a ``key``. Seen again, it keeps its severity or rises to
    ``severity``; only the rise is an event and is told. After it was resolved, the next sighting
    opens another. ``title`` and ``detail`` are shown and sent to people, and hold no secrets.
    """
    sighting = Sighting(key, model, kind, severity, title, detail, path)
    change = Change(actor, detail, now)
    while True:
        if (alert := changes.unresolved(session, key)) is not None:
            changes.see_again(session, alert, sighting, change)
            return alert
        # None: another transaction has just opened it.
        if (opened := changes.insert(session, sighting, change)) is not None:
            changes.record(session, opened, EventKind.RAISED, change)
            return opened


def acknowledge(
    session: Session, *, alert_id: int, actor: str, reason: str, now: datetime
) -> Alert:
    """Somebody looks after it. Raises AlertAbsent, AlertConflict."""
    return act(
        session, alert_id=alert_id, action=Action.ACKNOWLEDGE, actor=actor, reason=reason, now=now
    )


def resolve(session: Session, *, key: str, actor: str, reason: str, now: datetime) -> Alert | None:
    """The condition is over. None when there is no unresolved alert about it."""
    alert = changes.unresolved(session, key)
    if alert is not None:
        changes.move(session, alert, Action.RESOLVE, Change(actor, reason, now))
    return alert


def act(
    session: Session, *, alert_id: int, action: Action, actor: str, reason: str, now: datetime
) -> Alert:
    """Acknowledge or resolve one alert. Raises AlertAbsent, and AlertConflict with what happened
    when another was quicker."""
    alert = changes.locked(session, alert_id)
    changes.move(session, alert, action, Change(actor, reason, now))
    return alert


def record_test(session: Session, *, told: dict[str, str], actor: str, now: datetime) -> None:
    """Somebody sent a test message; ``told`` is what happened in each channel."""
    audit.record(
        session,
        now=now,
        actor=actor,
        action="alert.test",
        subject="alerts",
        after={"channels": told},
        reason="sent a test message over every channel",
    )
