"""Reports as the API shows them, and their files as it sends them."""

from collections.abc import Sequence
from typing import cast

from fastapi import Response
from sqlalchemy import select
from sqlalchemy.orm import Session

from api.core.reports import queries
from api.core.tables import Job as JobRow
from api.core.tables import Report, ReportFile
from api.http.history_views import replay_of
from api.http.schemas import reports as schemas
from api.http.schemas.history import Replay
from api.http.schemas.jobs import Job

MEDIA_TYPES = {"html": "text/html; charset=utf-8", "pdf": "application/pdf"}
# A report is words and pictures: whatever a model's name or a reason may hold, nothing of it runs.
POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox"


def report_list(
    session: Session, model: str, *, search: str, before: int | None, limit: int
) -> schemas.ReportList:
    found = queries.list_reports(session, model=model, search=search, before=before, limit=limit)
    return schemas.ReportList(
        model=model, reports=_summaries(session, found.rows), next_before=found.next_before
    )


def report_detail(session: Session, report: Report) -> schemas.ReportDetail:
    (summary,) = _summaries(session, [report])
    return schemas.ReportDetail(
        **dict(summary),
        files=[
            schemas.ReportFile(
                format=cast(schemas.ReportFormat, file.format),
                language=cast(schemas.ReportLanguage, file.language),
                size_bytes=file.size_bytes,
                sha256=file.sha256,
                url=f"/v1/reports/{report.id}/content?format={file.format}&language={file.language}",
            )
            for file in queries.files(session, report_id=report.id)
        ],
        document=report.document,
    )


def sent(report: Report, file: ReportFile) -> Response:
    name = f"{report.model_name}-{report.window_start:%Y-%m-%d}-{file.language}.{file.format}"
    headers = {"Content-Disposition": f'inline; filename="{name}"', "ETag": f'"{file.sha256}"'}
    if file.format == "html":
        headers["Content-Security-Policy"] = POLICY
    return Response(file.content, media_type=MEDIA_TYPES[file.format], headers=headers)


def _summaries(session: Session, rows: Sequence[Report]) -> list[schemas.ReportSummary]:
    """One query for all their jobs."""
    wanted = select(JobRow).where(JobRow.id.in_([row.job_id for row in rows]))
    jobs = {job.id: Job.model_validate(job) for job in session.scalars(wanted)}
    labels = {model: replay_of(session, model) for model in {row.model_name for row in rows}}
    return [_summary(row, jobs[row.job_id], labels[row.model_name]) for row in rows]


def _summary(row: Report, job: Job, replay: Replay | None) -> schemas.ReportSummary:
    return schemas.ReportSummary(
        id=row.id,
        model=row.model_name,
        replay=replay,
        window_start=row.window_start,
        window_end=row.window_end,
        reason=row.reason,
        created_at=row.created_at,
        created_by=row.created_by,
        written_at=row.written_at,
        job=job,
    )
