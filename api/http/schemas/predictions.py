"""Online predictions. The data plane reads and writes these as bytes; here they are described."""

from typing import Annotated, Any, Literal

from pydantic import Field

from api.http.schemas.base import Answer, Instant, ModelName, Order, VersionNumber

PredictionId = Annotated[str, Field(examples=["p01jd9m3qk8f2v7r4t0a5s6u1o2p3b4c"])]
Row = Annotated[
    dict[str, Any],
    Field(description="Value by field name, as the model's `schema.fields` say."),
]


class PredictOrder(Order):
    rows: list[Row] = Field(min_length=1, description="At most the schema's `max_rows`.")
    keys: list[str] | None = Field(
        default=None, description="The caller's own key of each row, to send the truth by later."
    )
    subject: str | None = Field(
        default=None, max_length=200, description="Whom it is about; always gets the same variant."
    )
    occurred_at: Instant | list[Instant] | None = Field(
        default=None, description="When the rows were about; now if left out."
    )
    source: Literal["api", "demo", "replay"] = "api"


class BinaryPrediction(Answer):
    probability: float = Field(ge=0, le=1, description="Of the second label.")
    label: str


class MulticlassPrediction(Answer):
    label: str
    probability: float = Field(ge=0, le=1)
    probabilities: dict[str, float] = Field(description="The most likely labels, likeliest first.")


class RegressionPrediction(Answer):
    value: float
    lower: float | None = Field(default=None, description="Only where the graph has bounds.")
    upper: float | None = None


class PredictAnswer(Answer):
    prediction_id: PredictionId
    model: ModelName
    version: int
    variant: str = Field(examples=["champion"])
    cached: bool
    predictions: list[
        MulticlassPrediction | BinaryPrediction | RegressionPrediction | dict[str, Any]
    ]


class ExplainOrder(Order):
    row: Row
    version: VersionNumber | None = None


class Contribution(Answer):
    """What one field, or one part of a text, added to the score."""

    field: str
    part: str | None = Field(default=None, description="The words, for a text.")
    start: int | None = Field(default=None, description="First character of the part.")
    end: int | None = Field(default=None, description="One past its last character.")
    value: Any
    contribution: float


class ExplainAnswer(Answer):
    model: ModelName
    version: int
    method: str
    output: str
    label: str | None
    base: float
    score: float
    contributions: list[Contribution]
