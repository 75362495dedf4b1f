from typing import Any

from pydantic import Field

from api.http.schemas.base import Answer, Instant, ModelName, Order, Reason
from api.http.schemas.documents import Scalar
from api.http.schemas.jobs import Job


class TrainingOrder(Order):
    model: ModelName
    parameters: dict[str, Scalar] = Field(
        default={}, max_length=50, description="Overrides of the recipe's parameters."
    )
    reason: Reason


class TrainingRun(Answer):
    id: int
    model: ModelName
    recipe: str
    parameters: dict[str, Any]
    reason: str
    version: int | None = Field(description="The registered version; null until there is one.")
    created_at: Instant
    created_by: str
    job: Job


class TrainingRunList(Answer):
    training_runs: list[TrainingRun] = Field(description="Newest first, at most 100.")
