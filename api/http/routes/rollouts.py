from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import APIRouter, Body, Path, Query, status

from api.core.alerts.conditions import resolve_by_promotion
from api.core.rollouts import operations
from api.core.rollouts.rules import Step
from api.http import rollout_views as views
from api.http.deps import Engineer, Now, Reading, Writing
from api.http.routes.declared import problems
from api.http.schemas.base import MAX_ROW_ID, ModelName, VersionNumber
from api.http.schemas.jobs import Job
from api.http.schemas.rollouts import (
    Action,
    AdvanceAsked,
    AdvanceOrder,
    ProposalOrder,
    RolloutActionOrder,
    RolloutDetail,
    RolloutList,
)

router = APIRouter(prefix="/v1", tags=["rollouts"])

MUTATION = (400, 401, 403, 404, 409, 422, 429)
STEPS: Mapping[Action, Step] = {
    "approve": Step.APPROVE,
    "pause": Step.PAUSE,
    "resume": Step.RESUME,
    "abort": Step.ABORT,
    "promote": Step.PROMOTE_NOW,
    "roll_back": Step.ROLL_BACK,
}
REASONS: Mapping[Action, str] = {
    "approve": "The shadow agrees with what the airline tells us.",
    "pause": "Wait until the storm is over.",
    "resume": "The storm is over.",
    "abort": "The data it was trained on is wrong.",
    "promote": "The old version fails since the new terminal opened.",
    "roll_back": "Passengers complain about it.",
}
ACTION_EXAMPLES = {
    action: {
        "summary": action.replace("_", " ").capitalize(),
        "value": {"action": action, "reason": reason},
    }
    for action, reason in REASONS.items()
}
ADVANCE_EXAMPLES: dict[str, Any] = {"now": {"summary": "Now", "value": {}}}
PROPOSAL_EXAMPLES = {
    "propose": {
        "summary": "Propose version 1",
        "value": {"version": 1, "reason": "Trained on the spring, too."},
    }
}


@router.get(
    "/models/{model}/rollouts",
    operation_id="list_rollouts",
    summary="A model's rollouts with every step",
    responses=problems(401, 403, 404, 422, 429),
)
def list_rollouts(
    _actor: Engineer,
    model: ModelName,
    session: Reading,
    version: Annotated[
        list[VersionNumber] | None,
        Query(description="Only those that brought one of these, or replaced it.", max_length=20),
    ] = None,
    before: Annotated[int | None, Query(ge=1, le=MAX_ROW_ID)] = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> RolloutList:
    """Who took which step when, why and on what evidence."""
    return views.rollout_list(session, model, versions=version or (), before=before, limit=limit)


@router.post(
    "/models/{model}/rollouts",
    operation_id="propose_rollout",
    summary="Propose a version",
    status_code=status.HTTP_201_CREATED,
    responses=problems(*MUTATION),
)
def propose_rollout(
    actor: Engineer,
    model: ModelName,
    order: Annotated[ProposalOrder, Body(openapi_examples=PROPOSAL_EXAMPLES)],
    session: Writing,
    now: Now,
) -> RolloutDetail:
    """It gets no traffic until the gate, the shadow and the canary have spoken for it."""
    rollout = operations.propose(
        session,
        model=model,
        version=order.version,
        actor=actor.reference,
        reason=order.reason,
        now=now,
    )
    return views.rollout_detail(session, rollout)


@router.post(
    "/models/{model}/rollouts/advance",
    operation_id="advance_rollouts",
    summary="Decide about the rollouts now",
    status_code=status.HTTP_202_ACCEPTED,
    responses=problems(400, 401, 403, 404, 409, 422, 429),
)
def advance_rollouts(
    actor: Engineer,
    model: ModelName,
    order: Annotated[AdvanceOrder, Body(openapi_examples=ADVANCE_EXAMPLES)],
    session: Writing,
    now: Now,
) -> AdvanceAsked:
    """What the policy does twice a minute, done at once, as a durable job: gate, shadow, canary and
    probation are judged on what is known now, and each rollout goes on or says what it waits for.
    """
    job = operations.ask_to_advance(
        session, model=model, actor=actor.reference, now=now, as_of=order.as_of
    )
    return AdvanceAsked(model=model, job=Job.model_validate(job))


@router.post(
    "/rollouts/{rollout_id}/actions",
    operation_id="act_on_rollout",
    summary="Act on a rollout",
    responses=problems(*MUTATION),
)
def act_on_rollout(
    actor: Engineer,
    rollout_id: Annotated[int, Path(ge=1, le=MAX_ROW_ID)],
    order: Annotated[RolloutActionOrder, Body(openapi_examples=ACTION_EXAMPLES)],
    session: Writing,
    now: Now,
) -> RolloutDetail:
    """A pause holds it where it is and keeps its traffic; `abort` and `roll_back` take it away.

    `promote` goes past the stages in between. What the present stage does not allow, or was decided
    on a revision that is no longer, is a conflict that says what happened.
    """
    rollout = operations.take(
        session,
        rollout_id=rollout_id,
        step=STEPS[order.action],
        seen_revision=order.seen_revision,
        actor=actor.reference,
        reason=order.reason,
        now=now,
    )
    if order.action == "promote":
        resolve_by_promotion(
            session,
            model=rollout.model_name,
            version=rollout.version,
            actor=actor.reference,
            now=now,
        )
    return views.rollout_detail(session, rollout)
