"""Jobs are rows; a message only wakes a worker up."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from api.core.tables.base import BigId, Table


class Job(Table):
    __tablename__ = "jobs"
    __table_args__ = (Index("ix_jobs_state_lease", "state", "lease_expires_at"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    task: Mapped[str] = mapped_column(String(64))
    """Name of the worker's task, for example ``training.train``."""
    queue: Mapped[str] = mapped_column(String(32), default="default")
    arguments: Mapped[dict[str, Any]]
    """Ids only, keyword arguments of the task."""
    state: Mapped[str] = mapped_column(String(16))
    """queued, running, succeeded, failed, cancelled, dead."""
    attempt: Mapped[int] = mapped_column(default=0)
    """Also the fencing token: effects are refused when it has moved on."""
    max_attempts: Mapped[int] = mapped_column(default=3)
    lease_expires_at: Mapped[datetime | None]
    """When a running job is taken from its worker, or a queued one is announced again."""
    worker: Mapped[str | None] = mapped_column(String(128))
    cancel_requested_at: Mapped[datetime | None]
    progress: Mapped[float] = mapped_column(default=0.0)
    """0–1."""
    message: Mapped[str] = mapped_column(default="")
    error: Mapped[str | None]
    created_at: Mapped[datetime]
    created_by: Mapped[str] = mapped_column(String(128))
    started_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]


class JobEvent(Table):
    """A line of a job's log or a step of its progress; its id is the SSE event id."""

    __tablename__ = "job_events"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    job_id: Mapped[int] = mapped_column(ForeignKey("jobs.id", ondelete="CASCADE"), index=True)
    at: Mapped[datetime]
    kind: Mapped[str] = mapped_column(String(16))
    """state, progress, log."""
    level: Mapped[str] = mapped_column(String(8), default="info")
    message: Mapped[str]
    progress: Mapped[float | None]


class OutboxMessage(Table):
    """A wake-up call written in the transaction that caused it; the relay sends and deletes it."""

    __tablename__ = "outbox_messages"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    job_id: Mapped[int] = mapped_column(ForeignKey("jobs.id", ondelete="CASCADE"))
    created_at: Mapped[datetime]
    not_before: Mapped[datetime | None]
