from collections.abc import AsyncIterator
from typing import Annotated

from fastapi import APIRouter, Depends, Path
from fastapi.sse import EventSourceResponse, ServerSentEvent

from api.core.jobs import operations, queries
from api.http.deps import Engineer, Now, Reading, Writing
from api.http.job_events import JobStream, job_stream
from api.http.routes.declared import problems
from api.http.schemas.base import MAX_ROW_ID
from api.http.schemas.jobs import Job

router = APIRouter(prefix="/v1/jobs", tags=["jobs"])

JobId = Annotated[int, Path(ge=1, le=MAX_ROW_ID, examples=[1])]


@router.get(
    "/{job_id}",
    operation_id="get_job",
    summary="A job",
    responses=problems(401, 403, 404, 422, 429),
)
def get_job(_actor: Engineer, job_id: JobId, session: Reading) -> Job:
    return Job.model_validate(queries.get(session, job_id))


@router.post(
    "/{job_id}/cancel",
    operation_id="cancel_job",
    summary="Cancel a job",
    responses=problems(401, 403, 404, 409, 422, 429),
)
def cancel_job(actor: Engineer, job_id: JobId, session: Writing, now: Now) -> Job:
    """A queued job is cancelled at once, a running one at its next step."""
    operations.request_cancel(session, job_id=job_id, now=now, actor=actor.reference)
    return Job.model_validate(queries.get(session, job_id))


@router.get(
    "/{job_id}/events",
    operation_id="follow_job",
    summary="A job's events as they happen",
    response_class=EventSourceResponse,
    responses=problems(401, 403, 404, 422, 429, 503)
    | {204: {"description": "The job is over and there is nothing after `Last-Event-ID`."}},
)
async def follow_job(
    _actor: Engineer,
    stream: Annotated[JobStream, Depends(job_stream)],
) -> AsyncIterator[ServerSentEvent]:
    """Server-sent events `state`, `progress` and `log`; each one's `data` is a JobEvent.

    Starts after `Last-Event-ID` where it is sent, else at the beginning, and ends after the final
    state. A comment keeps a quiet stream open.
    """
    async for event in stream.events():
        yield event
