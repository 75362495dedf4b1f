from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from api.http.schemas.base import MAX_ROW_ID, Answer, Instant, ModelName, Order, Reason

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


class Waiting(Answer):
    """Why a queued job does not run yet."""

    until: Instant | None = Field(
        description="Held back until then, as another try of something; null where it may run."
    )
    ahead: int = Field(description="Jobs of its queue that come before it.")
    running: int = Field(description="Jobs of its queue that run now.")


class JobDetail(Job):
    queue: str
    arguments: dict[str, Any] = Field(description="Ids of what it works on.")
    model: str | None = Field(description="That it is about.")
    worker: str | None = Field(description="That runs it.")
    lease_expires_at: Instant | None = Field(
        description="When a running job is taken from its worker that gives no sign of life, or a "
        "queued one is announced again."
    )
    waiting: Waiting | None = Field(description="Of a queued job alone.")


class JobsAsked(BaseModel):
    """What is left out is not asked for."""

    model_config = ConfigDict(frozen=True, protected_namespaces=())

    state: Annotated[list[JobState], Field(description="Any of these.")] = []
    queue: Annotated[str, Field(max_length=32)] | None = None
    task: Annotated[str, Field(max_length=64)] | None = None
    model: ModelName | None = None
    search: Annotated[
        str, Field(max_length=100, description="In the task, the message, the error or the id.")
    ] = ""
    before_id: Annotated[int, Field(ge=1, le=MAX_ROW_ID)] | None = None
    limit: Annotated[int, Field(ge=1, le=200)] = 50


class JobList(Answer):
    jobs: list[JobDetail] = Field(description="Newest first.")
    next_before_id: int | None = Field(
        description="Ask with it as `before_id` for older ones; null where there are none."
    )


class JobOrder(Order):
    reason: Reason


class Queue(Answer):
    queue: str
    queued: int
    running: int
    dead: int
    oldest_queued_age_seconds: float = Field(
        description="0 when nothing is queued; what is held back for later does not count."
    )


class QueueList(Answer):
    queues: list[Queue] = Field(description="Those that have ever had a job, by name.")


class JobEvent(Answer):
    """The `data` of one server-sent event; its `event` is the kind and its `id` the event's id."""

    id: int
    at: Instant
    kind: Literal["state", "progress", "log"]
    level: Literal["debug", "info", "warning", "error"]
    message: str
    progress: float | None
