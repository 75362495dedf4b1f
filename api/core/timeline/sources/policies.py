from sqlalchemy import select
from sqlalchemy.orm import Session

from api.core.tables import PolicyVersion
from api.core.timeline.cursor import earlier
from api.core.timeline.types import Entry, Place
from api.core.timeline.wording import sentences

SOURCE = "policy"


def set_(session: Session, model: str, before: Place | None, limit: int) -> list[Entry]:
    statement = (
        select(PolicyVersion)
        .where(
            PolicyVersion.model_name == model,
            earlier(PolicyVersion.created_at, PolicyVersion.id, SOURCE, before),
        )
        .order_by(PolicyVersion.created_at.desc(), PolicyVersion.id.desc())
        .limit(limit)
    )
    return [
        Entry(
            place=Place(row.created_at, SOURCE, row.id),
            kind="policy",
            event="policy_set",
            actor=row.created_by,
            version=None,
            title=sentences("policy_set", number=row.number),
            reason=row.reason,
            evidence={"number": row.number},
            path=f"/v1/models/{model}/policy/versions",
        )
        for row in session.scalars(statement)
    ]
