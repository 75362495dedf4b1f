from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from api.http.schemas.base import Answer, Instant, Order, Reason
from api.http.schemas.history import Replay
from api.http.schemas.jobs import Job

Severity = Literal["too little data", "none", "moderate", "serious"]
Share = Annotated[float, Field(description="0–1")]


class CheckOrder(Order):
    reason: Reason
    as_of: Instant | None = Field(
        default=None,
        description="For a replay: from now on the model goes by a clock of its own, set to this.",
    )


class CheckAsked(Answer):
    model: str
    job: Job


class Check(Answer):
    """One look at a model: what was found, and what was decided."""

    id: int
    model: str = Field(validation_alias="model_name")
    version: int
    at: Instant = Field(description="By the model's clock; both windows end here.")
    made_at: Instant
    policy_number: int = Field(description="0 is the default policy.")
    drift_start: Instant
    drift_severity: Severity
    drift_reason: str
    quality_start: Instant
    quality_severity: Severity
    quality_reason: str
    repair: Literal["retrain", "recalibrate"] | None = Field(description="Null is a wait.")
    reason: str = Field(description="For the repair, or what is waited for.")
    waits_until: Instant | None
    training_run_id: int | None


class CheckList(Answer):
    model: str
    replay: Replay | None = Field(description="Null of what is real.")
    checks: list[Check]


class DriftEffect(Answer):
    name: str
    value: float
    floor: float = Field(description="What chance alone stays under.")
    exceedance: float = Field(description="Probability of as much where nothing has changed.")


class HistogramBar(Answer):
    label: str | None = Field(description="The category; null for a bin of numbers.")
    start: float | None
    end: float | None
    reference_share: Share
    window_share: Share


class Histogram(Answer):
    bars: list[HistogramBar]
    reference_rows: int
    window_rows: int
    reference_missing_share: Share
    window_missing_share: Share


class FeatureDrift(Answer):
    name: str
    severity: Severity
    flagged: bool
    reason: str
    rows: int
    known_rows: int
    mean_shift: float | None = Field(description="In the reference's standard deviations.")
    adjusted_exceedance: float | None = Field(
        description="The smallest false discovery rate that flags this feature."
    )
    effects: list[DriftEffect]
    histogram: Histogram | None


class JointDrift(Answer):
    effect: float | None
    floor: float | None
    severity: Severity
    reason: str


class Drift(Answer):
    rows: int
    severity: Severity
    reason: str
    features: list[FeatureDrift] = Field(description="The most serious first.")
    joint: JointDrift


class CountedSlice(Answer):
    """The rows with one value of one column."""

    column: str
    value: str
    rows: int = Field(description="In the check's drift window, as counted by now.")
    reference_rows: int = Field(description="That the version was trained on.")


class SliceList(Answer):
    check_id: int
    slices: list[CountedSlice] = Field(description="By column, the largest first.")


class SliceDrift(Answer):
    """Against what the version was sealed with of the same slice."""

    check_id: int
    column: str
    value: str
    inputs: Drift
    outputs: Drift | None = Field(description="Null where too little was held out of the slice.")


class MeasuredFigure(Answer):
    name: str
    value: float | None
    lower: float | None
    upper: float | None
    rows: int


class SliceQuality(Answer):
    column: str
    value: str
    figure: MeasuredFigure
    worse: bool


class WindowQuality(Answer):
    rows: int
    truths: int
    truth_coverage: float | None = Field(description="Share of the rows whose truth is in.")
    figures: list[MeasuredFigure]
    slices: list[SliceQuality]
    labels: list[MeasuredFigure] = Field(description="Accuracy by true label.")


class Promise(Answer):
    loss: float
    auc: float | None


class ExpectedFigure(Answer):
    name: str
    value: float
    lower: float
    upper: float


class Quality(Answer):
    window: WindowQuality
    promise: Promise | None
    expected: list[ExpectedFigure] = Field(description="Before the truth is in.")
    expected_because: list[str] = Field(
        description="The assumptions of the expectation, or why there is none."
    )
    concept_drift: bool | None
    concept_drift_reason: str


class CheckDetail(Check):
    replay: Replay | None = Field(description="Null of what is real.")
    inputs: Drift | None
    outputs: Drift | None
    quality: Quality


class QualityPeriod(Answer):
    start: date
    end: date = Field(description="Not included.")
    versions: list[int]
    quality: WindowQuality


class QualityOverTime(Answer):
    model: str
    replay: Replay | None = Field(description="Null of what is real.")
    task: str
    headline: str | None = Field(description="The figure that stands for the model.")
    promised: float | None = Field(description="Of the headline, on the champion's card.")
    interval: Literal["day", "week", "month"]
    periods: list[QualityPeriod]
