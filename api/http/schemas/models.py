from typing import Literal

from pydantic import Field

from api.http.schemas.base import (
    Answer,
    Instant,
    Localised,
    ModelName,
    Order,
    Reason,
    VersionNumber,
)
from api.http.schemas.documents import (
    Card,
    Evaluation,
    Example,
    InputSchema,
    Manifest,
    Metric,
    Presentation,
    TaskName,
)
from api.http.schemas.history import Replay

Stage = Literal[
    "proposed",
    "gated",
    "shadow",
    "canary",
    "promoted",
    "settled",
    "superseded",
    "rolled_back",
    "rejected",
    "aborted",
]


class LiveRequests(Answer):
    last_24_hours: int
    per_minute: float = Field(description="Mean over the last five whole minutes.")


class ModelSummary(Answer):
    name: ModelName
    title: Localised
    summary: Localised
    task: TaskName
    icon: str | None
    recipe: str | None = Field(description="Null for a model registered from its ONNX file.")
    champion: int | None = Field(description="The version that answers by default.")
    headline: Metric | None = Field(description="The champion's metric in one number.")
    live: LiveRequests
    cache_responses: bool
    replay: Replay | None = Field(description="Null of what is real.")


class ModelList(Answer):
    models: list[ModelSummary]


class Execution(Answer):
    """How a version runs, decided from its measured cost when it was registered."""

    mode: Literal["inline", "thread"]
    max_batch_size: int
    row_seconds: float
    batch_seconds: float
    batch_rows: int
    memory_bytes: int
    reason: str
    overridden: bool


class VersionSummary(Answer):
    model: ModelName
    version: int
    digest: str
    created_at: Instant
    created_by: str
    training_run_id: int | None
    stage: Stage | None = Field(description="Null until a rollout has been proposed for it.")
    headline: Metric | None
    execution: Execution


class Documents(Answer):
    """The sealed documents of one version."""

    schema_: InputSchema = Field(alias="schema")
    examples: list[Example]
    card: Card | None
    evaluation: Evaluation | None
    presentation: Presentation | None
    manifest: Manifest


class VersionDetail(VersionSummary, Documents):
    pass


class ModelDetail(ModelSummary, Documents):
    """With the documents of `documented_version`: the champion, or the newest without one."""

    documented_version: int
    versions: list[VersionSummary] = Field(description="Newest first.")


class ModelChange(Order):
    cache_responses: bool | None = None


class ExecutionOverride(Order):
    """What is left out stays as the measured rule decided."""

    mode: Literal["inline", "thread"] | None = None
    max_batch_size: int | None = Field(default=None, ge=1, le=4_096)


class PromotionOrder(Order):
    version: VersionNumber
    reason: Reason


class RollBackOrder(Order):
    reason: Reason
    version: VersionNumber | None = Field(
        default=None, description="The version that is meant to go; another one is a conflict."
    )
