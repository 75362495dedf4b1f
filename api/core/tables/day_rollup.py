"""What executives read: figures by day (UTC) that add up over days, versions and models.

Whoever stores what a figure is made of adds to it in the same transaction, so that a dashboard
costs the same whatever the traffic was.
"""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from api.core.tables.base import BigId, Table


class ServingDay(Table):
    """How one version's online requests went on one day of wall time; of batches only the rows."""

    __tablename__ = "serving_days"

    day: Mapped[date] = mapped_column(primary_key=True)
    model_name: Mapped[str] = mapped_column(String(64), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    """0 where no version answered."""
    requests: Mapped[int]
    client_errors: Mapped[int]
    server_errors: Mapped[int]
    latency_seconds_sum: Mapped[float]
    latency_counts: Mapped[list[Any]]
    """As in ``ServingRollup``."""
    rows: Mapped[int] = mapped_column(BigId, default=0, server_default=text("0"))
    """Answered, online and in batches."""


class PredictionDay(Table):
    """Rows that one version scored about one day of event time."""

    __tablename__ = "prediction_days"

    day: Mapped[date] = mapped_column(primary_key=True)
    model_name: Mapped[str] = mapped_column(String(64), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    source: Mapped[str] = mapped_column(String(16), primary_key=True)
    """api, demo, v2, batch, replay."""
    rows: Mapped[int] = mapped_column(BigId)


class FeedbackDay(Table):
    """Thumbs that came in on one day of wall time for the answers of one version."""

    __tablename__ = "feedback_days"

    day: Mapped[date] = mapped_column(primary_key=True)
    model_name: Mapped[str] = mapped_column(String(64), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    up: Mapped[int]
    down: Mapped[int]


class JudgedDay(Table):
    """What turned out of the answers about one day of event time, as far as the truth has come.

    ``QualityDay`` in a few numbers: of live answers, over variants.
    """

    __tablename__ = "judged_days"

    day: Mapped[date] = mapped_column(primary_key=True)
    model_name: Mapped[str] = mapped_column(String(64), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    rows: Mapped[int]
    """Answered."""
    truths: Mapped[int]
    loss_rows: Mapped[int]
    loss_total: Mapped[float]
    """Sum of the task's loss (``api.core.checks.measures.LOSSES``) over ``loss_rows``."""
    true_positives: Mapped[int]
    """These four of binary models: labels[1] was said, and came."""
    false_positives: Mapped[int]
    false_negatives: Mapped[int]
    true_negatives: Mapped[int]


class UsageDay(Table):
    """What one version, or nothing in particular, took of the machine on one day of wall time."""

    __tablename__ = "usage_days"

    day: Mapped[date] = mapped_column(primary_key=True)
    model_name: Mapped[str] = mapped_column(String(64), primary_key=True)
    """Empty for what serves no model: idling, the web server, housekeeping."""
    version: Mapped[int] = mapped_column(primary_key=True)
    """0 for a job that makes a version, and for no model."""
    purpose: Mapped[str] = mapped_column(String(16), primary_key=True)
    """See ``api.spool.records.UsageRecord``."""
    cpu_seconds: Mapped[float]
    gpu_seconds: Mapped[float]
    memory_byte_seconds: Mapped[float]


class ValueFormula(Table):
    """Append-only: what a model's right and wrong answers are worth, as somebody set it."""

    __tablename__ = "value_formulas"
    __table_args__ = (UniqueConstraint("model_name", "number"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    model_name: Mapped[str] = mapped_column(ForeignKey("models.name"))
    number: Mapped[int]
    """Counts from 1; the highest one counts."""
    document: Mapped[dict[str, Any] | None]
    """``api.core.values.types.Formula``; null takes the formula away."""
    reason: Mapped[str]
    created_at: Mapped[datetime]
    created_by: Mapped[str] = mapped_column(String(128))
