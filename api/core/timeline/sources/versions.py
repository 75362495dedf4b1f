from sqlalchemy import select
from sqlalchemy.orm import Session

from api.core.tables import ModelVersion
from api.core.timeline.cursor import earlier
from api.core.timeline.types import Entry, Place
from api.core.timeline.wording import sentences

SOURCE = "version"


def registered(session: Session, model: str, before: Place | None, limit: int) -> list[Entry]:
    is_earlier = earlier(ModelVersion.created_at, ModelVersion.id, SOURCE, before)
    statement = (
        select(
            ModelVersion.id,
            ModelVersion.created_at,
            ModelVersion.created_by,
            ModelVersion.version,
            ModelVersion.digest,
            ModelVersion.training_run_id,
            ModelVersion.manifest["origin"].as_string().label("origin"),
        )
        .where(ModelVersion.model_name == model, is_earlier)
        .order_by(ModelVersion.created_at.desc(), ModelVersion.id.desc())
        .limit(limit)
    )
    return [
        Entry(
            place=Place(row.created_at, SOURCE, row.id),
            kind="version",
            event="version_registered",
            actor=row.created_by,
            version=row.version,
            title=sentences("version_registered", version=row.version),
            reason=f"registered from {row.origin}",
            evidence={"digest": row.digest, "training_run_id": row.training_run_id},
            path=f"/v1/models/{model}/versions/{row.version}",
        )
        for row in session.execute(statement)
    ]
