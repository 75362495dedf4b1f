from collections.abc import AsyncIterator
from typing import Annotated

from fastapi import APIRouter, Body, Depends, Path, Query
from fastapi.sse import EventSourceResponse, ServerSentEvent

from api.core.jobs import operations, queries
from api.http import job_views as views
from api.http.deps import Engineer, Now, Reading, Writing
from api.http.examples import answer
from api.http.job_events import JobStream, job_stream
from api.http.loop_examples import JOB, QUEUES
from api.http.routes.declared import problems
from api.http.schemas.base import MAX_ROW_ID
from api.http.schemas.jobs import Job, JobDetail, JobList, JobOrder, JobsAsked, QueueList

router = APIRouter(prefix="/v1/jobs", tags=["jobs"])
ORDER_EXAMPLES = {"why": {"summary": "Why", "value": {"reason": "The disk has room again."}}}

JobId = Annotated[int, Path(ge=1, le=MAX_ROW_ID, examples=[1])]


@router.get(
    "",
    operation_id="list_jobs",
    summary="What runs, waits and failed",
    responses=problems(401, 403, 422, 429) | answer({"jobs": [JOB], "next_before_id": None}),
)
def list_jobs(
    _actor: Engineer, session: Reading, now: Now, asked: Annotated[JobsAsked, Query()]
) -> JobList:
    """Newest first; what is left out is not asked for."""
    return views.job_list(session, asked, now)


@router.get(
    "/queues",
    operation_id="list_queues",
    summary="How long the queues are",
    responses=problems(401, 403, 429) | answer({"queues": QUEUES}),
)
def list_queues(_actor: Engineer, session: Reading, now: Now) -> QueueList:
    """What autoscaling goes by."""
    return QueueList.model_validate({"queues": queries.queue_figures(session, now=now)})


@router.get(
    "/{job_id}",
    operation_id="get_job",
    summary="A job",
    responses=problems(401, 403, 404, 422, 429) | answer(JOB),
)
def get_job(_actor: Engineer, job_id: JobId, session: Reading, now: Now) -> JobDetail:
    """What it is about, and why it waits where it does."""
    return views.job_details(session, [queries.get(session, job_id)], now)[0]


@router.post(
    "/{job_id}/cancel",
    operation_id="cancel_job",
    summary="Cancel a job",
    responses=problems(400, 401, 403, 404, 409, 422, 429),
)
def cancel_job(
    actor: Engineer,
    job_id: JobId,
    session: Writing,
    now: Now,
    order: Annotated[JobOrder | None, Body(openapi_examples=ORDER_EXAMPLES)] = None,
) -> Job:
    """A queued job is cancelled at once, a running one at its next step."""
    reason = {} if order is None else {"reason": order.reason}
    job = operations.request_cancel(
        session, job_id=job_id, now=now, actor=actor.reference, **reason
    )
    return Job.model_validate(job)


@router.post(
    "/{job_id}/retry",
    operation_id="retry_job",
    summary="Try a job again",
    responses=problems(400, 401, 403, 404, 409, 422, 429),
)
def retry_job(
    actor: Engineer,
    job_id: JobId,
    order: Annotated[JobOrder, Body(openapi_examples=ORDER_EXAMPLES)],
    session: Writing,
    now: Now,
) -> Job:
    """A job that failed or is dead is queued again, to do the same with the same arguments."""
    job = operations.retry(
        session, job_id=job_id, now=now, actor=actor.reference, reason=order.reason
    )
    return Job.model_validate(job)


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
