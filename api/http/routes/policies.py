from typing import Annotated

from fastapi import APIRouter, Body, Query

from api.core.policies import operations
from api.http import policy_views as views
from api.http.deps import Engineer, Now, Reading, Writing
from api.http.examples import POLICY
from api.http.routes.declared import problems
from api.http.schemas.base import MAX_ROW_ID, ModelName
from api.http.schemas.policies import (
    PolicyDetail,
    PolicyHistory,
    PolicyOrder,
    PolicyPreview,
    PolicyPreviewOrder,
)

router = APIRouter(prefix="/v1/models/{model}/policy", tags=["policies"])

PREVIEW_EXAMPLES = {"retrain": {"summary": "Retrain by itself", "value": {"policy": POLICY}}}
ORDER_EXAMPLES = {
    "retrain": {
        "summary": "Retrain by itself",
        "value": {
            "policy": POLICY,
            "seen_number": 0,
            "reason": "Nobody looks at this model at weekends.",
        },
    }
}


@router.get(
    "",
    operation_id="get_policy",
    summary="The policy that counts",
    responses=problems(401, 403, 404, 422, 429),
)
def get_policy(_actor: Engineer, model: ModelName, session: Reading) -> PolicyDetail:
    """With the default policy, which every model has until somebody sets another, as number 0."""
    return views.policy_detail(session, model)


@router.get(
    "/versions",
    operation_id="list_policy_versions",
    summary="Every policy that was set",
    responses=problems(401, 403, 404, 422, 429),
)
def list_policy_versions(
    _actor: Engineer,
    model: ModelName,
    session: Reading,
    before: Annotated[int | None, Query(ge=1, le=MAX_ROW_ID)] = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> PolicyHistory:
    """Who set it when, and why."""
    return views.policy_history(session, model, before=before, limit=limit)


@router.put(
    "",
    operation_id="set_policy",
    summary="Set the policy",
    responses=problems(400, 401, 403, 404, 409, 422, 429),
)
def set_policy(
    actor: Engineer,
    model: ModelName,
    order: Annotated[PolicyOrder, Body(openapi_examples=ORDER_EXAMPLES)],
    session: Writing,
    now: Now,
) -> PolicyDetail:
    """One that contradicts itself is refused with every sentence that says why."""
    operations.set_policy(
        session,
        model=model,
        policy=views.core_policy(order.policy),
        seen_number=order.seen_number,
        actor=actor.reference,
        reason=order.reason,
        now=now,
    )
    return views.policy_detail(session, model)


@router.post(
    "/preview",
    operation_id="preview_policy",
    summary="What a policy would do",
    responses=problems(400, 401, 403, 422, 429),
)
def preview_policy(
    _actor: Engineer,
    model: ModelName,  # noqa: ARG001 - the path names whose policy is thought about
    order: Annotated[PolicyPreviewOrder, Body(openapi_examples=PREVIEW_EXAMPLES)],
) -> PolicyPreview:
    """In sentences, with what contradicts itself; nothing is kept."""
    return views.policy_preview(order.policy)
