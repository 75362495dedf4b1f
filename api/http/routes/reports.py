from typing import Annotated, Any

from fastapi import APIRouter, Body, Path, Query, Response, status

from api.core.reports import operations, queries
from api.http import report_views as views
from api.http.deps import Engineer, Now, Reading, Viewer, Writing
from api.http.examples import answer
from api.http.loop_examples import REPORT, REPORT_ORDER, REPORTS
from api.http.routes.declared import problems
from api.http.schemas.base import MAX_ROW_ID, ModelName
from api.http.schemas.reports import (
    ReportDetail,
    ReportFormat,
    ReportLanguage,
    ReportList,
    ReportOrder,
)

router = APIRouter(prefix="/v1", tags=["reports"])

ReportId = Annotated[int, Path(ge=1, le=MAX_ROW_ID, examples=[1])]
ORDER_EXAMPLES = {"week": {"summary": "A week", "value": REPORT_ORDER}}
FILE: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "The report",
        "content": {
            "text/html": {"schema": {"type": "string"}},
            "application/pdf": {"schema": {"type": "string", "format": "binary"}},
        },
    }
}


@router.get(
    "/models/{model}/reports",
    operation_id="list_reports",
    summary="A model's performance reports",
    responses=problems(401, 403, 404, 422, 429) | answer(REPORTS),
)
def list_reports(
    _actor: Viewer,
    model: ModelName,
    session: Reading,
    search: Annotated[str, Query(max_length=128, description="A part of the reason.")] = "",
    before: Annotated[int | None, Query(ge=1, le=MAX_ROW_ID)] = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> ReportList:
    """Farol writes one every week and after every retraining; others were asked for."""
    return views.report_list(session, model, search=search, before=before, limit=limit)


@router.post(
    "/models/{model}/reports",
    operation_id="ask_for_report",
    summary="Ask for a report",
    status_code=status.HTTP_202_ACCEPTED,
    responses=problems(400, 401, 403, 404, 422, 429) | answer(REPORT, 202),
)
def ask_for_report(
    actor: Engineer,
    model: ModelName,
    order: Annotated[ReportOrder, Body(openapi_examples=ORDER_EXAMPLES)],
    session: Writing,
    now: Now,
) -> ReportDetail:
    """Written in a durable job; asked for again, the same window's report is written anew."""
    report = operations.ask(
        session,
        model=model,
        window_start=order.window_start,
        window_end=order.window_end,
        reason=order.reason,
        actor=actor.reference,
        now=now,
    )
    return views.report_detail(session, report)


@router.get(
    "/reports/{report_id}",
    operation_id="get_report",
    summary="A report",
    responses=problems(401, 403, 404, 422, 429) | answer(REPORT),
)
def get_report(_actor: Viewer, report_id: ReportId, session: Reading) -> ReportDetail:
    """With its figures, and where to download it."""
    return views.report_detail(session, queries.get(session, report_id))


@router.get(
    "/reports/{report_id}/content",
    operation_id="get_report_content",
    summary="A report to read",
    response_class=Response,
    responses=problems(401, 403, 404, 409, 422, 429) | FILE,
)
def get_report_content(
    _actor: Viewer,
    report_id: ReportId,
    session: Reading,
    format: ReportFormat = "html",
    language: ReportLanguage = "en",
) -> Response:
    """One self-contained file."""
    file = queries.content(session, report_id=report_id, file_format=format, language=language)
    return views.sent(queries.get(session, report_id), file)
