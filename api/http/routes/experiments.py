from collections.abc import Mapping
from typing import Annotated

from fastapi import APIRouter, Body, Path, Query, status

from api.core.experiments import operations, queries
from api.core.experiments.rules import Step
from api.http import experiment_views as views
from api.http.deps import Engineer, Now, Reading, Writing
from api.http.examples import EXPERIMENT_DETAIL, EXPERIMENT_PLAN, EXPERIMENT_RUNNING, answer
from api.http.routes.declared import problems
from api.http.schemas.base import MAX_ROW_ID, ModelName
from api.http.schemas.experiments import (
    Action,
    ExperimentActionOrder,
    ExperimentDetail,
    ExperimentList,
    ExperimentOrder,
)

router = APIRouter(prefix="/v1", tags=["experiments"])

ExperimentId = Annotated[int, Path(ge=1, le=MAX_ROW_ID)]
MUTATION = (400, 401, 403, 404, 409, 422, 429)
REASONS: Mapping[Action, str] = {
    "start": "The summer timetable begins.",
    "stop": "The airport is closed: nobody flies.",
    "discard": "We ask another question.",
}
ACTION_EXAMPLES = {
    action: {"summary": action.capitalize(), "value": {"action": action, "reason": reason}}
    for action, reason in REASONS.items()
}
ORDER_EXAMPLES = {
    "compare": {
        "summary": "A version against itself",
        "value": {
            "name": "Does our own allocation make a difference?",
            "plan": EXPERIMENT_PLAN,
            "reason": "To see that nothing is found where nothing is.",
        },
    }
}


@router.get(
    "/models/{model}/experiments",
    operation_id="list_experiments",
    summary="A model's experiments",
    responses=problems(401, 403, 404, 422, 429),
)
def list_experiments(
    _actor: Engineer,
    model: ModelName,
    session: Reading,
    search: Annotated[
        str, Query(max_length=128, description="A part of the name or the reason.")
    ] = "",
    before: Annotated[int | None, Query(ge=1, le=MAX_ROW_ID)] = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> ExperimentList:
    """Each with what was learnt so far, in one sentence."""
    return views.experiment_list(session, model, search=search, before=before, limit=limit)


@router.post(
    "/models/{model}/experiments",
    operation_id="create_experiment",
    summary="Plan an experiment",
    status_code=status.HTTP_201_CREATED,
    responses=problems(*MUTATION) | answer(EXPERIMENT_DETAIL, status.HTTP_201_CREATED),
)
def create_experiment(
    actor: Engineer,
    model: ModelName,
    order: Annotated[ExperimentOrder, Body(openapi_examples=ORDER_EXAMPLES)],
    session: Writing,
    now: Now,
) -> ExperimentDetail:
    """A draft: nobody meets an arm until it is started, and its plan never changes.

    A plan that contradicts itself or the model is refused with every sentence that says why.
    """
    experiment = operations.create(
        session,
        model=model,
        name=order.name,
        plan=views.core_plan(order.plan),
        actor=actor.reference,
        reason=order.reason,
        now=now,
    )
    return views.experiment_detail(session, experiment)


@router.get(
    "/experiments/{experiment_id}",
    operation_id="get_experiment",
    summary="What an experiment has learnt",
    responses=problems(401, 403, 404, 422, 429) | answer(EXPERIMENT_RUNNING),
)
def get_experiment(
    _actor: Engineer, experiment_id: ExperimentId, session: Reading
) -> ExperimentDetail:
    """The plan, the newest look with every arm's interval, and all looks and shares before it."""
    return views.experiment_detail(session, queries.get_experiment(session, experiment_id))


@router.post(
    "/experiments/{experiment_id}/actions",
    operation_id="act_on_experiment",
    summary="Start, stop or discard",
    responses=problems(*MUTATION),
)
def act_on_experiment(
    actor: Engineer,
    experiment_id: ExperimentId,
    order: Annotated[ExperimentActionOrder, Body(openapi_examples=ACTION_EXAMPLES)],
    session: Writing,
    now: Now,
) -> ExperimentDetail:
    """One experiment a model runs, and none beside a canary; a stop gives everybody the champion.

    What does not fit, or was decided on a revision that is no longer, is a conflict that says what
    happened.
    """
    experiment = operations.take(
        session,
        experiment_id=experiment_id,
        step=Step(order.action),
        seen_revision=order.seen_revision,
        actor=actor.reference,
        reason=order.reason,
        now=now,
    )
    return views.experiment_detail(session, experiment)
