"""Rollouts: the truth about which version gets which share of a model's traffic."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from api.core.tables.base import BigId, Table


class Rollout(Table):
    """One version's way to users. The model's champion is its one rollout in stage ``promoted``."""

    __tablename__ = "rollouts"
    __table_args__ = (
        Index(
            "uq_rollouts_champion",
            "model_name",
            unique=True,
            sqlite_where=text("stage = 'promoted'"),
            postgresql_where=text("stage = 'promoted'"),
        ),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    model_name: Mapped[str] = mapped_column(ForeignKey("models.name"), index=True)
    version: Mapped[int]
    previous_version: Mapped[int | None]
    """The champion that this rollout replaces; where a rollback returns to."""
    stage: Mapped[str] = mapped_column(String(16))
    """proposed, promoted, superseded, rolled_back, rejected."""
    weight: Mapped[float] = mapped_column(default=0.0)
    """Share of live traffic, 0–1."""
    reason: Mapped[str]
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]


class AuditEntry(Table):
    """Append-only: who did what to what, and why."""

    __tablename__ = "audit_entries"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    at: Mapped[datetime] = mapped_column(index=True)
    actor: Mapped[str] = mapped_column(String(128))
    """``person:<name>``, ``key:<id>``, ``policy:<name>`` or ``system``."""
    action: Mapped[str] = mapped_column(String(64))
    subject: Mapped[str] = mapped_column(String(128), index=True)
    """For example ``model:digits``, ``rollout:12``."""
    before: Mapped[dict[str, Any] | None]
    after: Mapped[dict[str, Any] | None]
    reason: Mapped[str]
    request_id: Mapped[str | None] = mapped_column(String(64))


class ServingRevision(Table):
    """One row, counted up in the transaction of every change that the data plane must see."""

    __tablename__ = "serving_revisions"

    id: Mapped[int] = mapped_column(primary_key=True)
    revision: Mapped[int] = mapped_column(BigId)
