from typing import Literal

from pydantic import Field, JsonValue

from api.http.schemas.base import Answer, Instant, ModelName, Order, Reason, VersionNumber
from api.http.schemas.jobs import Job
from api.http.schemas.models import Stage

Action = Literal["approve", "pause", "resume", "abort", "promote", "roll_back"]


class Rollout(Answer):
    """One version's way to users."""

    id: int
    model: ModelName = Field(validation_alias="model_name")
    version: int
    previous_version: int | None = Field(description="Where a rollback returns to.")
    stage: Stage
    weight: float = Field(description="Share of live traffic, 0–1.")
    reason: str = Field(description="Of the last step.")
    revision: int = Field(description="Counts the steps; send it back as `seen_revision`.")
    stage_since: Instant | None = Field(
        description="When this stage, or this weight of the canary, began."
    )
    paused_at: Instant | None
    approved: bool = Field(description="A person has agreed to the next stage.")
    probation_until: Instant | None = Field(
        description="While the old champion still scores in shadow."
    )
    waits_for: str | None = Field(description="What the policy found when it last looked.")
    waits_until: Instant | None
    evidence: dict[str, JsonValue] | None = Field(
        description="The figures of that look: `gate`, `pairs`, `guardrails`. Null until the first "
        "one in this stage."
    )
    evidence_at: Instant | None = Field(description="When that look was, by the model's clock.")
    created_at: Instant
    updated_at: Instant


class RolloutTransition(Answer):
    """One step, never changed afterwards."""

    revision: int
    at: Instant
    step: str
    from_stage: Stage | None = Field(description="Null for the proposal.")
    to_stage: Stage
    weight: float = Field(description="Share of live traffic after the step, 0–1.")
    actor: str = Field(examples=["person:admin", "policy:rollouts"])
    reason: str
    evidence: dict[str, JsonValue] | None = Field(
        description="The figures that the step rests on: `gate`, `pairs`, `guardrails`."
    )


class RolloutDetail(Rollout):
    transitions: list[RolloutTransition] = Field(description="Oldest first.")


class RolloutList(Answer):
    model: ModelName
    champion: int | None
    under_way: int | None = Field(description="The version that is gated, in shadow or a canary.")
    rollouts: list[RolloutDetail] = Field(description="Newest first.")
    next_before: int | None = Field(
        description="Ask with it as `before` for those that follow; null on the last page."
    )


class ProposalOrder(Order):
    version: VersionNumber
    reason: Reason


class AdvanceOrder(Order):
    as_of: Instant | None = Field(
        default=None,
        description="For a replay: from now on the model goes by a clock of its own, set to this.",
    )


class AdvanceAsked(Answer):
    model: str
    job: Job


class RolloutActionOrder(Order):
    action: Action
    reason: Reason
    seen_revision: int | None = Field(
        default=None,
        ge=0,
        le=2**31 - 1,
        description="Of the rollout as it was looked at; when it has moved on, this is a conflict.",
    )
