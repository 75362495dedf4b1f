from datetime import UTC, date, timedelta
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Query, Response

from api.core.kpis.periods import periods
from api.core.kpis.queries import Asked
from api.core.kpis.types import Interval
from api.http import kpi_views as views
from api.http.deps import Now, Reading, ServicesHere, Viewer
from api.http.kpi_workbook import workbook
from api.http.kpi_workbook_words import Language
from api.http.routes.declared import problems
from api.http.schemas.base import ModelName
from api.http.schemas.kpis import Feed, FeedKind, KpiBoard, KpiDetail

router = APIRouter(prefix="/v1/kpis", tags=["kpis"])

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WORKBOOK: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "The workbook",
        "content": {XLSX: {"schema": {"type": "string", "format": "binary"}}},
    }
}
Slug = Annotated[str, Path(pattern=r"^[a-z0-9-]{1,40}$", examples=["availability"])]


def _asked(
    now: Now,
    start: Annotated[
        date | None,
        Query(alias="from", description="First day (UTC); 28 days before `to` if left out."),
    ] = None,
    end: Annotated[
        date | None, Query(alias="to", description="Not included; tomorrow if left out.")
    ] = None,
    interval: Interval = "day",
    model: Annotated[ModelName | None, Query(description="All of them if left out.")] = None,
    compare_start: Annotated[
        date | None,
        Query(alias="compare_from", description="As many days before `from` if left out."),
    ] = None,
    compare_end: Annotated[
        date | None, Query(alias="compare_to", description="Not included.")
    ] = None,
) -> Asked:
    """Raises PeriodRefused."""
    asked = periods(
        today=now.astimezone(UTC).date(),
        start=start,
        end=end,
        compare_start=compare_start,
        compare_end=compare_end,
    )
    return Asked(periods=asked, interval=interval, model=model, now=now)


AskedFor = Annotated[Asked, Depends(_asked)]


@router.get(
    "",
    operation_id="get_kpis",
    summary="The executive dashboard's numbers",
    responses=problems(401, 403, 404, 422, 429),
)
def get_kpis(_actor: Viewer, asked: AskedFor, session: Reading, here: ServicesHere) -> KpiBoard:
    """Each with the period before it, or the one that is asked for, its objective and whether it is
    met, and what it is made of. They are read from figures by day: what they cost does not grow
    with the traffic."""
    return views.board(session, asked, here.settings)


@router.get(
    "/feed",
    operation_id="get_kpi_feed",
    summary="What happened, over all models",
    responses=problems(401, 403, 404, 422, 429),
)
def get_kpi_feed(
    _actor: Viewer,
    session: Reading,
    before: Annotated[
        str | None,
        Query(max_length=120, description="`next_before` of the page before, or a moment."),
    ] = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
    kind: Annotated[
        list[FeedKind] | None,
        Query(description="Only these; trainings, rollouts, alerts, experiments if left out."),
    ] = None,
    model: Annotated[ModelName | None, Query(description="All of them if left out.")] = None,
) -> Feed:
    """Retrainings, promotions, rollbacks and incidents with their reasons, newest first."""
    return views.feed(session, model=model, before=before, kinds=kind or (), limit=limit)


@router.get(
    "/export.xlsx",
    operation_id="export_kpis",
    summary="The dashboard's numbers as a workbook",
    response_class=Response,
    responses=problems(401, 403, 404, 422, 429) | WORKBOOK,
)
def export_kpis(
    _actor: Viewer,
    asked: AskedFor,
    session: Reading,
    here: ServicesHere,
    language: Annotated[Language, Query(description="Of the words.")] = "en",
) -> Response:
    """For Excel: the same figures, with trends, models, versions and how each is computed."""
    board = views.board(session, asked, here.settings)
    last = board.period.end - timedelta(days=1)
    name = f"farol-{board.period.start}-{last}.xlsx"
    return Response(
        workbook(board, language),
        media_type=XLSX,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@router.get(
    "/{slug}",
    operation_id="get_kpi",
    summary="What a number is made of",
    responses=problems(401, 403, 404, 422, 429),
)
def get_kpi(
    _actor: Viewer, slug: Slug, asked: AskedFor, session: Reading, here: ServicesHere
) -> KpiDetail:
    """By model, version and day, with how it is computed."""
    return views.detail(session, slug, asked, here.settings)
