from typing import Literal

from pydantic import Field, JsonValue

from api.http.schemas.base import Answer, Instant, Localised, ModelName
from api.http.schemas.history import Replay

TimelineKind = Literal[
    "version",
    "training",
    "rollout",
    "policy",
    "check",
    "alert",
    "experiment",
    "failure",
    "report",
]


class TimelineEntry(Answer):
    id: str = Field(
        description="The same each time that the entry is told; as `before`, the page after it."
    )
    at: Instant
    kind: TimelineKind
    event: str = Field(description="What happened, for programs.", examples=["rollout_promote"])
    actor: str | None = Field(
        description="Null where nobody acted.", examples=["person:admin", "policy:rollouts"]
    )
    version: int | None
    title: Localised
    reason: str | None = Field(description="In the words of whoever did it.")
    evidence: dict[str, JsonValue] | None = Field(description="The figures that it rests on.")
    path: str | None = Field(description="Where this API tells the whole of it.")


class Timeline(Answer):
    model: ModelName
    replay: Replay | None = Field(description="Null of what is real.")
    entries: list[TimelineEntry] = Field(description="Newest first.")
    next_before: str | None = Field(description="`before` of the next page; null on the last.")
