from sqlalchemy import select
from sqlalchemy.orm import Session

from api.core.tables import Check
from api.core.timeline.cursor import earlier
from api.core.timeline.types import Entry, Place
from api.core.timeline.wording import sentences

SOURCE = "check"


def made(session: Session, model: str, before: Place | None, limit: int) -> list[Entry]:
    """What was found, and what the policy decided on it."""
    statement = (
        select(
            Check.id,
            Check.at,
            Check.version,
            Check.drift_severity,
            Check.drift_reason,
            Check.quality_severity,
            Check.quality_reason,
            Check.repair,
            Check.reason,
        )
        .where(Check.model_name == model, earlier(Check.at, Check.id, SOURCE, before))
        .order_by(Check.at.desc(), Check.id.desc())
        .limit(limit)
    )
    return [
        Entry(
            place=Place(row.at, SOURCE, row.id),
            kind="check",
            event=f"check_{row.repair or 'wait'}",
            actor=None,
            version=row.version,
            title=sentences(f"check_{row.repair or 'wait'}", version=row.version),
            reason=row.reason,
            evidence={
                "drift": {"severity": row.drift_severity, "reason": row.drift_reason},
                "quality": {"severity": row.quality_severity, "reason": row.quality_reason},
            },
            path=f"/v1/checks/{row.id}",
        )
        for row in session.execute(statement)
    ]
