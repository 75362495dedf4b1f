from typing import Annotated

from fastapi import APIRouter, Query

from api.http import timeline_views as views
from api.http.deps import Reading, Viewer
from api.http.examples import answer
from api.http.loop_examples import TIMELINE
from api.http.routes.declared import problems
from api.http.schemas.base import ModelName
from api.http.schemas.timeline import Timeline, TimelineKind

router = APIRouter(prefix="/v1/models/{model}/timeline", tags=["models"])


@router.get(
    "",
    operation_id="get_timeline",
    summary="A model's life",
    responses=problems(401, 403, 404, 422, 429) | answer(TIMELINE),
)
def get_timeline(
    _actor: Viewer,
    model: ModelName,
    session: Reading,
    before: Annotated[
        str | None,
        Query(max_length=120, description="`next_before` of the page before, or a moment."),
    ] = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
    kind: Annotated[
        list[TimelineKind] | None, Query(description="Only these; all if left out.")
    ] = None,
) -> Timeline:
    """What happened to it, who did it and why, newest first: versions, trainings, rollouts,
    policies, checks, alerts, experiments, failures and reports."""
    return views.timeline(session, model, before=before, kinds=kind or (), limit=limit)
