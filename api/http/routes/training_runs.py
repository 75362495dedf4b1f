from typing import Annotated, ClassVar

from fastapi import APIRouter, Body, Path, Query, status
from sqlalchemy.orm import Session

from api.core.errors import FarolError, Kind
from api.core.models.queries import get_model
from api.core.training import operations, queries
from api.http.deps import Engineer, Now, Reading, Writing
from api.http.routes.declared import problems
from api.http.schemas.base import MAX_ROW_ID, ModelName
from api.http.schemas.training_runs import TrainingOrder, TrainingRun, TrainingRunList
from api.http.training_views import training_runs

router = APIRouter(prefix="/v1/training-runs", tags=["training"])

LIST_LIMIT = 100
ORDER_EXAMPLES = {
    "retrain": {
        "summary": "Train again on newer data",
        "value": {"model": "flight-delay", "reason": "Spring has other weather than winter."},
    }
}


class NotTrainable(FarolError):
    kind: ClassVar[Kind] = "conflict"


@router.post(
    "",
    operation_id="start_training",
    summary="Train a model",
    status_code=status.HTTP_202_ACCEPTED,
    responses=problems(400, 401, 403, 404, 409, 422, 429),
)
def start_training(
    actor: Engineer,
    order: Annotated[TrainingOrder, Body(openapi_examples=ORDER_EXAMPLES)],
    session: Writing,
    now: Now,
) -> TrainingRun:
    """Runs the model's recipe as a durable job; follow it at `/v1/jobs/{job_id}/events`."""
    run = operations.start(
        session,
        model=order.model,
        recipe=_recipe(session, order.model),
        parameters=order.parameters,
        reason=order.reason,
        actor=actor.reference,
        now=now,
    )
    return training_runs(session, [run])[0]


@router.get(
    "",
    operation_id="list_training_runs",
    summary="Training runs",
    responses=problems(401, 403, 422, 429),
)
def list_training_runs(
    _actor: Engineer, session: Reading, model: Annotated[ModelName | None, Query()] = None
) -> TrainingRunList:
    runs = queries.list_runs(session, model=model, limit=LIST_LIMIT)
    return TrainingRunList(training_runs=training_runs(session, runs))


@router.get(
    "/{training_run_id}",
    operation_id="get_training_run",
    summary="A training run",
    responses=problems(401, 403, 404, 422, 429),
)
def get_training_run(
    _actor: Engineer,
    training_run_id: Annotated[int, Path(ge=1, le=MAX_ROW_ID, examples=[1])],
    session: Reading,
) -> TrainingRun:
    return training_runs(session, [queries.get(session, training_run_id)])[0]


def _recipe(session: Session, model: str) -> str:
    recipe = get_model(session, model).recipe
    if recipe is None:
        raise NotTrainable(f"{model} was registered from its ONNX file: it has no recipe")
    return recipe
