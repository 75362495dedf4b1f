from collections.abc import Sequence
from datetime import datetime
from typing import ClassVar

from sqlalchemy import select, tuple_
from sqlalchemy.orm import Session, defer

from api.core.errors import FarolError, Kind
from api.core.models.queries import get_model
from api.core.paging import Page
from api.core.tables import Report, ReportFile


class ReportAbsent(FarolError):
    kind: ClassVar[Kind] = "not_found"


class ReportNotWritten(FarolError):
    kind: ClassVar[Kind] = "conflict"


def get(session: Session, report_id: int) -> Report:
    """Raises ReportAbsent."""
    report = session.get(Report, report_id)
    if report is None:
        raise ReportAbsent(f"there is no report {report_id}")
    return report


def list_reports(
    session: Session, *, model: str, limit: int, search: str = "", before: int | None = None
) -> Page[Report]:
    """Newest window first, without their figures; ``search`` is a part of the reason.

    Raises ModelAbsent, ReportAbsent when there is no report ``before``.
    """
    get_model(session, model)
    found = select(Report).where(Report.model_name == model).options(defer(Report.document))
    if search:
        found = found.where(Report.reason.icontains(search, autoescape=True))
    if before is not None:
        last = get(session, before)
        found = found.where(tuple_(Report.window_end, Report.id) < tuple_(last.window_end, last.id))
    found = found.order_by(Report.window_end.desc(), Report.id.desc()).limit(limit + 1)
    rows = session.scalars(found).all()
    shown = rows[:limit]
    return Page(shown, shown[-1].id if len(rows) > limit else None)


def has_report(session: Session, *, model: str, start: datetime, end: datetime) -> bool:
    """Whether one was asked for on [start, end), be it written or not."""
    statement = select(Report.id).where(
        Report.model_name == model, Report.window_start == start, Report.window_end == end
    )
    return session.scalar(statement) is not None


def content(session: Session, *, report_id: int, file_format: str, language: str) -> ReportFile:
    """One of the report's files. Raises ReportAbsent, ReportNotWritten."""
    report = get(session, report_id)
    found = session.get(ReportFile, (report_id, file_format, language))
    if found is None:
        raise ReportNotWritten(
            f"report {report_id} is not written yet: job {report.job_id} does it"
        )
    return found


def files(session: Session, *, report_id: int) -> Sequence[ReportFile]:
    """What there is to download, without its content."""
    statement = select(ReportFile).where(ReportFile.report_id == report_id)
    statement = statement.options(defer(ReportFile.content))
    return session.scalars(statement.order_by(ReportFile.format, ReportFile.language)).all()
