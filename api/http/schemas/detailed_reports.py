from typing import Literal

from pydantic import Field

from api.http.schemas.base import Answer, Instant, Order, Reason
from api.http.schemas.jobs import Job


class DetailedReportOrder(Order):
    reason: Reason


class DetailedReport(Answer):
    check_id: int
    reason: str = Field(description="Why it was asked for, the last time.")
    created_at: Instant
    created_by: str
    written_at: Instant | None = Field(description="Null until there is something to read.")
    refusal: str | None = Field(description="Why there was nothing to compare.")
    reference: Literal["trained", "background", "log"] | None = Field(
        description=(
            "What the window is compared with: rows that the graph was trained on, those sealed "
            "with it, or what was served in the window before."
        )
    )
    reference_rows: int | None = Field(description="Of the sample.")
    current_rows: int | None = Field(description="Of the sample.")
    url: str
    job: Job
