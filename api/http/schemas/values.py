"""Value formulas: what a model's right and wrong answers are worth, in a unit of the business."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from api.http.schemas.base import Answer, Instant, ModelName, Order, Reason

Worth = Annotated[float, Field(ge=0, le=1e12)]
Unit = Annotated[
    str,
    Field(min_length=1, max_length=30, pattern=r"\S", description="What the numbers count.",
          examples=["minutes"]),
]  # fmt: skip


class ValuePart(BaseModel):
    model_config = ConfigDict(
        extra="forbid", frozen=True, from_attributes=True, allow_inf_nan=False
    )

    unit: Unit
    money_per_unit: Worth | None = Field(
        description="In the settings' currency; null where nobody has put a price on it."
    )


class WarningValue(ValuePart):
    """Somebody acts when the model says its second label; without the model nobody would."""

    kind: Literal["warning"]
    right_warning: Worth = Field(description="Saved by a warning that comes true.")
    false_warning: Worth = Field(description="Spent in vain on one that does not.")


class AnswerValue(ValuePart):
    """The answer is used as it is; without the model there would be none."""

    kind: Literal["answer"]
    right_answer: Worth
    wrong_answer: Worth = Field(description="What a wrong one costs.")


class ForecastValue(ValuePart):
    """Somebody plans by the number; without the model they would plan by something worse."""

    kind: Literal["forecast"]
    error_without: Worth = Field(description="Mean absolute error of that.")
    each_unit: Worth = Field(description="Worth of one unit less of error in one prediction.")


ValueFormula = Annotated[WarningValue | AnswerValue | ForecastValue, Field(discriminator="kind")]


class ValueEstimate(Answer):
    """Over the last 28 days of answers whose truth is known, against doing nothing."""

    truths: int
    days: int
    units: float | None = Field(description="Null where no truth has come.")
    units_low: float | None = Field(description="Ends of a 95 % interval; null of too few days.")
    units_high: float | None
    money: float | None = Field(description="Null without a price.")
    money_low: float | None
    money_high: float | None


class ValueFormulaVersion(Answer):
    number: int = Field(description="0 where none was ever set.")
    formula: ValueFormula | None = Field(description="Null where there is none, or none any more.")
    created_at: Instant | None
    created_by: str | None
    reason: str | None


class ValueFormulaDetail(ValueFormulaVersion):
    model: ModelName
    currency: str
    labels: list[str] = Field(description="A warning says the second one; empty without classes.")
    suggested: ValueFormula | None = Field(
        description="The form that mostly fits the task; null where none does."
    )
    estimate: ValueEstimate | None


class ValueFormulaHistory(Answer):
    model: ModelName
    versions: list[ValueFormulaVersion] = Field(description="Newest first.")
    next_before: int | None = Field(
        description="Ask with it as `before` for those that follow; null on the last page."
    )


class ValueFormulaOrder(Order):
    formula: ValueFormula | None = Field(description="Null takes it away.")
    seen_number: Annotated[int, Field(ge=0, le=1_000_000_000)] = Field(
        description="Number of the one that it was made from."
    )
    reason: Reason


class ValuePreviewOrder(Order):
    formula: ValueFormula
