from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True)
class TracedFeedback:
    thumb: str
    comment: str
    received_at: datetime


@dataclass(frozen=True)
class TracedTruth:
    truth: int | float | str | bool
    observed_at: datetime
    received_at: datetime
    changes: int
    """How often a later truth contradicted an earlier one."""


@dataclass(frozen=True)
class TracedRow:
    row: int
    occurred_at: datetime
    inputs: dict[str, Any]
    output: dict[str, Any]
    client_key: str | None
    truth: TracedTruth | None
    """None while it has not come."""
    feedback: tuple[TracedFeedback, ...]


@dataclass(frozen=True)
class TracedRun:
    """The training run that made the version."""

    id: int
    recipe: str
    parameters: dict[str, Any]
    asked_at: datetime
    asked_by: str
    reason: str


@dataclass(frozen=True)
class TracedData:
    """What the version was trained on."""

    name: str
    source: str
    licence: str
    sha256: str
    rows: int


@dataclass(frozen=True)
class TracedVersion:
    version: int
    digest: str
    origin: str
    registered_at: datetime
    registered_by: str
    code_commit: str
    libraries: dict[str, str]
    data: TracedData | None
    """None for a graph that was brought along."""
    training_run: TracedRun | None
    mlflow_run_id: str | None


@dataclass(frozen=True)
class TracedStep:
    """One step of a rollout of the version."""

    at: datetime
    step: str
    to_stage: str
    weight: float
    """Share of live traffic after the step, 0–1."""
    actor: str
    reason: str
    evidence: dict[str, Any] | None


@dataclass(frozen=True)
class TracedPolicy:
    number: int
    """0 is the default policy."""
    set_at: datetime | None
    set_by: str | None
    reason: str | None


@dataclass(frozen=True)
class Trace:
    prediction_id: str
    model: str
    version: int
    variant: str
    source: str
    subject: str | None
    served_at: datetime
    latency_seconds: float
    cached: bool
    rows_in_all: int
    rows: tuple[TracedRow, ...]
    """The first of them."""
    lineage: tuple[TracedVersion, ...]
    """The version that answered, then the one that it was recalibrated from, and so on."""
    rollout: tuple[TracedStep, ...]
    """Of the version that answered, up to then; oldest first."""
    policy: TracedPolicy
    """That counted then."""
