from typing import Literal

from pydantic import AwareDatetime, Field, JsonValue

from api.http.schemas.base import Answer, Instant, ModelName, Order, Reason
from api.http.schemas.history import Replay
from api.http.schemas.jobs import Job

ReportFormat = Literal["html", "pdf"]
ReportLanguage = Literal["en", "pt-BR"]


class ReportSummary(Answer):
    """A model over [`window_start`, `window_end`)."""

    id: int
    model: ModelName
    replay: Replay | None = Field(description="Null of what is real.")
    window_start: Instant
    window_end: Instant
    reason: str = Field(description="Why it was asked for, the last time.")
    created_at: Instant
    created_by: str
    written_at: Instant | None = Field(description="Null until there is something to read.")
    job: Job


class ReportFile(Answer):
    format: ReportFormat
    language: ReportLanguage
    size_bytes: int
    sha256: str
    url: str


class ReportDetail(ReportSummary):
    files: list[ReportFile]
    document: dict[str, JsonValue] | None = Field(
        description="The figures that the files put into words."
    )


class ReportList(Answer):
    model: ModelName
    reports: list[ReportSummary] = Field(description="Newest window first.")
    next_before: int | None = Field(
        description="Ask with it as `before` for those that follow; null on the last page."
    )


class ReportOrder(Order):
    window_start: AwareDatetime = Field(examples=["2026-11-16T00:00:00Z"])
    window_end: AwareDatetime = Field(
        description="Not part of the window.", examples=["2026-11-23T00:00:00Z"]
    )
    reason: Reason
