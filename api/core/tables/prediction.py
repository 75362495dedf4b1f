"""Every prediction, as shipped from the spools, and the per-minute figures made with it."""

from datetime import datetime
from typing import Any

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from api.core.tables.base import BigId, Table


class Prediction(Table):
    """One scored row. PostgreSQL keeps the table partitioned by day of ``occurred_at``."""

    __tablename__ = "predictions"
    __table_args__ = (
        # With the version in it, a window's rows are counted without reading them.
        Index(
            "ix_predictions_model_name_occurred_at_version", "model_name", "occurred_at", "version"
        ),
        Index("ix_predictions_model_name_client_key", "model_name", "client_key"),
        {"postgresql_partition_by": "RANGE (occurred_at)"},
    )

    id: Mapped[str] = mapped_column(String(40), primary_key=True)
    """Of the request."""
    row: Mapped[int] = mapped_column(primary_key=True)
    """The row's number in the request, from 0."""
    occurred_at: Mapped[datetime] = mapped_column(primary_key=True)
    """Event time: when the prediction was about."""
    served_at: Mapped[datetime]
    model_name: Mapped[str] = mapped_column(String(64))
    version: Mapped[int]
    variant: Mapped[str] = mapped_column(String(32))
    source: Mapped[str] = mapped_column(String(16))
    """api, demo, v2, batch, replay."""
    subject: Mapped[str | None] = mapped_column(String(200))
    client_key: Mapped[str | None] = mapped_column(String(200))
    latency_seconds: Mapped[float]
    """Of the request, from its last byte in to its answer encoded."""
    cached: Mapped[bool]
    inputs: Mapped[dict[str, Any]]
    output: Mapped[dict[str, Any]]


class ServingRollup(Table):
    """What one version served in one minute of wall time. Everything adds up over rows."""

    __tablename__ = "serving_rollups"
    __table_args__ = (Index("ix_serving_rollups_minute", "minute"),)

    model_name: Mapped[str] = mapped_column(String(64), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    """0 where no version answered (an unreadable request, a model that was loading)."""
    variant: Mapped[str] = mapped_column(String(32), primary_key=True)
    source: Mapped[str] = mapped_column(String(16), primary_key=True)
    minute: Mapped[datetime] = mapped_column(primary_key=True)
    requests: Mapped[int]
    rows: Mapped[int]
    client_errors: Mapped[int]
    server_errors: Mapped[int]
    cache_hits: Mapped[int]
    latency_seconds_sum: Mapped[float]
    latency_counts: Mapped[list[Any]]
    """Requests by latency bucket: monitoring.metrics.LATENCY_BUCKETS_SECONDS, then +Inf."""
    batch_rows_sum: Mapped[int]
    """Rows in the graph runs that served these requests, summed over requests."""


class SpoolPosition(Table):
    """How far a spool file has been shipped; moved in the transaction that stores its records."""

    __tablename__ = "spool_positions"

    file: Mapped[str] = mapped_column(String(200), primary_key=True)
    position_bytes: Mapped[int] = mapped_column(BigId)
    updated_at: Mapped[datetime]
