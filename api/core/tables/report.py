"""Performance reports: what was found out, and the files made of it."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from api.core.tables.base import BigId, Json, Table


class Report(Table):
    """One model over one window: asked for again, it is written again in the same row."""

    __tablename__ = "reports"
    __table_args__ = (UniqueConstraint("model_name", "window_start", "window_end"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    model_name: Mapped[str] = mapped_column(ForeignKey("models.name"))
    window_start: Mapped[datetime]
    window_end: Mapped[datetime]
    """Half-open."""
    reason: Mapped[str]
    """Why it was asked for, the last time."""
    created_at: Mapped[datetime]
    """When it was asked for, the last time, by the model's clock; the job has the wall's."""
    created_by: Mapped[str] = mapped_column(String(128))
    job_id: Mapped[int] = mapped_column(ForeignKey("jobs.id"))
    """That writes it, or wrote it last."""
    written_at: Mapped[datetime | None]
    """Null until there is something to read."""
    document: Mapped[dict[str, Any] | None] = mapped_column(Json)
    """The figures: ``api.core.reports.types.ReportDocument``."""


class ReportFile(Table):
    """One report in one format and language, as it is downloaded.

    In the database, in one transaction with the figures: some hundred kilobytes a week and model
    are not worth a second place that could disagree with this one.
    """

    __tablename__ = "report_files"

    report_id: Mapped[int] = mapped_column(
        ForeignKey("reports.id", ondelete="CASCADE"), primary_key=True
    )
    format: Mapped[str] = mapped_column(String(8), primary_key=True)
    """html, pdf."""
    language: Mapped[str] = mapped_column(String(8), primary_key=True)
    """en, pt-BR."""
    sha256: Mapped[str] = mapped_column(String(64))
    size_bytes: Mapped[int]
    content: Mapped[bytes] = mapped_column(LargeBinary)
