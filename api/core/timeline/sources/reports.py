from sqlalchemy import select
from sqlalchemy.orm import Session

from api.core.tables import Report
from api.core.timeline.cursor import earlier
from api.core.timeline.types import Entry, Place
from api.core.timeline.wording import sentences

SOURCE = "report"


def asked(session: Session, model: str, before: Place | None, limit: int) -> list[Entry]:
    statement = (
        select(
            Report.id,
            Report.created_at,
            Report.created_by,
            Report.reason,
            Report.window_start,
            Report.window_end,
        )
        .where(Report.model_name == model, earlier(Report.created_at, Report.id, SOURCE, before))
        .order_by(Report.created_at.desc(), Report.id.desc())
        .limit(limit)
    )
    return [
        Entry(
            place=Place(row.created_at, SOURCE, row.id),
            kind="report",
            event="report_asked",
            actor=row.created_by,
            version=None,
            title=sentences(
                "report_asked",
                start=f"{row.window_start:%Y-%m-%d}",
                end=f"{row.window_end:%Y-%m-%d}",
            ),
            reason=row.reason,
            evidence=None,
            path=f"/v1/reports/{row.id}",
        )
        for row in session.execute(statement)
    ]
