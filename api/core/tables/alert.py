"""Alerts: what somebody should look at, what was done about it, and whom it was sent to."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from api.core.tables.base import BigId, Table

_UNRESOLVED = text("state <> 'resolved'")


class Alert(Table):
    """A condition, from its first sign until it is resolved: one unresolved alert a key."""

    __tablename__ = "alerts"
    __table_args__ = (
        Index(
            "uq_alerts_unresolved_key",
            "key",
            unique=True,
            sqlite_where=_UNRESOLVED,
            postgresql_where=_UNRESOLVED,
        ),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    key: Mapped[str] = mapped_column(String(200))
    """Names the condition, for example ``drift:flight-delay``."""
    model_name: Mapped[str | None] = mapped_column(String(64), index=True)
    """No foreign key: a model whose first training failed does not exist yet."""
    kind: Mapped[str] = mapped_column(String(32))
    """For example drift, quality, rollout, job."""
    severity: Mapped[str] = mapped_column(String(16))
    """moderate or serious; it rises and never falls."""
    title: Mapped[str] = mapped_column(String(200))
    detail: Mapped[str]
    """As it was seen last; what was told before is in the events."""
    path: Mapped[str] = mapped_column(String(200))
    """Of the product's page about it; empty when there is none."""
    state: Mapped[str] = mapped_column(String(16))
    """open, acknowledged, resolved."""
    repeats: Mapped[int] = mapped_column(default=0)
    """How often it was seen again."""
    opened_at: Mapped[datetime]
    last_seen_at: Mapped[datetime]
    acknowledged_at: Mapped[datetime | None]
    acknowledged_by: Mapped[str | None] = mapped_column(String(128))
    resolved_at: Mapped[datetime | None]
    resolved_by: Mapped[str | None] = mapped_column(String(128))


class AlertEvent(Table):
    """Append-only: one thing that happened to an alert. A mere repeat is only counted."""

    __tablename__ = "alert_events"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    alert_id: Mapped[int] = mapped_column(ForeignKey("alerts.id"), index=True)
    at: Mapped[datetime]
    """By the wall's clock: when people could hear of it."""
    model_at: Mapped[datetime | None]
    """The same by the clock of its model; null without a model, and in entries of deliveries."""
    kind: Mapped[str] = mapped_column(String(16))
    """raised, escalated, acknowledged, resolved, sent, not_sent."""
    severity: Mapped[str] = mapped_column(String(16))
    actor: Mapped[str] = mapped_column(String(128))
    """``person:<name>``, ``key:<id>``, ``policy:<name>`` or ``system``."""
    reason: Mapped[str]
    channel: Mapped[str] = mapped_column(String(64), default="")
    """Of sent and not_sent; empty in the others."""


class AlertDelivery(Table):
    """One event on its way through one channel."""

    __tablename__ = "alert_deliveries"
    __table_args__ = (UniqueConstraint("event_id", "channel"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("alert_events.id"))
    channel: Mapped[str] = mapped_column(String(64))
    state: Mapped[str] = mapped_column(String(16))
    """waiting, sent, not_sent."""
    tries: Mapped[int] = mapped_column(default=0)
    """That are over; also fences a try that is delivered again."""
    updated_at: Mapped[datetime]
