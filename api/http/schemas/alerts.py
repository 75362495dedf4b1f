from typing import Literal

from pydantic import Field

from api.http.schemas.base import Answer, Instant, ModelName, Order, Reason

AlertState = Literal["open", "acknowledged", "resolved"]
AlertAction = Literal["acknowledge", "resolve"]
AlertSeverity = Literal["moderate", "serious"]


class Alert(Answer):
    """A condition, from its first sign until it is resolved."""

    id: int
    key: str = Field(description="Names the condition; one unresolved alert a key.")
    model: ModelName | None = Field(validation_alias="model_name")
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


class AlertList(Answer):
    alerts: list[Alert] = Field(description="Newest first.")


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
