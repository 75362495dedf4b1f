from typing import Any, Literal

from pydantic import Field

from api.http.schemas.base import Answer, Instant, Localised, ModelName, Order, Reason
from api.http.schemas.documents import Scalar, TaskName
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
    retry_of: int | None = Field(
        description="The first run that this one repeats with the same parameters."
    )
    version: int | None = Field(description="The registered version; null until there is one.")
    created_at: Instant
    created_by: str
    job: Job


class TrainingRunList(Answer):
    training_runs: list[TrainingRun] = Field(description="Newest first.")
    next_before: int | None = Field(
        description="Ask with it as `before` for those that follow; null on the last page."
    )
    total: int = Field(description="How many there are in all, of those that are asked for.")


class TrainingRetry(Order):
    reason: Reason


class RecipeParameter(Answer):
    name: str
    kind: Literal["whole", "real", "day", "moment", "switch", "choice", "text"]
    default: Scalar
    title: Localised
    minimum: float | None
    above: float | None = Field(description="Greater than it, where `minimum` means at least.")
    choices: list[str]
    optional: bool = Field(description="Null is a value, too.")


class Recipe(Answer):
    name: str
    task: TaskName
    title: Localised
    summary: Localised
    parameters: list[RecipeParameter]


class RecipeList(Answer):
    recipes: list[Recipe] = Field(description="By name, as the workers have them.")
