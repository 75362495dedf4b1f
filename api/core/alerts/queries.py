from collections.abc import Collection, Sequence
from datetime import datetime
from typing import ClassVar, Literal, cast

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from api.core.alerts.types import AlertState, EventKind, Notice, Severity
from api.core.errors import FarolError, Kind
from api.core.models.queries import REPLAY
from api.core.tables import Alert, AlertDelivery, AlertEvent, Model


class AlertAbsent(FarolError):
    kind: ClassVar[Kind] = "not_found"


class DeliveryAbsent(FarolError):
    kind: ClassVar[Kind] = "not_found"


def get(session: Session, alert_id: int) -> Alert:
    """As it is in the database now. Raises AlertAbsent."""
    alert = session.get(Alert, alert_id, populate_existing=True)
    if alert is None:
        raise AlertAbsent(f"there is no alert {alert_id}")
    return alert


def listed(
    session: Session,
    *,
    limit: int,
    states: Collection[AlertState] = (),
    model: str | None = None,
    kind: str | None = None,
    severity: Severity | None = None,
    text: str = "",
    before_id: int | None = None,
) -> Sequence[Alert]:
    """Newest first; what is left out is not asked for. ``text`` is looked for in what is shown.

    Those of a replay are listed by its own name alone.
    """
    statement = select(Alert).order_by(Alert.id.desc()).limit(limit)
    if states:
        statement = statement.where(Alert.state.in_([state.value for state in states]))
    for column, wanted in (
        (Alert.model_name, model), (Alert.kind, kind), (Alert.severity, severity),
    ):  # fmt: skip
        if wanted is not None:
            statement = statement.where(column == wanted)
    if model is None:
        replayed = select(Model.name).where(Model.origin == REPLAY)
        real = or_(Alert.model_name.is_(None), Alert.model_name.not_in(replayed))
        statement = statement.where(real)
    if text:
        statement = statement.where(_says(text))
    if before_id is not None:
        statement = statement.where(Alert.id < before_id)
    return session.scalars(statement).all()


def _says(text: str) -> ColumnElement[bool]:
    shown = (Alert.title, Alert.detail, Alert.key)
    return or_(*(column.icontains(text, autoescape=True) for column in shown))


def raised_at(session: Session, alert_id: int) -> datetime | None:
    """When it was told last that it is so bad, by its model's clock; None without a model."""
    statement = select(AlertEvent.model_at).where(
        AlertEvent.alert_id == alert_id,
        AlertEvent.kind.in_((EventKind.RAISED.value, EventKind.ESCALATED.value)),
    )
    return session.scalars(statement.order_by(AlertEvent.id.desc()).limit(1)).one()


def events(session: Session, alert_id: int) -> Sequence[AlertEvent]:
    """What happened to an alert, oldest first."""
    statement = select(AlertEvent).where(AlertEvent.alert_id == alert_id)
    return session.scalars(statement.order_by(AlertEvent.id)).all()


def event_severity(session: Session, event_id: int) -> str:
    """Raises NoResultFound: events are never deleted."""
    return session.scalars(select(AlertEvent.severity).where(AlertEvent.id == event_id)).one()


def delivery(session: Session, delivery_id: int) -> AlertDelivery:
    """Raises DeliveryAbsent."""
    found = session.get(AlertDelivery, delivery_id, populate_existing=True)
    if found is None:
        raise DeliveryAbsent(f"there is no delivery {delivery_id}")
    return found


def notice(session: Session, event_id: int) -> Notice:
    """What there is to tell about an event."""
    event = session.get_one(AlertEvent, event_id)
    alert = get(session, event.alert_id)
    return Notice(
        id=f"alert-{alert.id}-event-{event.id}",
        event=cast(Literal["raised", "escalated", "resolved"], event.kind),
        at=event.at,
        alert_id=alert.id,
        opened_at=alert.opened_at,
        key=alert.key,
        model=alert.model_name,
        kind=alert.kind,
        severity=cast(Severity, event.severity),
        title=alert.title,
        detail=alert.detail if event.kind == "resolved" else event.reason,
        actor=event.actor,
        reason=event.reason,
        path=alert.path,
    )
