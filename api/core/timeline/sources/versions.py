from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, load_only

from api.core.tables import Job, Model, ModelVersion, TrainingRun
from api.core.timeline.model_time import cut, in_model_time
from api.core.timeline.types import Entry, Place
from api.core.timeline.wording import sentences

SOURCE = "version"
_SMALL = (
    ModelVersion.model_name,
    ModelVersion.version,
    ModelVersion.digest,
    ModelVersion.created_at,
    ModelVersion.created_by,
    ModelVersion.training_run_id,
)


def registered(session: Session, model: str, before: Place | None, limit: int) -> list[Entry]:
    """A model has few versions, and their moments must be worked out: all are read."""
    statement = (
        select(
            ModelVersion,
            ModelVersion.manifest["origin"].as_string(),
            Model.clock_at,
            TrainingRun,
            Job,
        )
        .join(Model, Model.name == ModelVersion.model_name)
        .outerjoin(TrainingRun, TrainingRun.id == ModelVersion.training_run_id)
        .outerjoin(Job, Job.id == TrainingRun.job_id)
        .where(ModelVersion.model_name == model)
        .options(load_only(*_SMALL))
    )
    return cut([_entry(*row) for row in session.execute(statement)], before, limit)


def _entry(
    row: ModelVersion,
    origin: str,
    clock_at: datetime | None,
    run: TrainingRun | None,
    job: Job | None,
) -> Entry:
    made = row.created_at
    # Later than the model's own clock shows: it was written down by the wall's.
    if clock_at is not None and made > clock_at and run is not None and job is not None:
        made = in_model_time(run, job, made)
    return Entry(
        place=Place(made, SOURCE, row.id),
        kind="version",
        event="version_registered",
        actor=row.created_by,
        version=row.version,
        title=sentences("version_registered", version=row.version),
        reason=f"registered from {origin}",
        evidence={"digest": row.digest, "training_run_id": row.training_run_id},
        path=f"/v1/models/{row.model_name}/versions/{row.version}",
    )
