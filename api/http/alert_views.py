"""Alerts as the API shows them."""

from sqlalchemy.orm import Session

from api.core.alerts import queries
from api.core.alerts.types import AlertState
from api.core.tables import Alert
from api.http.schemas import alerts as schemas


def alert_list(
    session: Session, *, state: schemas.AlertState | None, model: str | None, limit: int
) -> schemas.AlertList:
    wanted = None if state is None else AlertState(state)
    rows = queries.listed(session, state=wanted, model=model, limit=limit)
    return schemas.AlertList(alerts=[schemas.Alert.model_validate(row) for row in rows])


def alert_detail(session: Session, alert: Alert) -> schemas.AlertDetail:
    shown = schemas.Alert.model_validate(alert).model_dump()
    events = [
        schemas.AlertEvent.model_validate(event) for event in queries.events(session, alert.id)
    ]
    return schemas.AlertDetail.model_validate({**shown, "events": events})
