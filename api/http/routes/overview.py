from fastapi import APIRouter

from api.http.deps import Now, Reading, Viewer
from api.http.overview_views import overview
from api.http.routes.declared import problems
from api.http.schemas.overview import Overview

router = APIRouter(prefix="/v1/overview", tags=["models"])


@router.get(
    "",
    operation_id="get_overview",
    summary="All models and what they need",
    responses=problems(401, 403, 429),
)
def get_overview(_actor: Viewer, session: Reading, now: Now) -> Overview:
    """What serves, what is tried, how good it is against its promise, and what needs somebody,
    the most pressing first. Of the newest check of each, which no traffic makes slower."""
    return overview(session, now)
