from typing import Annotated

from fastapi import APIRouter, Body, Path, Query

from api.core.alerts import operations, queries
from api.core.alerts.rules import Action
from api.http import alert_views as views
from api.http.deps import Engineer, Now, Reading, ServicesHere, Viewer, Writing
from api.http.examples import ALERT, ALERT_LISTED, TEST_NOTIFICATION, answer
from api.http.routes.declared import problems
from api.http.schemas.alerts import (
    AlertActionOrder,
    AlertDetail,
    AlertList,
    AlertsAsked,
    NotificationTest,
)
from api.http.schemas.base import MAX_ROW_ID

router = APIRouter(prefix="/v1/alerts", tags=["alerts"])

AlertId = Annotated[int, Path(ge=1, le=MAX_ROW_ID, examples=[1])]
ACTION_EXAMPLES = {
    "acknowledge": {
        "summary": "Acknowledge",
        "value": {"action": "acknowledge", "reason": "I am asking the airline."},
    },
    "resolve": {
        "summary": "Resolve",
        "value": {"action": "resolve", "reason": "The airline has repaired its feed."},
    },
}


@router.get(
    "",
    operation_id="list_alerts",
    summary="What somebody should look at",
    responses=problems(401, 403, 422, 429)
    | answer({"alerts": [ALERT_LISTED], "next_before_id": None}),
)
def list_alerts(
    _actor: Viewer,
    session: Reading,
    asked: Annotated[AlertsAsked, Query()],
) -> AlertList:
    """Newest first; what is left out is not asked for."""
    return views.alert_list(session, asked)


@router.post(
    "/test-notification",
    operation_id="test_notification",
    summary="Send a test message",
    responses=problems(401, 403, 429) | answer(TEST_NOTIFICATION),
)
def test_notification(
    actor: Engineer, here: ServicesHere, session: Writing, now: Now
) -> NotificationTest:
    """Over every channel, once and at the same time; says of each what happened."""
    # The channels' HTTP client loads when somebody asks: a process starts quicker without it.
    from api.adapters.notifiers.rehearsal import rehearse  # noqa: PLC0415

    # Sent before the session is used: it holds no lock meanwhile.
    tried = rehearse(here.settings, actor=actor.reference, now=now)
    operations.record_test(
        session,
        told={channel.channel: channel.reason or "sent" for channel in tried},
        actor=actor.reference,
        now=now,
    )
    return NotificationTest.model_validate({"channels": list(tried)})


@router.get(
    "/{alert_id}",
    operation_id="get_alert",
    summary="An alert with what happened to it",
    responses=problems(401, 403, 404, 422, 429) | answer(ALERT),
)
def get_alert(_actor: Viewer, alert_id: AlertId, session: Reading) -> AlertDetail:
    """Who was told, too; a channel is named as the settings name it, without its address."""
    return views.alert_detail(session, queries.get(session, alert_id))


@router.post(
    "/{alert_id}/actions",
    operation_id="act_on_alert",
    summary="Acknowledge or resolve an alert",
    responses=problems(400, 401, 403, 404, 409, 422, 429) | answer(ALERT),
)
def act_on_alert(
    actor: Engineer,
    alert_id: AlertId,
    order: Annotated[AlertActionOrder, Body(openapi_examples=ACTION_EXAMPLES)],
    session: Writing,
    now: Now,
) -> AlertDetail:
    """An alert is open, then maybe acknowledged, then resolved.

    What was done already is a conflict that says who did it when and why.
    """
    alert = operations.act(
        session,
        alert_id=alert_id,
        action=Action(order.action),
        actor=actor.reference,
        reason=order.reason,
        now=now,
    )
    return views.alert_detail(session, alert)
