"""The dashboard on paper: asked for, kept, read."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import ClassVar, cast

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from api.core import audit, outbox
from api.core.errors import FarolError, Kind
from api.core.kpis.periods import Periods, periods
from api.core.kpis.queries import Asked
from api.core.kpis.types import Interval, Span
from api.core.models.queries import get_model
from api.core.tables import BoardReport, BoardReportFile

WRITE_TASK = "kpis.write"
MAIL_TASK = "kpis.mail"


class BoardReportAbsent(FarolError):
    kind: ClassVar[Kind] = "not_found"


class BoardReportNotWritten(FarolError):
    kind: ClassVar[Kind] = "conflict"


def ask_for_paper(session: Session, asked: Asked, *, actor: str, reason: str) -> BoardReport:
    """Have it written by a job. Raises ModelAbsent."""
    if asked.model is not None:
        get_model(session, asked.model)
    job = outbox.enqueue(session, task=WRITE_TASK, arguments={}, now=asked.now, created_by=actor)
    now, previous = asked.periods.now, asked.periods.previous
    report = BoardReport(
        period_start=now.start,
        period_end=now.end,
        previous_start=previous.start,
        previous_end=previous.end,
        interval=asked.interval,
        model_name=asked.model,
        created_at=asked.now,
        created_by=actor,
        job_id=job.id,
        mailed_to=[],
    )
    session.add(report)
    session.flush()
    job.arguments = {"report_id": report.id}
    audit.record(
        session,
        now=asked.now,
        actor=actor,
        action="board.print",
        subject="board",
        after={"report": report.id, "model": asked.model},
        reason=reason,
    )
    return report


def last_week_asked(now: datetime) -> Asked:
    """The last whole week from Monday, by day, beside the week before."""
    today = now.astimezone(UTC).date()
    end = today - timedelta(days=today.weekday())
    return Asked(periods(today=today, start=end - timedelta(days=7), end=end), "day", None, now)


def asked_of(report: BoardReport) -> Asked:
    """As of when it was asked for: written again it says the same of what was known then."""
    return Asked(
        periods=Periods(
            Span(report.period_start, report.period_end),
            Span(report.previous_start, report.previous_end),
        ),
        interval=cast(Interval, report.interval),
        model=report.model_name,
        now=report.created_at,
    )


def get_paper(session: Session, report_id: int) -> BoardReport:
    """Raises BoardReportAbsent."""
    report = session.get(BoardReport, report_id)
    if report is None:
        raise BoardReportAbsent(f"there is no report {report_id} of the dashboard")
    return report


def keep_paper(
    session: Session, *, report_id: int, files: Mapping[str, bytes], now: datetime
) -> None:
    """By language, instead of what was there."""
    report = get_paper(session, report_id)
    session.execute(delete(BoardReportFile).where(BoardReportFile.report_id == report_id))
    session.add_all(
        BoardReportFile(
            report_id=report_id,
            language=language,
            sha256=sha256(content).hexdigest(),
            content=content,
        )
        for language, content in files.items()
    )
    report.written_at = now
    session.flush()


def paper_content(session: Session, *, report_id: int, language: str) -> BoardReportFile:
    """Raises BoardReportAbsent, BoardReportNotWritten."""
    report = get_paper(session, report_id)
    found = session.get(BoardReportFile, (report_id, language))
    if found is None:
        raise BoardReportNotWritten(
            f"report {report_id} of the dashboard is not written yet: job {report.job_id} does it"
        )
    return found


def languages_of(session: Session, report_id: int) -> Sequence[str]:
    statement = select(BoardReportFile.language).where(BoardReportFile.report_id == report_id)
    return session.scalars(statement.order_by(BoardReportFile.language)).all()
