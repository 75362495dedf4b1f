"""The writes that every change of an alert is made of: lock, insert, move, record."""

from dataclasses import dataclass
from datetime import datetime
from typing import cast

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.core import audit, outbox
from api.core.alerts import queries
from api.core.alerts.rules import Action, escalates, next_state
from api.core.alerts.types import TOLD, AlertState, EventKind, Severity, Sighting
from api.core.audit_actions import AuditAction
from api.core.insertion import insert_for
from api.core.models.clock import model_now
from api.core.models.queries import replayed_models
from api.core.tables import Alert, AlertEvent

PERSON = "person:"
NOTIFY_TASK = "alerts.notify"
KEY_CHARACTERS = 200
_TITLE_CHARACTERS = 200
_DETAIL_CHARACTERS = 4_000


@dataclass(frozen=True)
class Change:
    """Who changes something, why and when."""

    actor: str
    reason: str
    now: datetime


def unresolved(session: Session, key: str) -> Alert | None:
    """Locked until the end of the transaction."""
    statement = select(Alert).where(
        Alert.key == key[:KEY_CHARACTERS], Alert.state != AlertState.RESOLVED.value
    )
    locked = statement.with_for_update().execution_options(populate_existing=True)
    return session.scalars(locked).one_or_none()


def locked(session: Session, alert_id: int) -> Alert:
    """Raises AlertAbsent."""
    session.execute(select(Alert.id).where(Alert.id == alert_id).with_for_update()).all()
    return queries.get(session, alert_id)


def insert(session: Session, sighting: Sighting, change: Change) -> Alert | None:
    """None when the key has an unresolved alert by now."""
    statement = insert_for(session, Alert).values(
        key=sighting.key[:KEY_CHARACTERS],
        model_name=sighting.model,
        kind=sighting.kind,
        severity=sighting.severity,
        title=one_line(sighting.title)[:_TITLE_CHARACTERS],
        detail=sighting.detail[:_DETAIL_CHARACTERS],
        path=sighting.path,
        state=AlertState.OPEN.value,
        repeats=0,
        opened_at=change.now,
        last_seen_at=change.now,
    )
    made = session.scalars(statement.on_conflict_do_nothing().returning(Alert.id)).one_or_none()
    return None if made is None else queries.get(session, made)


def see_again(session: Session, alert: Alert, sighting: Sighting, change: Change) -> None:
    alert.repeats += 1
    alert.last_seen_at = max(alert.last_seen_at, change.now)
    alert.detail = sighting.detail[:_DETAIL_CHARACTERS]
    alert.path = sighting.path
    if escalates(cast(Severity, alert.severity), sighting.severity):
        alert.severity = sighting.severity
        alert.title = one_line(sighting.title)[:_TITLE_CHARACTERS]
        record(session, alert, EventKind.ESCALATED, change)
    session.flush()


def move(session: Session, alert: Alert, action: Action, change: Change) -> None:
    """Raises AlertConflict with what happened."""
    state = next_state(AlertState(alert.state), action, happened=_happened(session, alert))
    alert.state = state.value
    if state is AlertState.ACKNOWLEDGED:
        alert.acknowledged_at, alert.acknowledged_by = change.now, change.actor
    else:
        alert.resolved_at, alert.resolved_by = change.now, change.actor
    record(session, alert, EventKind(state.value), change)


def record(session: Session, alert: Alert, kind: EventKind, change: Change) -> None:
    """An event and its audit entry; what people should hear of becomes a job.

    Nobody is told what a replay shows, and the audit log, which keeps what was done here, hears of
    it only when a person does something.
    """
    event = AlertEvent(
        alert_id=alert.id,
        at=change.now,
        model_at=_model_time(session, alert, change.now),
        kind=kind.value,
        severity=alert.severity,
        actor=change.actor,
        reason=change.reason[:_DETAIL_CHARACTERS],
    )
    session.add(event)
    session.flush()
    if _is_of_replay(session, alert) and not change.actor.startswith(PERSON):
        return
    audit.record(
        session,
        now=change.now,
        actor=change.actor,
        action=cast(AuditAction, f"alert.{kind}"),
        subject=f"alert:{alert.id}",
        after={"key": alert.key, "state": alert.state, "severity": alert.severity},
        reason=event.reason,
    )
    if kind in TOLD and not _is_of_replay(session, alert):
        arguments = {"event_id": event.id}
        outbox.enqueue(
            session,
            task=NOTIFY_TASK,
            arguments=arguments,
            now=change.now,
            created_by=change.actor,
        )


def one_line(text: str) -> str:
    """A title becomes a mail's subject, where a line break would begin another header."""
    return " ".join(text.split())


def _is_of_replay(session: Session, alert: Alert) -> bool:
    return alert.model_name in replayed_models(session)


def _model_time(session: Session, alert: Alert, now: datetime) -> datetime | None:
    return None if alert.model_name is None else model_now(session, alert.model_name, now)


def _happened(session: Session, alert: Alert) -> str:
    """How it came to be in its state, in a sentence."""
    states = {EventKind.RAISED.value, EventKind.ACKNOWLEDGED.value, EventKind.RESOLVED.value}
    last = [event for event in queries.events(session, alert.id) if event.kind in states][-1]
    return f"{last.actor} {last.kind} it at {last.at:%Y-%m-%d %H:%M} UTC: {last.reason}"
