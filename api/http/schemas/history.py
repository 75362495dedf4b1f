from typing import Literal

from pydantic import Field

from api.http.schemas.base import Answer, Instant, ModelName, Order, Reason
from api.http.schemas.jobs import Job


class Replay(Answer):
    """Where rows come from that nobody was served: a recording, asked again and moved in time."""

    recording: Literal["flights-2013"]
    model: ModelName = Field(description="That bears the rows.", examples=["flight-delay-replay"])
    base_model: ModelName
    base_version: int = Field(description="Of the base model, which gave the answers.")
    shifted_weeks: int = Field(
        description="A recorded moment and so many weeks are the moment that is shown."
    )
    starts_at: Instant
    ends_at: Instant = Field(description="Not included.")
    recorded_from: Instant = Field(description="The same stretch as it was recorded.")
    recorded_to: Instant
    one_in: int = Field(description="Of so many recorded questions one is asked.")


class HistoryExtent(Answer):
    """Rows that go when it is removed; no other row does."""

    predictions: int
    truths: int
    rollups: int = Field(description="Minutes in which something was served.")
    days: int = Field(description="Whose quality was measured.")
    checks: int
    alerts: int


HistoryStatus = Literal["absent", "loading", "loaded", "stopped", "removing"]


class HistoryState(Answer):
    status: HistoryStatus = Field(
        description="`stopped` is one whose job failed or was cancelled: it can be loaded further, "
        "unless it was being removed, and removed."
    )
    is_going: bool = Field(description="It is being removed, or its removal was stopped.")
    replay: Replay = Field(description="What is there, or would be if it were loaded now.")
    loaded_until: Instant | None = Field(description="Null before its first day is there.")
    predictions: int
    truths: int
    real_predictions: int = Field(
        description="Of the base model about the same days: with many of them no history is needed."
    )
    extent: HistoryExtent | None = Field(description="Null while a job changes it, or of none.")
    job: Job | None = Field(description="That loads or removes it, or did so last.")


class HistoryOrder(Order):
    reason: Reason = "To see Farol with data in it."
