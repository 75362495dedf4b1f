"""A policy as JSON. It is sent whole, with every setting; the core's types say what each means."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from api.http.schemas.base import Answer, Instant, ModelName, Order, Reason

Count = Annotated[int, Field(ge=0, le=1_000_000_000)]
Share = Annotated[float, Field(description="0–1")]
Sentences = Annotated[
    dict[str, list[str]], Field(description="What the policy does, by language tag.")
]


class PolicyPart(BaseModel):
    """The same in a request and in an answer; a setting that we do not know is refused."""

    model_config = ConfigDict(
        extra="forbid",
        frozen=True,
        from_attributes=True,
        protected_namespaces=(),
        allow_inf_nan=False,
    )


class PolicyChecks(PolicyPart):
    every_hours: float
    drift_window_days: float
    quality_window_days: float
    min_rows: Count


class PolicySeverity(PolicyPart):
    drift_moderate_share: Share
    drift_serious_share: Share
    quality_moderate_loss: float = Field(description="Share of the loss at promotion.")
    quality_serious_loss: float


class PolicyRecalibration(PolicyPart):
    allowed: bool
    min_rows: Count
    max_auc_loss: float
    min_calibration_shift: float
    cooldown_hours: float
    schedule_days: float | None = Field(description="Since the last repair; null is no schedule.")
    window_days: Count = Field(description="Of served rows that the line is fitted on.")
    holdout_days: Count = Field(description="The newest of them, judged on and not fitted on.")
    refit: bool = Field(description="Fits once more on all of them after that.")


class PolicyRetraining(PolicyPart):
    automatic: bool
    schedule_days: float | None = Field(description="Null is no schedule.")
    drift_checks: Count | None = Field(description="Checks running in which drift was serious.")
    on_quality_loss: bool
    new_truth_rows: Count | None
    new_truth_share: float | None = Field(description="Of the rows that it was trained on.")
    cooldown_hours: float
    budget: Count = Field(description="Retrainings in any `budget_days`.")
    budget_days: float
    holdout_days: Count = Field(description="Served days judged on and not trained on.")
    calibration_days: Count = Field(
        description="Served days before those, calibrated on and not trained on; 0 is none."
    )
    refit: bool = Field(description="Trains once more on all of them after that.")
    parameters: Annotated[
        dict[str, float | int | str | bool | None],
        Field(max_length=50, description="Of the recipe, where they differ from its defaults."),
    ]
    recalibration: PolicyRecalibration


class PolicyGate(PolicyPart):
    min_rows: Count
    margin: Share = Field(description="Loss that it may add, as a share of the champion's.")
    slice_margin: Share
    min_slice_rows: Count
    max_latency_ratio: float
    max_size_ratio: float
    max_wait_days: float


class PolicyShadow(PolicyPart):
    demand: Literal["no_harm", "not_worse", "better"]
    min_rows: Count
    min_days: float
    max_days: float
    min_truth_coverage: Share
    max_dropped_share: Share
    approval_days: float


class PolicyCanaryStep(PolicyPart):
    weight: Share
    min_rows: Count
    min_hours: float


class PolicyCanary(PolicyPart):
    steps: list[PolicyCanaryStep] = Field(max_length=20)
    max_days: float = Field(description="At one step.")


class PolicyGuardrails(PolicyPart):
    max_error_share: Share
    max_latency_ratio: float
    max_score_shift: float
    max_nan_share: Share


class PolicyProbation(PolicyPart):
    days: float
    min_rows: Count


class Policy(PolicyPart):
    checks: PolicyChecks
    severity: PolicySeverity
    retraining: PolicyRetraining
    gate: PolicyGate
    shadow: PolicyShadow
    canary: PolicyCanary
    guardrails: PolicyGuardrails
    probation: PolicyProbation
    approvals: list[Literal["shadow", "canary", "promotion"]] = Field(max_length=3)
    takes_back: bool


class PolicyVersion(Answer):
    number: int = Field(description="0 is the default policy.")
    policy: Policy
    created_at: Instant | None = Field(description="Null for the default policy.")
    created_by: str | None
    reason: str | None


class PolicyDetail(PolicyVersion):
    model: ModelName
    preview: Sentences


class PolicyHistory(Answer):
    model: ModelName
    versions: list[PolicyVersion] = Field(description="Newest first, without the default.")
    next_before: int | None = Field(
        description="Ask with it as `before` for those that follow; null on the last page."
    )


class PolicyPreview(Answer):
    preview: Sentences
    contradictions: list[str] = Field(description="Why it would be refused; empty if it would not.")


class PolicyOrder(Order):
    policy: Policy
    seen_number: Count = Field(description="Number of the version that it was made from.")
    reason: Reason


class PolicyPreviewOrder(Order):
    policy: Policy
