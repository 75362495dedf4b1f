from datetime import date, timedelta
from typing import Annotated, ClassVar

from fastapi import APIRouter, Body, Path, Query, status

from api.adapters.artifact_store import LocalArtifactStore
from api.core.checks import operations, queries
from api.core.checks.periods import Interval
from api.core.errors import FarolError, Kind
from api.core.models.clock import model_now
from api.http import check_views as views
from api.http import slice_views
from api.http.deps import Engineer, Now, Reading, ServicesHere, Viewer, Writing
from api.http.routes.declared import problems
from api.http.schemas.base import MAX_ROW_ID, MAX_VERSION, ModelName
from api.http.schemas.checks import (
    CheckAsked,
    CheckDetail,
    CheckList,
    CheckOrder,
    QualityOverTime,
    SliceDrift,
    SliceList,
)
from api.http.schemas.jobs import Job

router = APIRouter(prefix="/v1", tags=["checks"])

CheckId = Annotated[int, Path(ge=1, le=MAX_ROW_ID, examples=[1])]

USUAL_DAYS = 90
MOST_DAYS = 800
ORDER_EXAMPLES = {
    "now": {"summary": "Look now", "value": {"reason": "The storm is over."}},
}


class PeriodRefused(FarolError):
    kind: ClassVar[Kind] = "invalid"


@router.post(
    "/models/{model}/checks",
    operation_id="ask_for_check",
    summary="Look at a model now",
    status_code=status.HTTP_202_ACCEPTED,
    responses=problems(400, 401, 403, 404, 409, 422, 429),
)
def ask_for_check(
    actor: Engineer,
    model: ModelName,
    order: Annotated[CheckOrder, Body(openapi_examples=ORDER_EXAMPLES)],
    session: Writing,
    now: Now,
) -> CheckAsked:
    """Measures drift and quality, decides by the model's policy whether to repair it, and moves
    its rollouts on: what is done on schedule, done at once, as a durable job."""
    job = operations.ask_for_check(
        session,
        model=model,
        actor=actor.reference,
        reason=order.reason,
        now=now,
        as_of=order.as_of,
    )
    return CheckAsked(model=model, job=Job.model_validate(job))


@router.get(
    "/models/{model}/checks",
    operation_id="list_checks",
    summary="Checks of a model",
    responses=problems(401, 403, 404, 422, 429),
)
def list_checks(
    _actor: Viewer,
    model: ModelName,
    session: Reading,
    before_id: Annotated[int | None, Query(ge=1, le=MAX_ROW_ID)] = None,
    limit: Annotated[int, Query(ge=1, le=500)] = 50,
) -> CheckList:
    """Newest first; `before_id` goes on from the last one of a page."""
    return views.check_list(session, model, before_id=before_id, limit=limit)


@router.get(
    "/checks/{check_id}",
    operation_id="get_check",
    summary="A check with all that it found",
    responses=problems(401, 404, 422, 429),
)
def get_check(
    _actor: Engineer,
    check_id: CheckId,
    session: Reading,
) -> CheckDetail:
    """It may show what somebody sent, a new category for one: it is for people with an account."""
    return views.check_detail(session, queries.get_check(session, check_id))


@router.get(
    "/checks/{check_id}/slices",
    operation_id="list_check_slices",
    summary="The slices that a check counted",
    responses=problems(401, 404, 422, 429),
)
def list_check_slices(
    _actor: Engineer, check_id: CheckId, session: Reading, here: ServicesHere
) -> SliceList:
    """None for a version that was sealed without profiles of slices."""
    return slice_views.slice_list(session, queries.get_check(session, check_id), _store(here))


@router.get(
    "/checks/{check_id}/slice-drift",
    operation_id="get_slice_drift",
    summary="Drift within a slice",
    responses=problems(401, 404, 422, 429),
)
def get_slice_drift(
    _actor: Engineer,
    check_id: CheckId,
    session: Reading,
    here: ServicesHere,
    column: Annotated[str, Query(min_length=1, max_length=64, examples=["origin"])],
    value: Annotated[str, Query(max_length=256, examples=["JFK"])],
) -> SliceDrift:
    """In the check's window, with the rows that were counted by now. Judged when it is asked for,
    so that no policy acts on it: what is wanted of a slice by itself is its quality."""
    check = queries.get_check(session, check_id)
    return slice_views.drift_within(session, check, _store(here), column=column, value=value)


def _store(here: ServicesHere) -> LocalArtifactStore:
    return LocalArtifactStore(here.settings.artifacts_dir)


@router.get(
    "/models/{model}/quality",
    operation_id="quality_over_time",
    summary="Quality over event time",
    responses=problems(401, 403, 404, 422, 429),
)
def quality_over_time(
    _actor: Viewer,
    model: ModelName,
    session: Reading,
    now: Now,
    start: Annotated[date | None, Query(description="First day (UTC); 90 days back.")] = None,
    end: Annotated[date | None, Query(description="Not included; tomorrow.")] = None,
    interval: Interval = "day",
    version: Annotated[int | None, Query(ge=1, le=MAX_VERSION)] = None,
) -> QualityOverTime:
    """Of the answers that users got, with the truth that has come by the newest check: a truth
    that is late changes the period that it is about."""
    until = end or model_now(session, model, now).date() + timedelta(days=1)
    since = start or until - timedelta(days=USUAL_DAYS)
    if not since < until <= since + timedelta(days=MOST_DAYS):
        raise PeriodRefused(f"start must come before end, by at most {MOST_DAYS} days")
    return views.quality_over_time(
        session,
        model,
        first=since,
        last=until - timedelta(days=1),
        interval=interval,
        version=version,
    )
