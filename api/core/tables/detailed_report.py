"""The detailed report on a check: the page that an engineer opens."""

from datetime import datetime

from sqlalchemy import ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from api.core.tables.base import BigId, Table


class DetailedReport(Table):
    """At most one a check: what the report compares does not change with asking again."""

    __tablename__ = "detailed_reports"

    check_id: Mapped[int] = mapped_column(BigId, ForeignKey("checks.id"), primary_key=True)
    reason: Mapped[str]
    """Why it was asked for, the last time."""
    created_at: Mapped[datetime]
    """When it was asked for, the last time, by the model's clock; the job has the wall's."""
    created_by: Mapped[str] = mapped_column(String(128))
    job_id: Mapped[int] = mapped_column(ForeignKey("jobs.id"))
    """That writes it."""
    refusal: Mapped[str | None]
    """Why there was nothing to compare, the last time that it was tried."""
    written_at: Mapped[datetime | None]
    """Null until there is something to read."""
    reference: Mapped[str | None] = mapped_column(String(16))
    """What the window is compared with: trained, background or log."""
    reference_rows: Mapped[int | None]
    current_rows: Mapped[int | None]
    """Of the samples."""
    sha256: Mapped[str | None] = mapped_column(String(64))
    """Of the page before it is compressed."""
    page: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)
    """HTML, as gzip: a megabyte instead of five, most of them the drawing library's."""
