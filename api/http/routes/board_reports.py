from typing import Annotated, Any

from fastapi import APIRouter, Body, Path, Response, status

from api.core.kpis import paper
from api.http import board_report_views as views
from api.http.deps import Now, Reading, Viewer, Writing
from api.http.routes.declared import problems
from api.http.schemas.base import MAX_ROW_ID
from api.http.schemas.board_reports import BoardLanguage, BoardReport, BoardReportOrder

router = APIRouter(prefix="/v1/kpis/reports", tags=["kpis"])

ReportId = Annotated[int, Path(ge=1, le=MAX_ROW_ID, examples=[1])]
ORDER_EXAMPLES = {
    "month": {"summary": "The last four weeks", "value": {"interval": "week"}},
}
PDF: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "The report",
        "content": {"application/pdf": {"schema": {"type": "string", "format": "binary"}}},
    }
}


@router.post(
    "",
    operation_id="print_kpis",
    summary="Have the dashboard printed",
    status_code=status.HTTP_202_ACCEPTED,
    responses=problems(400, 401, 403, 404, 422, 429),
)
def print_kpis(
    actor: Viewer,
    order: Annotated[BoardReportOrder, Body(openapi_examples=ORDER_EXAMPLES)],
    session: Writing,
    now: Now,
) -> BoardReport:
    """As PDF in both languages, by a durable job, with the figures as of now."""
    asked = views.asked_of(order, now)
    row = paper.ask_for_paper(
        session, asked, actor=actor.reference, reason="to read and to pass on"
    )
    return views.report(session, row)


@router.get(
    "/{report_id}",
    operation_id="get_printed_kpis",
    summary="The dashboard, printed",
    responses=problems(401, 403, 404, 422, 429),
)
def get_printed_kpis(_actor: Viewer, report_id: ReportId, session: Reading) -> BoardReport:
    """How its job is getting on, and where to download it."""
    return views.report(session, paper.get_paper(session, report_id))


@router.get(
    "/{report_id}/content",
    operation_id="get_printed_kpis_content",
    summary="The printed dashboard to read",
    response_class=Response,
    responses=problems(401, 403, 404, 409, 422, 429) | PDF,
)
def get_printed_kpis_content(
    _actor: Viewer, report_id: ReportId, session: Reading, language: BoardLanguage = "en"
) -> Response:
    """One PDF, tagged for screen readers."""
    return views.sent(session, report_id, language)
