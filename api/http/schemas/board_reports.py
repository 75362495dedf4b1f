"""The executive dashboard on paper."""

from datetime import date
from typing import Literal

from pydantic import Field

from api.core.kpis.types import Interval
from api.http.schemas.base import Answer, Instant, ModelName, Order
from api.http.schemas.jobs import Job
from api.http.schemas.kpis import KpiSpan

BoardLanguage = Literal["en", "pt-BR"]


class BoardReportOrder(Order):
    """What is on the screen; what is left out is as in `GET /v1/kpis`."""

    start: date | None = Field(default=None, alias="from")
    end: date | None = Field(default=None, alias="to", description="Not included.")
    interval: Interval = "day"
    model: ModelName | None = None
    compare_start: date | None = Field(default=None, alias="compare_from")
    compare_end: date | None = Field(default=None, alias="compare_to")


class BoardReportFile(Answer):
    language: BoardLanguage
    url: str


class BoardReport(Answer):
    id: int
    period: KpiSpan
    previous: KpiSpan
    interval: Interval
    model: str | None
    created_at: Instant
    created_by: str
    written_at: Instant | None = Field(description="Null until there is something to read.")
    job: Job
    files: list[BoardReportFile]
