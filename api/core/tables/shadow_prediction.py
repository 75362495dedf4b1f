"""What shadow versions gave for the rows that others answered, and the figures made with it."""

from datetime import datetime
from typing import Any

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from api.core.tables.base import Json, Table


class ShadowPrediction(Table):
    """One row scored by a shadow version; what went in is the live prediction's ``inputs``.

    It may be shipped before its live prediction. PostgreSQL keeps the table partitioned by day of
    ``occurred_at``, as it does the predictions.
    """

    __tablename__ = "shadow_predictions"
    __table_args__ = (
        Index(
            "ix_shadow_predictions_model_name_version_occurred_at",
            "model_name",
            "version",
            "occurred_at",
        ),
        {"postgresql_partition_by": "RANGE (occurred_at)"},
    )

    id: Mapped[str] = mapped_column(String(40), primary_key=True)
    """Of the request, as in the predictions."""
    row: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    occurred_at: Mapped[datetime] = mapped_column(primary_key=True)
    served_at: Mapped[datetime]
    """When the live answer was given."""
    model_name: Mapped[str] = mapped_column(String(64))
    latency_seconds: Mapped[float]
    """The request's share, by rows, of the graph run and of the encoding."""
    output: Mapped[dict[str, Any] | None] = mapped_column(Json)
    """None where the version gave no answer."""
    error: Mapped[str | None]
    """Why it gave none."""


class ShadowRollup(Table):
    """What one shadow version did in one minute of wall time. Everything adds up over rows.

    Apart from the live figures, so that those stay what users met.
    """

    __tablename__ = "shadow_rollups"

    model_name: Mapped[str] = mapped_column(String(64), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    minute: Mapped[datetime] = mapped_column(primary_key=True)
    requests: Mapped[int]
    rows: Mapped[int]
    """Rows that it answered."""
    failed_rows: Mapped[int]
    """Rows that it was given and did not answer."""
    dropped_rows: Mapped[int]
    """Rows that it was not given."""
    latency_seconds_sum: Mapped[float]
    latency_counts: Mapped[list[Any]]
    """Requests by latency bucket: monitoring.metrics.LATENCY_BUCKETS_SECONDS, then +Inf."""
