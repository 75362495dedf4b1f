"""Rollouts: the truth about which version gets which share of a model's traffic."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from api.core.tables.base import BigId, Table

_CHAMPION = text("stage IN ('promoted', 'settled')")
_UNDER_WAY = text("stage IN ('gated', 'shadow', 'canary')")


class Rollout(Table):
    """One version's way to users.

    A model's champion is its one rollout in stage ``promoted`` or ``settled``; beside it at most
    one candidate is under way: ``gated``, in ``shadow`` or ``canary``.
    """

    __tablename__ = "rollouts"
    __table_args__ = (
        Index(
            "uq_rollouts_champion",
            "model_name",
            unique=True,
            sqlite_where=_CHAMPION,
            postgresql_where=_CHAMPION,
        ),
        Index(
            "uq_rollouts_under_way",
            "model_name",
            unique=True,
            sqlite_where=_UNDER_WAY,
            postgresql_where=_UNDER_WAY,
        ),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    model_name: Mapped[str] = mapped_column(ForeignKey("models.name"), index=True)
    version: Mapped[int]
    previous_version: Mapped[int | None]
    """The champion that this rollout replaces; where a rollback returns to."""
    stage: Mapped[str] = mapped_column(String(16))
    """See ``api.core.rollouts.types.Stage``."""
    weight: Mapped[float] = mapped_column(default=0.0)
    """Share of live traffic, 0–1."""
    reason: Mapped[str]
    """Of the last transition."""
    revision: Mapped[int] = mapped_column(default=0, server_default=text("0"))
    """Counts the transitions; a change decided on an older one is refused."""
    stage_since: Mapped[datetime | None]
    """When this stage, or this weight in the canary, began. Null in rows older than the column."""
    paused_at: Mapped[datetime | None]
    held_seconds: Mapped[float] = mapped_column(default=0.0, server_default=text("0"))
    """Length of the pauses since ``stage_since`` that are over."""
    approved: Mapped[bool] = mapped_column(default=False, server_default=text("false"))
    """A person has agreed to the next stage."""
    probation_until: Mapped[datetime | None]
    """Of a promoted version that the champion before it still shadows."""
    waits_for: Mapped[str | None]
    """What the policy found when it last looked, in a sentence."""
    waits_until: Mapped[datetime | None]
    evidence: Mapped[dict[str, Any] | None]
    """What it found then, as a transition keeps it; null until the first look in this stage."""
    evidence_at: Mapped[datetime | None]
    """By the model's clock."""
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]


class RolloutTransition(Table):
    """Append-only: one step of one rollout, who took it, why, and on what evidence."""

    __tablename__ = "rollout_transitions"
    __table_args__ = (UniqueConstraint("rollout_id", "revision"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    rollout_id: Mapped[int] = mapped_column(ForeignKey("rollouts.id"))
    model_name: Mapped[str] = mapped_column(String(64), index=True)
    version: Mapped[int]
    revision: Mapped[int]
    """The rollout's revision after this step."""
    at: Mapped[datetime]
    step: Mapped[str] = mapped_column(String(16))
    from_stage: Mapped[str | None] = mapped_column(String(16))
    """Null for the proposal, which begins the rollout."""
    to_stage: Mapped[str] = mapped_column(String(16))
    weight: Mapped[float]
    """Share of live traffic after the step, 0–1."""
    actor: Mapped[str] = mapped_column(String(128))
    """``person:<name>``, ``policy:<name>`` or ``system``."""
    reason: Mapped[str]
    evidence: Mapped[dict[str, Any] | None]


class AuditEntry(Table):
    """Append-only: who did what to what, and why."""

    __tablename__ = "audit_entries"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    at: Mapped[datetime] = mapped_column(index=True)
    actor: Mapped[str] = mapped_column(String(128))
    """``person:<name>``, ``policy:<name>`` or ``system``."""
    action: Mapped[str] = mapped_column(String(64))
    subject: Mapped[str] = mapped_column(String(128), index=True)
    """For example ``model:digits``, ``rollout:12``."""
    before: Mapped[dict[str, Any] | None]
    after: Mapped[dict[str, Any] | None]
    reason: Mapped[str]
    request_id: Mapped[str | None] = mapped_column(String(64))
    address: Mapped[str | None] = mapped_column(String(64))
    """Where a request came from; null for what Farol does by itself."""
    api_key: Mapped[str | None] = mapped_column(String(16))
    """Prefix of the key that the actor asked with; null for somebody who signed in."""


class ServingRevision(Table):
    """One row, counted up in the transaction of every change that the data plane must see."""

    __tablename__ = "serving_revisions"

    id: Mapped[int] = mapped_column(primary_key=True)
    revision: Mapped[int] = mapped_column(BigId)
