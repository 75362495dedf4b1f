"""Online predictions. The data plane reads and writes these as bytes; here they are described."""

from typing import Annotated, Any, Literal

from pydantic import Field

from api.http.schemas.base import (
    Answer,
    Instant,
    Localised,
    ModelName,
    Order,
    VersionNumber,
)

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


class CompareOrder(Order):
    row: Row
    versions: list[VersionNumber] = Field(min_length=1, max_length=2)


class AsideAnswer(Answer):
    """What a version says of a row. It is no prediction: nothing of it is kept or counted."""

    version: int
    prediction: MulticlassPrediction | BinaryPrediction | RegressionPrediction | dict[str, Any]
    score_seconds: float


class CompareAnswer(Answer):
    model: ModelName
    answers: list[AsideAnswer] = Field(description="In the order asked for.")


class HeldOutRow(Answer):
    """A real row that the version never saw, without its truth."""

    model: ModelName
    version: int
    number: int = Field(description="Names the row in the order that asks for its answer.")
    rows: int = Field(description="How many there are to try.")
    of_rows: int = Field(description="How many were held out; these were drawn from them.")
    description: Localised
    row: Row


class HeldOutOrder(Order):
    version: VersionNumber
    number: int = Field(ge=0)


class HeldOutAnswer(AsideAnswer):
    model: ModelName
    number: int
    truth: float | str
    occurred_at: Instant | None = Field(description="When it was; null where the data don't say.")
    name: str | None = Field(description="What the row is called, for example a file's path.")


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
