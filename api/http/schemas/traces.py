from typing import Any

from pydantic import Field, JsonValue

from api.http.schemas.base import Answer, Instant, ModelName
from api.http.schemas.history import Replay


class TracedFeedback(Answer):
    thumb: str
    comment: str
    received_at: Instant


class TracedTruth(Answer):
    truth: JsonValue
    observed_at: Instant
    received_at: Instant
    changes: int = Field(description="How often a later truth contradicted an earlier one.")


class TracedRow(Answer):
    row: int
    occurred_at: Instant
    inputs: dict[str, JsonValue]
    output: dict[str, JsonValue]
    client_key: str | None
    truth: TracedTruth | None = Field(description="Null while it has not come.")
    feedback: list[TracedFeedback]


class TracedRun(Answer):
    id: int
    recipe: str
    parameters: dict[str, Any]
    asked_at: Instant
    asked_by: str
    reason: str


class TracedData(Answer):
    name: str
    source: str
    licence: str
    sha256: str
    rows: int


class TracedVersion(Answer):
    version: int
    digest: str
    origin: str
    registered_at: Instant
    registered_by: str
    code_commit: str
    libraries: dict[str, str]
    data: TracedData | None = Field(description="Null for a graph that was brought along.")
    training_run: TracedRun | None
    mlflow_run_id: str | None


class TracedStep(Answer):
    at: Instant
    step: str
    to_stage: str
    weight: float = Field(description="Share of live traffic after the step, 0–1.")
    actor: str
    reason: str
    evidence: dict[str, JsonValue] | None


class TracedPolicy(Answer):
    number: int = Field(description="0 is the default policy.")
    set_at: Instant | None
    set_by: str | None
    reason: str | None


class Trace(Answer):
    """One answer, and everything that made it what it was."""

    prediction_id: str
    model: ModelName
    replay: Replay | None = Field(description="Null of what is real.")
    version: int
    variant: str
    source: str
    subject: str | None
    served_at: Instant
    latency_seconds: float
    cached: bool
    rows_in_all: int
    rows: list[TracedRow] = Field(description="At most the first 100.")
    lineage: list[TracedVersion] = Field(
        description="The version that answered, then the one it was recalibrated from, and so on."
    )
    rollout: list[TracedStep] = Field(
        description="Who let the version answer, and why; up to then, oldest first."
    )
    policy: TracedPolicy = Field(description="That counted then.")
