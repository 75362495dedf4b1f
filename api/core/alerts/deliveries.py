"""An event on its way through the channels: planned once, tried again later, told at least once."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.core import outbox
from api.core.alerts import queries
from api.core.alerts.types import DeliveryState, EventKind
from api.core.tables import AlertDelivery, AlertEvent

DELIVER_TASK = "alerts.deliver"
ACTOR = "system"
WAITS = tuple(timedelta(seconds=seconds) for seconds in (10, 60, 300, 1_200, 3_600))
"""Before the second try, the third, and so on: who is away for an hour misses nothing."""


def plan(session: Session, *, event_id: int, channels: Sequence[str], now: datetime) -> int:
    """A delivery and its job for each channel that has none yet; returns how many were new."""
    statement = select(AlertDelivery.channel).where(AlertDelivery.event_id == event_id)
    planned = set(session.scalars(statement))
    new = [name for name in channels if name not in planned]
    for name in new:
        delivery = AlertDelivery(
            event_id=event_id,
            channel=name,
            state=DeliveryState.WAITING.value,
            tries=0,
            updated_at=now,
        )
        session.add(delivery)
        session.flush()
        _enqueue(session, delivery.id, number=1, now=now, not_before=None)
    return len(new)


def awaits(session: Session, *, delivery_id: int, number: int) -> bool:
    """Whether try ``number``, from 1, is still to be made. Raises DeliveryAbsent."""
    delivery = queries.delivery(session, delivery_id)
    return delivery.state == DeliveryState.WAITING.value and delivery.tries == number - 1


def record_sent(session: Session, *, delivery_id: int, now: datetime) -> None:
    delivery = queries.delivery(session, delivery_id)
    delivery.tries += 1
    _end(session, delivery, DeliveryState.SENT, "", now)


def record_failure(
    session: Session, *, delivery_id: int, reason: str, transient: bool, now: datetime
) -> datetime | None:
    """When it is tried again; None when it is given up, which is an event with the reason."""
    delivery = queries.delivery(session, delivery_id)
    delivery.tries += 1
    delivery.updated_at = now
    if not transient or delivery.tries > len(WAITS):
        _end(session, delivery, DeliveryState.NOT_SENT, reason, now)
        return None
    later = now + WAITS[delivery.tries - 1]
    _enqueue(session, delivery.id, number=delivery.tries + 1, now=now, not_before=later)
    return later


def _end(
    session: Session, delivery: AlertDelivery, state: DeliveryState, reason: str, now: datetime
) -> None:
    delivery.state = state.value
    delivery.updated_at = now
    told = session.get_one(AlertEvent, delivery.event_id)
    session.add(
        AlertEvent(
            alert_id=told.alert_id,
            at=now,
            kind=EventKind(state.value).value,
            severity=told.severity,
            actor=ACTOR,
            reason=reason or f"told that it was {told.kind}",
            channel=delivery.channel,
        )
    )
    session.flush()


def _enqueue(
    session: Session, delivery_id: int, *, number: int, now: datetime, not_before: datetime | None
) -> None:
    outbox.enqueue(
        session,
        task=DELIVER_TASK,
        arguments={"delivery_id": delivery_id, "number": number},
        now=now,
        created_by=ACTOR,
        not_before=not_before,
    )
