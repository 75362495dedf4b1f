from typing import Literal

from pydantic import Field

from api.http.schemas.base import Answer, Instant, ModelName
from api.http.schemas.jobs import Job

BatchFormat = Literal["csv", "parquet", "ndjson"]


class BatchPrediction(Answer):
    id: str
    model: ModelName
    version: int = Field(description="Fixed when asked for: every row is scored by one version.")
    format: BatchFormat
    filename: str
    size_bytes: int
    rows_scored: int
    rows_refused: int
    created_at: Instant
    created_by: str
    expires_at: Instant | None = Field(
        description="When a visitor's file and its result are gone; null for everybody else's."
    )
    job: Job
    result_url: str | None = Field(description="Null until the job has succeeded.")
    errors_url: str | None = Field(description="Null unless rows were refused.")


class BatchLimits(Answer):
    """What a file may be that somebody without an account or a key sends."""

    allowed: bool = Field(description="Whether visitors may predict at all.")
    rows: int
    size_bytes: int
    kept_minutes: int
