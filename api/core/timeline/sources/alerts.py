from sqlalchemy import func, select
from sqlalchemy.orm import Session

from api.core.alerts.types import EventKind
from api.core.tables import Alert, AlertEvent
from api.core.timeline.cursor import earlier
from api.core.timeline.types import Entry, Place
from api.core.timeline.wording import sentences

SOURCE = "alert"
TOLD = (EventKind.RAISED.value, EventKind.RESOLVED.value)
"""What was sent to whom, and who looks after it, is the alert's own history."""
WORDED = frozenset({"drift", "quality", "rollout", "job"})
_AT = func.coalesce(AlertEvent.model_at, AlertEvent.at)


def opened_or_resolved(
    session: Session, model: str, before: Place | None, limit: int
) -> list[Entry]:
    """By the model's clock. "" names the alerts of no model."""
    statement = (
        select(AlertEvent, Alert, _AT)
        .join(Alert, Alert.id == AlertEvent.alert_id)
        .where(
            Alert.model_name == model if model else Alert.model_name.is_(None),
            AlertEvent.kind.in_(TOLD),
            earlier(_AT, AlertEvent.id, SOURCE, before),
        )
        .order_by(_AT.desc(), AlertEvent.id.desc())
        .limit(limit)
    )
    return [
        Entry(
            place=Place(at, SOURCE, event.id),
            kind="alert",
            event=f"alert_{event.kind}",
            actor=event.actor,
            version=None,
            title=sentences(_sentence(event, alert)),
            reason=event.reason,
            evidence={"kind": alert.kind, "severity": event.severity, "title": alert.title},
            path=f"/v1/alerts/{alert.id}",
        )
        for event, alert, at in session.execute(statement)
    ]


def _sentence(event: AlertEvent, alert: Alert) -> str:
    """Alerts are written in English; the timeline names what one is about in every language."""
    return f"alert_{event.kind}_{alert.kind if alert.kind in WORDED else 'other'}"
