"""Experiments as JSON; the core's types say what each setting means."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from api.http.schemas.base import Answer, Instant, ModelName, Order, Reason, VersionNumber

Measure = Literal["quality", "feedback", "latency", "value", "errors"]
Status = Literal["draft", "running", "stopped", "discarded"]
Action = Literal["start", "stop", "discard"]
Share = Annotated[float, Field(description="0–1")]
Count = Annotated[int, Field(ge=0, le=1_000_000_000)]
Sentences = Annotated[dict[str, str], Field(description="By language tag.")]
ByArm = Annotated[dict[str, float], Field(description="By arm.")]


class PlanPart(BaseModel):
    """The same in a request and in an answer; a setting that we do not know is refused."""

    model_config = ConfigDict(
        extra="forbid",
        frozen=True,
        from_attributes=True,
        protected_namespaces=(),
        allow_inf_nan=False,
    )


class ExperimentArm(PlanPart):
    name: str = Field(min_length=1, max_length=12, examples=["new"])
    version: VersionNumber
    share: Share


class ExperimentValue(PlanPart):
    value: float
    answer: str | None = Field(max_length=200, description="Label that was answered; null is any.")
    truth: str | None = Field(max_length=200, description="Label that was true; null is any.")


class ExperimentGoal(PlanPart):
    measure: Measure = Field(
        description="`quality`: loss of an answer; `feedback`: thumbs up; `latency`: seconds; "
        "`value`: what an answer was worth."
    )
    values: list[ExperimentValue] = Field(
        max_length=200,
        description="Of `value`: the first that fits counts, none is 0. Empty: the truth itself, "
        "a number.",
    )


class ExperimentGuardrail(PlanPart):
    measure: Measure
    tolerance: float = Field(description="Worse than the control by at most this, in its own unit.")


class ExperimentHorizon(PlanPart):
    subjects: Count
    days: float


class ThompsonSettings(PlanPart):
    floor: Share
    every_hours: float = Field(description="At the most so often the shares change.")


class ExperimentPlan(PlanPart):
    arms: list[ExperimentArm] = Field(max_length=20, description="Their shares add up to 1.")
    control: str = Field(max_length=12, description="The arm that the others are compared with.")
    goal: ExperimentGoal
    minimum_effect: float = Field(description="Smallest improvement worth having, in its unit.")
    confidence: Share = Field(description="That nothing false is ever said, at whatever look.")
    guardrails: list[ExperimentGuardrail] = Field(max_length=10)
    horizon: ExperimentHorizon
    minimum_subjects: Count = Field(description="Of each arm, before anything is said of it.")
    mode: Literal["fixed", "thompson"]
    thompson: ThompsonSettings
    covariate_days: float = Field(description="Of a subject's own past, to compare with; 0: none.")
    stops_itself: bool = Field(description="Whether a stop rule ends it, or only says so.")


class Effect(Answer):
    """Improvement over the control; above 0 is better. Null where nothing is known yet."""

    estimate: float | None
    lower: float | None
    upper: float | None


class ArmResult(Answer):
    name: str
    version: int
    share: Share
    subjects: int = Field(description="That met it first.")
    measured: int = Field(description="Of these, those whose goal is known.")
    mean: float | None = Field(description="Plain mean of the goal.")
    effect: Effect | None = Field(description="Null for the control.")
    verdict: str | None = Field(examples=["better", "undecided", "too little data"])
    breached: list[str] = Field(description="Measures whose guardrail it is shown to break.")
    unjudged: list[str] = Field(description="Measures of whose guardrail too little is known yet.")


class GuardrailResult(Answer):
    measure: Measure
    tolerance: float
    means: dict[str, float | None] = Field(description="By arm.")
    counted: dict[str, int] = Field(description="Subjects, or requests of `errors`, by arm.")
    broken_by: list[str]


class SampleRatio(Answer):
    """Whether the subjects reached the arms in the set shares; if not, nothing can be learnt."""

    mismatch: bool
    counts: dict[str, int] = Field(description="Subjects by arm.")
    expected_shares: ByArm


class ExperimentResult(Answer):
    decision: str = Field(examples=["continue", "win", "harm", "futile", "horizon reached"])
    winner: str | None
    stops: str | None = Field(description="The stop rule that holds, in a sentence.")
    sentences: Sentences = Field(description="What was learnt and how sure that is.")
    arms: list[ArmResult]
    guardrails: list[GuardrailResult]
    ratio: SampleRatio
    rows: int
    subjects: int
    with_past: int = Field(description="Measured subjects with a past of their own (CUPED).")
    allocation: int = Field(description="Number of the newest shares.")


class ExperimentLook(Answer):
    """What was seen once, never changed afterwards."""

    at: Instant
    decision: str
    subjects: int
    sentences: Sentences
    effects: dict[str, Effect] = Field(description="By arm, without the control.")


class ExperimentAllocation(Answer):
    number: int = Field(description="As in the variant `exp-<experiment>.<number>:<arm>`.")
    at: Instant
    shares: ByArm
    reason: str


class ExperimentSummary(Answer):
    id: int
    model: ModelName
    name: str
    status: Status
    revision: int = Field(description="Counts the changes; send it back as `seen_revision`.")
    created_at: Instant
    created_by: str = Field(examples=["person:admin"])
    reason: str = Field(description="Why it was made.")
    started_at: Instant | None
    started_by: str | None
    start_reason: str | None
    stopped_at: Instant | None
    stopped_by: str | None = Field(description="`policy:experiments` is a stop rule.")
    stop_reason: str | None
    learnt: Sentences | None = Field(description="At the newest look; null before the first.")


class ExperimentDetail(ExperimentSummary):
    plan: ExperimentPlan
    result: ExperimentResult | None = Field(description="Of the newest look.")
    looked_at: Instant | None
    looks: list[ExperimentLook] = Field(description="Newest first.")
    allocations: list[ExperimentAllocation] = Field(description="Oldest first.")


class ExperimentList(Answer):
    model: ModelName
    running: int | None = Field(description="Id of the experiment that runs.")
    experiments: list[ExperimentSummary] = Field(description="Newest first.")
    next_before: int | None = Field(
        description="Ask with it as `before` for those that follow; null on the last page."
    )


class ExperimentOrder(Order):
    name: str = Field(min_length=1, max_length=120)
    plan: ExperimentPlan
    reason: Reason


class ExperimentActionOrder(Order):
    action: Action
    reason: Reason
    seen_revision: int | None = Field(
        default=None,
        ge=0,
        le=2**31 - 1,
        description="Of the experiment as it was looked at; if it has moved on, it is a conflict.",
    )
