from typing import Annotated, ClassVar

from fastapi import APIRouter, Body, Path, Query, status
from sqlalchemy.orm import Session

from api.core.errors import FarolError, Kind
from api.core.models.queries import get_model
from api.core.tables import Model as ModelRow
from api.core.tables import Recipe as RecipeRow
from api.core.training import operations, queries, recipes, rules
from api.http.deps import Engineer, Now, Reading, Writing
from api.http.routes.declared import problems
from api.http.schemas.base import MAX_ROW_ID, ModelName
from api.http.schemas.jobs import JobState
from api.http.schemas.training_runs import (
    Recipe,
    RecipeList,
    TrainingOrder,
    TrainingRetry,
    TrainingRun,
    TrainingRunList,
)
from api.http.training_views import training_runs

router = APIRouter(prefix="/v1/training-runs", tags=["training"])
recipes_router = APIRouter(prefix="/v1/recipes", tags=["training"])

JobStates = Annotated[list[JobState], Query(description="Of their jobs; all when left out.")]
RETRY_EXAMPLES = {
    "retry": {"summary": "Once more", "value": {"reason": "The machine had run out of memory."}}
}
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
    recipe = _recipe(session, order.model)
    declared = recipes.declared(session, recipe)
    if declared is not None:
        rules.require_valid(recipe, declared, order.parameters)
    run = operations.start(
        session,
        model=order.model,
        recipe=recipe,
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
    _actor: Engineer,
    session: Reading,
    model: Annotated[ModelName | None, Query()] = None,
    state: JobStates = [],  # noqa: B006 - FastAPI copies it
    search: Annotated[
        str, Query(max_length=128, description="A part of the model, the reason or who asked.")
    ] = "",
    before: Annotated[int | None, Query(ge=1, le=MAX_ROW_ID)] = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> TrainingRunList:
    page = queries.list_runs(
        session, model=model, states=state, search=search.strip(), before=before, limit=limit
    )
    return TrainingRunList(
        training_runs=training_runs(session, page.runs),
        next_before=page.next_before,
        total=page.total,
    )


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


@router.post(
    "/{training_run_id}/retry",
    operation_id="retry_training",
    summary="Train again with the same parameters",
    status_code=status.HTTP_202_ACCEPTED,
    responses=problems(400, 401, 403, 404, 409, 422, 429),
)
def retry_training(
    actor: Engineer,
    training_run_id: Annotated[int, Path(ge=1, le=MAX_ROW_ID, examples=[1])],
    order: Annotated[TrainingRetry, Body(openapi_examples=RETRY_EXAMPLES)],
    session: Writing,
    now: Now,
) -> TrainingRun:
    """Another run, linked to the first with these parameters; only once this one is over."""
    run = operations.retry(
        session,
        training_run_id=training_run_id,
        reason=order.reason,
        actor=actor.reference,
        now=now,
    )
    return training_runs(session, [run])[0]


@recipes_router.get(
    "",
    operation_id="list_recipes",
    summary="What can be trained, and with which parameters",
    responses=problems(401, 403, 422, 429),
)
def list_recipes(_actor: Engineer, session: Reading) -> RecipeList:
    """As the workers last said; empty until one has."""
    return RecipeList(
        recipes=[
            Recipe.model_validate(
                {
                    "name": recipe.name,
                    "task": recipe.task,
                    "title": recipe.title,
                    "summary": recipe.summary,
                    "parameters": recipes.parameters_of(recipe),
                }
            )
            for recipe in recipes.published(session)
        ]
    )


def _recipe(session: Session, model: str) -> str:
    """The model's own; a recipe's first training makes the model of its name."""
    if session.get(RecipeRow, model) is not None and session.get(ModelRow, model) is None:
        return model
    recipe = get_model(session, model).recipe
    if recipe is None:
        raise NotTrainable(f"{model} was registered from its ONNX file: it has no recipe")
    return recipe
