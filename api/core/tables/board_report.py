"""The executive dashboard on paper: asked for by somebody or every week, written by a job."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from api.core.tables.base import BigId, Table


class BoardReport(Table):
    __tablename__ = "board_reports"
    __table_args__ = (Index("ix_board_reports_created_at", "created_at"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    period_start: Mapped[date]
    period_end: Mapped[date]
    """Not included; the same of the next."""
    previous_start: Mapped[date]
    previous_end: Mapped[date]
    interval: Mapped[str] = mapped_column(String(8))
    model_name: Mapped[str | None] = mapped_column(String(64))
    """Null is all of them."""
    created_at: Mapped[datetime]
    created_by: Mapped[str] = mapped_column(String(128))
    job_id: Mapped[int] = mapped_column(ForeignKey("jobs.id"))
    written_at: Mapped[datetime | None]
    mailed_to: Mapped[list[Any]]
    """Addresses that it was sent to."""


class BoardReportFile(Table):
    """A PDF in one language, as it is downloaded and mailed."""

    __tablename__ = "board_report_files"

    report_id: Mapped[int] = mapped_column(
        ForeignKey("board_reports.id", ondelete="CASCADE"), primary_key=True
    )
    language: Mapped[str] = mapped_column(String(8), primary_key=True)
    """en, pt-BR."""
    sha256: Mapped[str] = mapped_column(String(64))
    content: Mapped[bytes] = mapped_column(LargeBinary)
