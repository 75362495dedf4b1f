from fastapi import APIRouter, Response
from fastapi.concurrency import run_in_threadpool
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from api.adapters.database import read_session
from api.http.deps import Services, ServicesHere
from api.http.schemas.health import Live, Ready

router = APIRouter(tags=["operations"])


@router.get("/health/live", operation_id="get_live", summary="Is the process alive")
async def get_live() -> Live:
    return Live(status="live")


@router.get(
    "/health/ready",
    operation_id="get_ready",
    summary="Is everything ready",
    responses={503: {"model": Ready, "description": "Says what is not ready."}},
)
async def get_ready(response: Response, services: ServicesHere) -> Ready:
    """With the data plane: the served models are loaded. Without: the database answers."""
    waiting = await run_in_threadpool(_waiting_for, services)
    response.status_code = 503 if waiting else 200
    return Ready(status="not ready" if waiting else "ready", not_ready=waiting)


@router.get(
    "/metrics",
    operation_id="get_metrics",
    summary="Prometheus metrics",
    response_class=Response,
    responses={200: {"content": {"text/plain": {"schema": {"type": "string"}}}}},
)
def get_metrics() -> Response:
    return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)


def _waiting_for(services: Services) -> list[str]:
    if services.draining.started:
        return ["the process is shutting down"]
    try:
        with read_session(services.sessions) as session:
            session.execute(text("SELECT 1"))
    except SQLAlchemyError:
        return ["the database does not answer"]
    return []
