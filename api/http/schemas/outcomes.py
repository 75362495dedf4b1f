"""The truth, when it comes, and what visitors thought of an answer."""

from typing import Literal

from pydantic import Field

from api.http.schemas.base import Answer, Instant, ModelName, Order
from api.http.schemas.predictions import PredictionId

Truth = float | int | bool | str


class OutcomeByPrediction(Order):
    prediction_id: PredictionId
    row: int = Field(default=0, ge=0)
    truth: Truth
    observed_at: Instant | None = None


class OutcomeByKey(Order):
    model: ModelName
    key: str = Field(min_length=1, max_length=200)
    truth: Truth
    observed_at: Instant | None = None


class OutcomesOrder(Order):
    outcomes: list[OutcomeByPrediction | OutcomeByKey] = Field(min_length=1)


class FeedbackOrder(Order):
    prediction_id: PredictionId
    row: int = Field(default=0, ge=0)
    thumb: Literal["up", "down"]
    comment: str = Field(default="", max_length=2_000)


class Accepted(Answer):
    accepted: int
