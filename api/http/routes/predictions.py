# ruff: noqa: ARG001 - parameters are declared so that they stand in OpenAPI
from typing import Annotated, Any

from fastapi import APIRouter, Body

from api.http.examples import (
    EXPLAIN_ANSWER,
    FLIGHT,
    KEYS,
    OCCURRED_AT,
    PREDICT_ANSWER,
    ROWS_REFUSED,
    SNOWED_FLIGHT,
    answer,
)
from api.http.openapi_parts import KEY_OPTIONAL
from api.http.routes.declared import not_served_here, problems
from api.http.schemas.base import ModelName, VersionNumber
from api.http.schemas.predictions import ExplainAnswer, ExplainOrder, PredictAnswer, PredictOrder

router = APIRouter(prefix="/v1/models", tags=["predictions"])

REFUSALS = problems(400, 401, 403, 404, 413, 415, 422, 429, 503, examples={422: ROWS_REFUSED})
PREDICT_EXAMPLES: dict[str, Any] = {
    "one_flight": {"summary": "One flight", "value": {"rows": [FLIGHT]}},
    "two_flights_to_be_judged_later": {
        "summary": "Two flights, with keys to send the truth by",
        "value": {
            "rows": [FLIGHT, SNOWED_FLIGHT],
            "keys": KEYS,
            "occurred_at": OCCURRED_AT,
        },
    },
}
Order = Annotated[PredictOrder, Body(openapi_examples=PREDICT_EXAMPLES)]


@router.post(
    "/{model}/predict",
    operation_id="predict",
    openapi_extra=KEY_OPTIONAL,
    summary="Score rows",
    responses=REFUSALS | answer(PREDICT_ANSWER),
)
async def predict(model: ModelName, order: Order) -> PredictAnswer:
    """Scores one row or many with the version that the model's rollout chooses."""
    not_served_here()


@router.post(
    "/{model}/versions/{version}/predict",
    operation_id="predict_with_version",
    openapi_extra=KEY_OPTIONAL,
    summary="Score rows with one version",
    responses=REFUSALS | answer(PREDICT_ANSWER),
)
async def predict_with_version(
    model: ModelName, version: VersionNumber, order: Order
) -> PredictAnswer:
    """Scores rows with the version asked for, whatever its share of the traffic."""
    not_served_here()


@router.post(
    "/{model}/explain",
    operation_id="explain",
    openapi_extra=KEY_OPTIONAL,
    summary="Explain one prediction",
    responses=REFUSALS | answer(EXPLAIN_ANSWER),
)
async def explain(
    model: ModelName,
    order: Annotated[
        ExplainOrder,
        Body(openapi_examples={"one_flight": {"summary": "One flight", "value": {"row": FLIGHT}}}),
    ],
) -> ExplainAnswer:
    """What each field, or each word, adds to the score of one row."""
    not_served_here()
