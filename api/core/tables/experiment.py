"""Experiments: versions that are compared on purpose, on live traffic."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from api.core.tables.base import BigId, Table

_RUNNING = text("status = 'running'")


class Experiment(Table):
    """One comparison of versions of one model; at most one a model is running."""

    __tablename__ = "experiments"
    __table_args__ = (
        Index(
            "uq_experiments_running",
            "model_name",
            unique=True,
            sqlite_where=_RUNNING,
            postgresql_where=_RUNNING,
        ),
    )

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    model_name: Mapped[str] = mapped_column(ForeignKey("models.name"), index=True)
    name: Mapped[str] = mapped_column(String(120))
    plan: Mapped[dict[str, Any]]
    """api.core.experiments.types.Plan; never changed."""
    status: Mapped[str] = mapped_column(String(16))
    """See ``api.core.experiments.types.Status``."""
    revision: Mapped[int]
    """Counts the changes of status; one decided on an older revision is refused."""
    created_at: Mapped[datetime]
    created_by: Mapped[str] = mapped_column(String(128))
    reason: Mapped[str]
    """Why it was made."""
    started_at: Mapped[datetime | None]
    started_by: Mapped[str | None] = mapped_column(String(128))
    start_reason: Mapped[str | None]
    stopped_at: Mapped[datetime | None]
    """Also of a draft that was discarded."""
    stopped_by: Mapped[str | None] = mapped_column(String(128))
    """``person:<name>``, ``policy:experiments`` for a stop rule, or who changed the rollout."""
    stop_reason: Mapped[str | None]


class ExperimentAllocation(Table):
    """Append-only: the shares from one moment on. Every prediction's variant names its number."""

    __tablename__ = "experiment_allocations"
    __table_args__ = (UniqueConstraint("experiment_id", "number"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    experiment_id: Mapped[int] = mapped_column(ForeignKey("experiments.id"))
    number: Mapped[int]
    """Counts from 1."""
    at: Mapped[datetime]
    shares: Mapped[dict[str, Any]]
    """Arm -> chance that a subject meets it; 1 in sum."""
    reason: Mapped[str]


class ExperimentLook(Table):
    """Append-only: what the figures said when they were looked at."""

    __tablename__ = "experiment_looks"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    experiment_id: Mapped[int] = mapped_column(ForeignKey("experiments.id"), index=True)
    at: Mapped[datetime]
    """Rows about a time before this count."""
    decision: Mapped[str] = mapped_column(String(32))
    """See ``monitoring.experiments.result.Decision``."""
    result: Mapped[dict[str, Any]]
    """api.core.experiments.results.Result"""
