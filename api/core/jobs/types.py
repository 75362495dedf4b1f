from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any


class JobState(StrEnum):
    QUEUED = "queued"
    RUNNING = "running"
    SUCCEEDED = "succeeded"
    FAILED = "failed"
    """The task raised an error: trying again would fail again."""
    CANCELLED = "cancelled"
    DEAD = "dead"
    """Its workers vanished ``max_attempts`` times."""


FINAL_STATES = frozenset({JobState.SUCCEEDED, JobState.FAILED, JobState.CANCELLED, JobState.DEAD})


@dataclass(frozen=True)
class Claim:
    """The right to do a job until the lease ends; ``attempt`` is the fencing token."""

    job_id: int
    attempt: int
    task: str
    arguments: dict[str, Any]


@dataclass(frozen=True)
class Waiting:
    """Why a queued job does not run yet."""

    until: datetime | None
    """It is held back until then, as another try of something; null for one that may run."""
    ahead: int
    """Queued jobs of its queue that were asked for before it and may run."""
    running: int
    """Jobs of its queue that run now."""


@dataclass(frozen=True)
class QueueFigures:
    """What autoscaling and alerts look at, for one queue."""

    queue: str
    queued: int
    running: int
    dead: int
    oldest_queued_age_seconds: float
    """0 when nothing is queued; what is kept back for later does not count."""
