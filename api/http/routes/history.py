from typing import Annotated

from fastapi import APIRouter, Body, Query, status

from api.core.history import operations, queries
from api.core.jobs import operations as jobs
from api.core.jobs.queries import get as get_job
from api.core.jobs.types import FINAL_STATES, JobState
from api.http.deps import Engineer, Now, Reading, Viewer, Writing
from api.http.history_views import history_state
from api.http.routes.declared import problems
from api.http.schemas.base import Reason
from api.http.schemas.history import HistoryOrder, HistoryState

router = APIRouter(prefix="/v1/history", tags=["history"])

ORDER_EXAMPLES = {
    "load": {"summary": "Load it", "value": {"reason": "To show the dashboard on Monday."}},
}


@router.get(
    "",
    operation_id="get_history",
    summary="The recorded history, loaded or not",
    responses=problems(401, 403, 422, 429),
)
def get_history(_actor: Viewer, session: Reading, now: Now) -> HistoryState:
    """Flights of 2013, moved by whole weeks so that they end now: where loading or removing
    stands, and what it is or would be."""
    return history_state(session, queries.situation(session), now)


@router.post(
    "",
    operation_id="load_history",
    summary="Load the recorded history",
    status_code=status.HTTP_202_ACCEPTED,
    responses=problems(400, 401, 403, 409, 422, 429),
)
def load_history(
    actor: Engineer,
    order: Annotated[HistoryOrder, Body(openapi_examples=ORDER_EXAMPLES)],
    session: Writing,
    now: Now,
) -> HistoryState:
    """As a job: the recorded flights are scored by the version that serves, their truths come when
    the flights landed, and every day is looked at. All of it bears the name of a model of its own,
    which nobody is served by and no policy acts on. Where it is there already, nothing is done;
    after a job that was stopped it goes on."""
    found = operations.load(session, actor=actor.reference, reason=order.reason, now=now)
    return history_state(session, found, now)


@router.delete(
    "",
    operation_id="remove_history",
    summary="Remove the recorded history",
    status_code=status.HTTP_202_ACCEPTED,
    responses=problems(401, 403, 422, 429),
)
def remove_history(
    actor: Engineer,
    session: Writing,
    now: Now,
    reason: Annotated[Reason, Query()] = "It is not needed any more.",
) -> HistoryState:
    """As a job: every row of it goes, and no other. What still loads it is stopped. Where there is
    none, nothing is done."""
    before = queries.situation(session)
    found = operations.remove(session, actor=actor.reference, reason=reason, now=now)
    if before.history is not None:
        _stop(session, before.history.load_job_id, actor.reference, now)
    return history_state(session, found, now)


def _stop(session: Writing, job_id: int, actor: str, now: Now) -> None:
    if JobState(get_job(session, job_id).state) not in FINAL_STATES:
        jobs.request_cancel(session, job_id=job_id, now=now, actor=actor)
