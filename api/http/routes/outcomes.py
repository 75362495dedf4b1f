# ruff: noqa: ARG001 - parameters are declared so that they stand in OpenAPI
from typing import Annotated

from fastapi import APIRouter, Body, status

from api.http.examples import KEYS, PREDICTION_ID, answer
from api.http.openapi_parts import KEY_NEEDED, KEY_OPTIONAL
from api.http.routes.declared import not_served_here, problems
from api.http.schemas.outcomes import Accepted, FeedbackOrder, OutcomesOrder

router = APIRouter(prefix="/v1", tags=["outcomes"])
REFUSALS = problems(400, 401, 403, 413, 415, 422, 429, 503)


@router.post(
    "/outcomes",
    operation_id="record_outcomes",
    summary="Send the truth",
    status_code=status.HTTP_202_ACCEPTED,
    openapi_extra=KEY_NEEDED,
    responses=REFUSALS | answer({"accepted": 1}, status.HTTP_202_ACCEPTED),
)
async def record_outcomes(
    order: Annotated[
        OutcomesOrder,
        Body(
            openapi_examples={
                "by_prediction": {
                    "summary": "By the prediction's id and row",
                    "value": {
                        "outcomes": [
                            {"prediction_id": PREDICTION_ID, "row": 0, "truth": "late"},
                        ]
                    },
                },
                "by_key": {
                    "summary": "By the caller's own key",
                    "value": {
                        "outcomes": [
                            {
                                "model": "flight-delay",
                                "key": KEYS[0],
                                "truth": "on time",
                                "observed_at": "2013-03-10T12:20:00Z",
                            }
                        ]
                    },
                },
            }
        ),
    ],
) -> Accepted:
    """The truth of earlier predictions, possibly much later; the newest one holds. Needs an API
    key with the scope `outcomes`: the truth decides which version serves."""
    not_served_here()


@router.post(
    "/feedback",
    operation_id="give_feedback",
    summary="Thumbs up or down",
    status_code=status.HTTP_202_ACCEPTED,
    openapi_extra=KEY_OPTIONAL,
    responses=REFUSALS | answer({"accepted": 1}, status.HTTP_202_ACCEPTED),
)
async def give_feedback(
    order: Annotated[
        FeedbackOrder,
        Body(
            openapi_examples={
                "thumbs_up": {
                    "summary": "Thumbs up",
                    "value": {"prediction_id": PREDICTION_ID, "row": 0, "thumb": "up"},
                }
            }
        ),
    ],
) -> Accepted:
    """What a visitor thought of one answer."""
    not_served_here()
