from typing import Annotated, Any

from fastapi import APIRouter, Body, Path, Response, status

from api.core.checks import detailed_reports
from api.http import detailed_report_views as views
from api.http.deps import Engineer, Now, Reading, Writing
from api.http.examples import answer
from api.http.loop_examples import DETAILED_REPORT, DETAILED_REPORT_ORDER
from api.http.routes.declared import problems
from api.http.schemas.base import MAX_ROW_ID
from api.http.schemas.detailed_reports import DetailedReport, DetailedReportOrder

router = APIRouter(prefix="/v1/checks/{check_id}", tags=["checks"])

CheckId = Annotated[int, Path(ge=1, le=MAX_ROW_ID, examples=[1])]
ORDER_EXAMPLES = {"why": {"summary": "Look closer", "value": DETAILED_REPORT_ORDER}}
PAGE: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "The page",
        "content": {"text/html": {"schema": {"type": "string"}}},
    }
}


@router.post(
    "/detailed-report",
    operation_id="ask_for_detailed_report",
    summary="Ask for the detailed report on a check",
    status_code=status.HTTP_202_ACCEPTED,
    responses=problems(400, 401, 403, 404, 422, 429) | answer(DETAILED_REPORT, 202),
)
def ask_for_detailed_report(
    actor: Engineer,
    check_id: CheckId,
    order: Annotated[DetailedReportOrder, Body(openapi_examples=ORDER_EXAMPLES)],
    session: Writing,
    now: Now,
) -> DetailedReport:
    """Evidently compares a sample of the check's drift window with one of the training rows, in a
    durable job. It explains; it decides nothing. Asked for again it is the same report, but for one
    whose job failed or found too little data."""
    report = detailed_reports.ask_for_detailed_report(
        session, check_id=check_id, reason=order.reason, actor=actor.reference, now=now
    )
    return views.detailed_report(session, report)


@router.get(
    "/detailed-report",
    operation_id="get_detailed_report",
    summary="The detailed report on a check, to read",
    response_class=Response,
    responses=problems(401, 404, 422, 429) | PAGE,
)
def get_detailed_report(_actor: Engineer, check_id: CheckId, session: Reading) -> Response:
    """One self-contained page. It shows what people sent, so it is for people with an account."""
    return views.sent(session, check_id)
