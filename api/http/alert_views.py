"""Alerts as the API shows them."""

from collections.abc import Collection

from sqlalchemy import inspect
from sqlalchemy.orm import Session

from api.core.alerts import queries
from api.core.alerts.types import AlertState
from api.core.checks.queries import last_check_by
from api.core.models.queries import replayed_models
from api.core.rollouts.queries import last_stop_by
from api.core.tables import Alert
from api.http.schemas import alerts as schemas
from api.http.schemas.checks import Check
from api.http.schemas.rollouts import RolloutTransition


def alert_list(session: Session, asked: schemas.AlertsAsked) -> schemas.AlertList:
    found = queries.listed(
        session,
        states=[AlertState(state) for state in asked.state],
        model=asked.model,
        kind=asked.kind,
        severity=asked.severity,
        text=asked.search.strip(),
        before_id=asked.before_id,
        limit=asked.limit + 1,
    )
    shown, replayed = found[: asked.limit], replayed_models(session)
    return schemas.AlertList(
        alerts=[_alert(row, replayed) for row in shown],
        next_before_id=shown[-1].id if len(found) > asked.limit else None,
    )


def alert_detail(session: Session, alert: Alert) -> schemas.AlertDetail:
    shown = _alert(alert, replayed_models(session)).model_dump()
    events = [
        schemas.AlertEvent.model_validate(event) for event in queries.events(session, alert.id)
    ]
    return schemas.AlertDetail.model_validate(
        {**shown, "events": events, "check": _check(session, alert), "step": _step(session, alert)}
    )


def _check(session: Session, alert: Alert) -> Check | None:
    if alert.model_name is None or alert.kind not in {"drift", "quality"}:
        return None
    found = last_check_by(session, alert.model_name, alert.last_seen_at)
    return None if found is None else Check.model_validate(found)


def _step(session: Session, alert: Alert) -> RolloutTransition | None:
    if alert.model_name is None or alert.kind != "rollout":
        return None
    at = queries.raised_at(session, alert.id)
    found = None if at is None else last_stop_by(session, alert.model_name, at)
    return None if found is None else RolloutTransition.model_validate(found)


def _alert(row: Alert, replayed: Collection[str]) -> schemas.Alert:
    columns = {attribute.key: attribute.value for attribute in inspect(row).attrs}
    return schemas.Alert.model_validate({**columns, "is_replay": row.model_name in replayed})
