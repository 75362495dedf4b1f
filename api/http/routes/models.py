from typing import Annotated

from fastapi import APIRouter, Body, Query

from api.core.alerts.conditions import resolve_by_promotion
from api.core.models import operations
from api.core.models.types import ExecutionOverride as CoreOverride
from api.core.rollouts import operations as rollouts
from api.http import model_views as views
from api.http.deps import Engineer, Now, Reading, Writing
from api.http.routes.declared import problems
from api.http.schemas.base import ModelName, VersionNumber
from api.http.schemas.metrics import ModelMetrics
from api.http.schemas.models import (
    ExecutionOverride,
    ModelChange,
    ModelDetail,
    ModelList,
    PromotionOrder,
    RollBackOrder,
    VersionDetail,
    VersionSummary,
)
from api.http.schemas.rollouts import Rollout

router = APIRouter(prefix="/v1/models", tags=["models"])

MUTATION = (400, 401, 403, 404, 409, 422, 429)


@router.get("", operation_id="list_models", summary="The models")
def list_models(session: Reading, now: Now) -> ModelList:
    return views.model_list(session, now)


@router.get("/{model}", operation_id="get_model", summary="A model", responses=problems(404, 422))
def get_model(model: ModelName, session: Reading, now: Now) -> ModelDetail:
    """Everything that a form, a card or a client needs to know about the model."""
    return views.model_detail(session, model, now)


@router.get(
    "/{model}/versions/{version}",
    operation_id="get_version",
    summary="A version",
    responses=problems(404, 422),
)
def get_version(model: ModelName, version: VersionNumber, session: Reading) -> VersionDetail:
    return views.version_detail(session, model, version)


@router.get(
    "/{model}/metrics",
    operation_id="get_model_metrics",
    summary="Live figures by version",
    responses=problems(404, 422),
)
def get_model_metrics(
    model: ModelName,
    session: Reading,
    now: Now,
    minutes: Annotated[int, Query(ge=1, le=60 * 24 * 31)] = 60,
) -> ModelMetrics:
    """Rate, errors, latency and cache from the per-minute rollups; quality from the truth."""
    return views.model_metrics(session, model, minutes=minutes, now=now)


@router.patch(
    "/{model}",
    operation_id="change_model",
    summary="Change a model's settings",
    responses=problems(*MUTATION),
)
def change_model(
    actor: Engineer,
    model: ModelName,
    change: Annotated[
        ModelChange,
        Body(
            openapi_examples={
                "cache": {"summary": "Cache responses", "value": {"cache_responses": True}}
            }
        ),
    ],
    session: Writing,
    now: Now,
) -> ModelDetail:
    """What is left out stays as it is."""
    if change.cache_responses is not None:
        operations.set_response_cache(
            session, model=model, enabled=change.cache_responses, actor=actor.reference, now=now
        )
    return views.model_detail(session, model, now)


@router.patch(
    "/{model}/versions/{version}/execution",
    operation_id="override_execution",
    summary="Override how a version runs",
    responses=problems(*MUTATION),
)
def override_execution(
    actor: Engineer,
    model: ModelName,
    version: VersionNumber,
    override: Annotated[
        ExecutionOverride | None,
        Body(
            openapi_examples={
                "batch": {
                    "summary": "Score up to 32 rows together in a thread",
                    "value": {"mode": "thread", "max_batch_size": 32},
                },
            }
        ),
    ],
    session: Writing,
    now: Now,
) -> VersionSummary:
    """`null` lets the measured cost decide again."""
    operations.override_execution(
        session,
        model=model,
        version=version,
        override=CoreOverride(mode=override.mode, max_batch_size=override.max_batch_size)
        if override
        else None,
        actor=actor.reference,
        now=now,
    )
    return views.version_summary(session, model, version)


@router.post(
    "/{model}/promote",
    operation_id="promote_version",
    summary="Make a version the champion",
    responses=problems(*MUTATION),
)
def promote_version(
    actor: Engineer,
    model: ModelName,
    order: Annotated[
        PromotionOrder,
        Body(
            openapi_examples={
                "promote": {
                    "summary": "Promote version 1",
                    "value": {"version": 1, "reason": "Better on the last held-out month."},
                }
            }
        ),
    ],
    session: Writing,
    now: Now,
) -> Rollout:
    """By hand, past the stages in between; whatever candidate is being tried is aborted."""
    rollout = rollouts.promote(
        session,
        model=model,
        version=order.version,
        actor=actor.reference,
        reason=order.reason,
        now=now,
    )
    resolve_by_promotion(
        session, model=model, version=order.version, actor=actor.reference, now=now
    )
    return Rollout.model_validate(rollout)


@router.post(
    "/{model}/roll-back",
    operation_id="roll_back_model",
    summary="Go back to the champion before",
    responses=problems(*MUTATION),
)
def roll_back_model(
    actor: Engineer,
    model: ModelName,
    order: Annotated[
        RollBackOrder,
        Body(
            openapi_examples={
                "roll_back": {
                    "summary": "Roll back",
                    "value": {"reason": "It calls every flight from Newark late."},
                }
            }
        ),
    ],
    session: Writing,
    now: Now,
) -> Rollout:
    """Takes the canary back where there is one, and otherwise the champion."""
    rollout = rollouts.roll_back(
        session,
        model=model,
        version=order.version,
        actor=actor.reference,
        reason=order.reason,
        now=now,
    )
    return Rollout.model_validate(rollout)
