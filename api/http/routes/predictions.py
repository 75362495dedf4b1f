# ruff: noqa: ARG001 - parameters are declared so that they stand in OpenAPI
from typing import Annotated, Any

from fastapi import APIRouter, Body, Query

from api.http.examples import (
    COMPARE_ANSWER,
    EXPLAIN_ANSWER,
    FLIGHT,
    HELD_OUT_ANSWER,
    HELD_OUT_ROW,
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
from api.http.schemas.predictions import (
    CompareAnswer,
    CompareOrder,
    ExplainAnswer,
    ExplainOrder,
    HeldOutAnswer,
    HeldOutOrder,
    HeldOutRow,
    PredictAnswer,
    PredictOrder,
)

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


@router.post(
    "/{model}/compare",
    operation_id="compare_versions",
    openapi_extra=KEY_OPTIONAL,
    summary="What versions say of one row",
    responses=REFUSALS | answer(COMPARE_ANSWER),
)
async def compare_versions(
    model: ModelName,
    order: Annotated[
        CompareOrder,
        Body(
            openapi_examples={
                "itself": {"summary": "One version", "value": {"row": FLIGHT, "versions": [1]}}
            }
        ),
    ],
) -> CompareAnswer:
    """Side by side on the same row. These are no predictions: they are not kept, no figure of
    traffic, quality, drift, experiments or rollouts has them, and no truth can be told of them."""
    not_served_here()


@router.get(
    "/{model}/held-out",
    operation_id="get_held_out_row",
    summary="A real row that the version never saw",
    responses=problems(404, 422, 429, 503) | answer(HELD_OUT_ROW),
)
async def get_held_out_row(
    model: ModelName,
    seed: Annotated[
        int | None,
        Query(ge=0, le=2**53 - 1, description="Names the row: the same seed, the same row."),
    ] = None,
    version: Annotated[
        int | None, Query(ge=1, description="Whose rows; the champion's if left out.")
    ] = None,
) -> HeldOutRow:
    """Without its truth, which comes with the model's answer. Seeds that follow each other name
    different rows until all have been seen. 404 where no rows are sealed with the version."""
    not_served_here()


@router.post(
    "/{model}/held-out/answer",
    operation_id="answer_held_out_row",
    openapi_extra=KEY_OPTIONAL,
    summary="The answer to a held-out row, and the truth",
    responses=REFUSALS | answer(HELD_OUT_ANSWER),
)
async def answer_held_out_row(
    model: ModelName,
    order: Annotated[
        HeldOutOrder,
        Body(
            openapi_examples={
                "first": {"summary": "The first row", "value": {"version": 1, "number": 0}}
            }
        ),
    ],
) -> HeldOutAnswer:
    """Asking for the model's answer gives the truth with it. It is no prediction, and the truth no
    outcome: the version was judged by these rows before, and counting them again would mislead."""
    not_served_here()
