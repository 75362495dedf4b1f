from typing import Annotated, Literal

from pydantic import Field

from api.core.overview.rules import Need
from api.http.schemas.base import Answer, Instant, Localised, ModelName
from api.http.schemas.checks import MeasuredFigure, Severity
from api.http.schemas.jobs import JobState
from api.http.schemas.models import LiveRequests, Stage


class Attention(Answer):
    need: Need
    count: int = Field(description="Of alerts, jobs or rows; 1 where there is nothing to count.")


class ServedNow(Answer):
    version: int
    since: Instant | None = Field(description="By the model's clock.")
    stage: Stage
    probation_until: Instant | None


class TrialNow(Answer):
    rollout_id: int
    version: int
    stage: Stage
    weight: float = Field(description="Share of live traffic, 0–1.")
    since: Instant | None
    paused: bool
    awaits_approval: bool
    waits_for: str | None = Field(description="What the policy found when it last looked.")
    waits_until: Instant | None


class QualityNow(Answer):
    """Of the newest check."""

    severity: Severity
    reason: str
    promised: float | None = Field(description="Of the headline, on the champion's card.")
    headline: str | None
    title: Localised | None
    better: Literal["lower", "higher", "target"] | None
    unit: str
    figure: MeasuredFigure | None = Field(description="The headline on live rows with truth.")
    rows: int
    truths: int
    truth_coverage: float | None = Field(description="Share of the rows whose truth is in.")


class DriftNow(Answer):
    severity: Severity
    reason: str


class LastTraining(Answer):
    id: int
    state: JobState
    version: int | None
    created_at: Instant
    error: str | None


class UnresolvedAlerts(Answer):
    open_serious: int
    open_moderate: int
    acknowledged: int
    about_jobs: int


class ModelOverview(Answer):
    name: ModelName
    title: Localised
    attention: list[Attention] = Field(description="The most pressing first; empty when well.")
    serves: ServedNow | None
    trial: TrialNow | None = Field(description="The version that is tried beside the champion.")
    checked_at: Instant | None = Field(description="By the model's clock.")
    quality: QualityNow | None = Field(description="Null before the first check.")
    drift: DriftNow | None
    last_training: LastTraining | None
    alerts: UnresolvedAlerts
    live: LiveRequests
    recipe: str | None


class Overview(Answer):
    models: Annotated[list[ModelOverview], Field(description="Who needs somebody most first.")]
    elsewhere: UnresolvedAlerts = Field(description="Alerts about no model.")
