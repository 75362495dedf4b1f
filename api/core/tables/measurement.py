"""What was measured of served predictions: by day of event time, and what each check made of it."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from api.core.tables.base import BigId, Table


class DriftDay(Table):
    """The rows about one day (UTC), counted into the bins of one version's sealed profile."""

    __tablename__ = "drift_days"

    model_name: Mapped[str] = mapped_column(String(64), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    """Whose profile it is."""
    day: Mapped[date] = mapped_column(primary_key=True)
    rows: Mapped[int]
    """Of the model, whichever version answered."""
    inputs: Mapped[dict[str, Any]]
    """``monitoring.drift.window.Window`` of all the rows."""
    outputs: Mapped[dict[str, Any]]
    """The same of the answers that this version gave."""
    slices: Mapped[list[Any] | None]
    """Both again by slice, see ``api.core.checks.slices``; null before slices were counted."""
    measured_at: Mapped[datetime]


class QualityDay(Table):
    """How good the answers of one version about one day (UTC) were, as sums that add up."""

    __tablename__ = "quality_days"
    __table_args__ = (Index("ix_quality_days_model_name_day", "model_name", "day"),)

    model_name: Mapped[str] = mapped_column(String(64), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    variant: Mapped[str] = mapped_column(String(32), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    rows: Mapped[int]
    truths: Mapped[int]
    """Rows whose truth has come, and fits the task."""
    sums: Mapped[dict[str, Any]]
    """``monitoring.quality.sums.QualitySums``."""
    measured_at: Mapped[datetime]


class Check(Table):
    """Append-only: what was found when a model was looked at, and what was decided."""

    __tablename__ = "checks"
    __table_args__ = (Index("ix_checks_model_name_at", "model_name", "at"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    model_name: Mapped[str] = mapped_column(ForeignKey("models.name"))
    version: Mapped[int]
    """The champion that was looked at."""
    at: Mapped[datetime]
    """By the model's clock; both windows end here."""
    made_at: Mapped[datetime]
    """By the wall's."""
    job_id: Mapped[int | None] = mapped_column(unique=True)
    """Whose repeated attempt makes no second check."""
    policy_number: Mapped[int]
    drift_start: Mapped[datetime]
    quality_start: Mapped[datetime]
    drift_severity: Mapped[str] = mapped_column(String(16))
    """none, moderate, serious or too little data."""
    drift_reason: Mapped[str]
    drift: Mapped[dict[str, Any]]
    """``monitoring.drift.report.DriftReport`` of the inputs and of the outputs, with the counts of
    the window."""
    quality_severity: Mapped[str] = mapped_column(String(16))
    quality_reason: Mapped[str]
    quality: Mapped[dict[str, Any]]
    repair: Mapped[str | None] = mapped_column(String(16))
    """retrain or recalibrate; null is a wait."""
    reason: Mapped[str]
    """For the repair, or what is waited for."""
    waits_until: Mapped[datetime | None]
    training_run_id: Mapped[int | None] = mapped_column(ForeignKey("training_runs.id"))
