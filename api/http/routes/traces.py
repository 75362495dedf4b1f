from typing import Annotated

from fastapi import APIRouter, Path

from api.core.traces import queries
from api.http.deps import Engineer, Reading
from api.http.examples import PREDICTION_ID, answer
from api.http.history_views import replay_of
from api.http.loop_examples import TRACE
from api.http.routes.declared import problems
from api.http.schemas.traces import Trace

router = APIRouter(prefix="/v1/predictions", tags=["predictions"])

PredictionId = Annotated[str, Path(pattern="^[A-Za-z0-9_-]{1,40}$", examples=[PREDICTION_ID])]


@router.get(
    "/{prediction_id}/trace",
    operation_id="trace_prediction",
    summary="Where an answer came from",
    responses=problems(401, 404, 422, 429) | answer(TRACE),
)
def trace_prediction(_actor: Engineer, prediction_id: PredictionId, session: Reading) -> Trace:
    """Rows and truth, version, training run, data hash, code commit, and who let it answer and why.

    It shows what somebody sent, so it is for people with an account. An answer can be traced some
    seconds after it was given.
    """
    found = queries.trace(session, prediction_id=prediction_id)
    return Trace.model_validate({**vars(found), "replay": replay_of(session, found.model)})
