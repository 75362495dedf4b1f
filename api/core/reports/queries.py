from collections.abc import Sequence
from datetime import datetime
from typing import ClassVar

from sqlalchemy import select
from sqlalchemy.orm import Session, defer

from api.core.errors import FarolError, Kind
from api.core.models.queries import get_model
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


def list_reports(session: Session, *, model: str, limit: int) -> Sequence[Report]:
    """Newest window first, without their figures. Raises ModelAbsent."""
    get_model(session, model)
    statement = select(Report).where(Report.model_name == model).options(defer(Report.document))
    statement = statement.order_by(Report.window_end.desc(), Report.id.desc()).limit(limit)
    return session.scalars(statement).all()


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
