"""Detailed reports as the API shows them, and their pages as it sends them."""

from typing import cast

from fastapi import Response
from sqlalchemy.orm import Session

from api.core.checks.detailed_reports import Reference, detailed_page, get_detailed_report
from api.core.tables import DetailedReport
from api.core.tables import Job as JobRow
from api.http.schemas import detailed_reports as schemas
from api.http.schemas.jobs import Job

# The page draws itself with the scripts that it brings. They may run, in an origin of their own:
# they load nothing, send nothing, and reach neither Farol's pages nor its password.
POLICY = (
    "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; "
    "img-src data: blob:; font-src data:; base-uri 'none'; form-action 'none'; "
    "sandbox allow-scripts"
)


def detailed_report(session: Session, report: DetailedReport) -> schemas.DetailedReport:
    return schemas.DetailedReport(
        check_id=report.check_id,
        reason=report.reason,
        created_at=report.created_at,
        created_by=report.created_by,
        written_at=report.written_at,
        refusal=report.refusal,
        reference=cast(Reference | None, report.reference),
        reference_rows=report.reference_rows,
        current_rows=report.current_rows,
        url=f"/v1/checks/{report.check_id}/detailed-report",
        job=Job.model_validate(session.get_one(JobRow, report.job_id)),
    )


def sent(session: Session, check_id: int) -> Response:
    page = detailed_page(session, check_id)
    report = get_detailed_report(session, check_id)
    headers = {"Content-Security-Policy": POLICY, "ETag": f'"{report.sha256}"'}
    return Response(page, media_type="text/html; charset=utf-8", headers=headers)
