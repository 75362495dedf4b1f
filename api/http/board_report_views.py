"""The dashboard on paper as the API shows it, and its files as it sends them."""

from datetime import UTC, datetime, timedelta
from typing import cast

from fastapi import Response
from sqlalchemy.orm import Session

from api.core.kpis import paper
from api.core.kpis.periods import periods
from api.core.kpis.queries import Asked
from api.core.kpis.types import Interval
from api.core.tables import BoardReport
from api.core.tables import Job as JobRow
from api.http.schemas import board_reports as schemas
from api.http.schemas.jobs import Job
from api.http.schemas.kpis import KpiSpan


def asked_of(order: schemas.BoardReportOrder, now: datetime) -> Asked:
    """Raises PeriodRefused."""
    chosen = periods(
        today=now.astimezone(UTC).date(),
        start=order.start,
        end=order.end,
        compare_start=order.compare_start,
        compare_end=order.compare_end,
    )
    return Asked(chosen, order.interval, order.model, now)


def report(session: Session, row: BoardReport) -> schemas.BoardReport:
    return schemas.BoardReport(
        id=row.id,
        period=KpiSpan(start=row.period_start, end=row.period_end),
        previous=KpiSpan(start=row.previous_start, end=row.previous_end),
        interval=cast(Interval, row.interval),
        model=row.model_name,
        created_at=row.created_at,
        created_by=row.created_by,
        written_at=row.written_at,
        job=Job.model_validate(session.get_one(JobRow, row.job_id)),
        files=[
            schemas.BoardReportFile(
                language=cast(schemas.BoardLanguage, language),
                url=f"/v1/kpis/reports/{row.id}/content?language={language}",
            )
            for language in paper.languages_of(session, row.id)
        ],
    )


def sent(session: Session, report_id: int, language: str) -> Response:
    """Raises BoardReportAbsent, BoardReportNotWritten."""
    file = paper.paper_content(session, report_id=report_id, language=language)
    row = paper.get_paper(session, report_id)
    last = row.period_end - timedelta(days=1)
    name = f"farol-{row.period_start}-{last}-{language}.pdf"
    headers = {"Content-Disposition": f'inline; filename="{name}"', "ETag": f'"{file.sha256}"'}
    return Response(file.content, media_type="application/pdf", headers=headers)
