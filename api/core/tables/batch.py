from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from api.core.tables.base import BigId, Table


class BatchPrediction(Table):
    """A file of rows to score in a job, and the files that came of it."""

    __tablename__ = "batch_predictions"

    id: Mapped[str] = mapped_column(String(40), primary_key=True)
    model_name: Mapped[str] = mapped_column(String(64))
    version: Mapped[int]
    """Fixed when asked for, so that every row is scored by one version."""
    format: Mapped[str] = mapped_column(String(8))
    """csv, parquet, ndjson."""
    filename: Mapped[str] = mapped_column(String(200))
    size_bytes: Mapped[int] = mapped_column(BigId)
    rows_scored: Mapped[int] = mapped_column(BigId, default=0)
    rows_refused: Mapped[int] = mapped_column(BigId, default=0)
    job_id: Mapped[int] = mapped_column(ForeignKey("jobs.id"))
    created_at: Mapped[datetime]
    created_by: Mapped[str] = mapped_column(String(128))
    expires_at: Mapped[datetime | None]
    """When nobody may have it any more; None for what housekeeping takes away by its age."""
