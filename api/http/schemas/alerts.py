from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from api.http.schemas.base import MAX_ROW_ID, Answer, Instant, ModelName, Order, Reason
from api.http.schemas.checks import Check
from api.http.schemas.rollouts import RolloutTransition

AlertState = Literal["open", "acknowledged", "resolved"]
AlertAction = Literal["acknowledge", "resolve"]
AlertSeverity = Literal["moderate", "serious"]


class AlertsAsked(BaseModel):
    """What is left out is not asked for."""

    model_config = ConfigDict(frozen=True, protected_namespaces=())

    state: Annotated[list[AlertState], Field(description="Any of these.")] = []
    model: ModelName | None = None
    kind: Annotated[str, Field(max_length=32)] | None = None
    severity: AlertSeverity | None = None
    search: Annotated[
        str, Field(max_length=100, description="In the title, the detail or the key.")
    ] = ""
    before_id: Annotated[int, Field(ge=1, le=MAX_ROW_ID)] | None = None
    limit: Annotated[int, Field(ge=1, le=200)] = 50


class Alert(Answer):
    """A condition, from its first sign until it is resolved."""

    id: int
    key: str = Field(description="Names the condition; one unresolved alert a key.")
    model: ModelName | None = Field(validation_alias="model_name")
    is_replay: bool = Field(description="Raised by a replay: nobody was told of it.")
    kind: str = Field(examples=["drift", "quality", "rollout", "job"])
    severity: AlertSeverity = Field(description="It rises and never falls.")
    title: str
    detail: str = Field(description="As it was seen last.")
    path: str = Field(description="Of the product's page about it; empty when there is none.")
    state: AlertState
    repeats: int = Field(description="How often it was seen again.")
    opened_at: Instant
    last_seen_at: Instant
    acknowledged_at: Instant | None
    acknowledged_by: str | None
    resolved_at: Instant | None
    resolved_by: str | None


class AlertEvent(Answer):
    """One thing that happened, never changed afterwards. A mere repeat is only counted."""

    id: int
    at: Instant
    kind: Literal["raised", "escalated", "acknowledged", "resolved", "sent", "not_sent"]
    severity: AlertSeverity
    actor: str = Field(examples=["person:admin", "policy:checks", "system"])
    reason: str = Field(description="The detail at that moment, or why.")
    channel: str = Field(description="That was told, or was not; empty in other events.")


class AlertDetail(Alert):
    events: list[AlertEvent] = Field(description="Oldest first.")
    check: Check | None = Field(description="That saw it last; of drift and quality alone.")
    step: RolloutTransition | None = Field(description="That ended the trial; of rollouts alone.")


class AlertList(Answer):
    alerts: list[Alert] = Field(description="Newest first.")
    next_before_id: int | None = Field(
        description="Ask with it as `before_id` for older ones; null where there are none."
    )


class AlertActionOrder(Order):
    action: AlertAction
    reason: Reason


class ChannelTest(Answer):
    channel: str
    least_severity: AlertSeverity
    sent: bool
    reason: str = Field(description="Why it was not sent; empty when it was.")
    seconds: float


class NotificationTest(Answer):
    channels: list[ChannelTest] = Field(description="Empty when none is configured.")
