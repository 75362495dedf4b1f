from typing import Literal

from pydantic import Field

from api.http.schemas.base import Answer, Instant

JobState = Literal["queued", "running", "succeeded", "failed", "cancelled", "dead"]


class Job(Answer):
    id: int
    task: str
    state: JobState
    attempt: int
    max_attempts: int
    progress: float = Field(description="Share done, 0–1.")
    message: str
    error: str | None
    cancel_requested_at: Instant | None
    created_at: Instant
    created_by: str
    started_at: Instant | None
    finished_at: Instant | None


class JobEvent(Answer):
    """The `data` of one server-sent event; its `event` is the kind and its `id` the event's id."""

    id: int
    at: Instant
    kind: Literal["state", "progress", "log"]
    level: Literal["debug", "info", "warning", "error"]
    message: str
    progress: float | None
