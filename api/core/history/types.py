"""What can be loaded: the departures of 2013, about which flight-delay is asked."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Literal

from api.core.jobs.types import JobState
from api.core.tables import History, Job

BASE_MODEL = "flight-delay"
REPLAY_MODEL = f"{BASE_MODEL}-replay"
"""Bears the rows: what is real and what is replayed never meet under one name."""
TITLE_ENDINGS = {"en": " (replay of 2013)", "pt-BR": " (reprise de 2013)"}

RECORDING_ENDS = datetime(2014, 1, 1, 5, tzinfo=UTC)
"""Midnight in New York: the last departure of 2013 is behind."""
WEEKS = 26
ONE_IN = 3
"""Some three hundred questions a day, as a small airline would ask."""

Status = Literal["absent", "loading", "loaded", "stopped", "removing"]


@dataclass(frozen=True)
class Plan:
    """Which stretch is shown, and which of the recording it is."""

    starts_at: datetime
    ends_at: datetime
    """Half-open."""
    shifted_weeks: int

    @property
    def shift(self) -> timedelta:
        return timedelta(weeks=self.shifted_weeks)

    @property
    def recorded_from(self) -> datetime:
        return self.starts_at - self.shift

    @property
    def recorded_to(self) -> datetime:
        return self.ends_at - self.shift


@dataclass(frozen=True)
class Situation:
    """Where loading or removing stands."""

    status: Status
    history: History | None
    """None where there is none."""
    job: Job | None
    """That loads or removes it, or did so last."""

    @property
    def is_stuck(self) -> bool:
        """The job that should remove it ended otherwise."""
        return self.job is not None and self.job.state in (
            JobState.FAILED.value,
            JobState.CANCELLED.value,
            JobState.DEAD.value,
        )


@dataclass(frozen=True)
class Extent:
    """Rows that would go."""

    predictions: int
    truths: int
    rollups: int
    days: int
    checks: int
    alerts: int
