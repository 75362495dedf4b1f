from collections import defaultdict
from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.artifact.snapshot import ServedModel, ServedVersion, Snapshot, Variant
from api.core import serving_revision
from api.core.models.types import effective_execution
from api.core.rollouts.types import Stage, Standing
from api.core.tables import Model, ModelVersion, Rollout

CHAMPION = "champion"


def champion(session: Session, model: str) -> int | None:
    """The version that serves the model now."""
    return session.scalars(
        select(Rollout.version).where(
            Rollout.model_name == model, Rollout.stage == Stage.PROMOTED.value
        )
    ).one_or_none()


def champions(session: Session) -> dict[str, int]:
    """Every model that has a champion, and which."""
    statement = select(Rollout.model_name, Rollout.version)
    rows = session.execute(statement.where(Rollout.stage == Stage.PROMOTED.value))
    return {row.model_name: row.version for row in rows}


def history(session: Session, model: str) -> Sequence[Rollout]:
    """Every rollout of a model, newest first."""
    statement = select(Rollout).where(Rollout.model_name == model)
    statement = statement.order_by(Rollout.id.desc())
    return session.scalars(statement.execution_options(populate_existing=True)).all()


def standing(session: Session, model: str) -> Standing:
    rollouts = history(session, model)
    serving = next((r for r in rollouts if r.stage == Stage.PROMOTED.value), None)
    return Standing(
        model=model,
        champion=serving.version if serving else None,
        previous=serving.previous_version if serving else None,
        proposed=frozenset(r.version for r in rollouts if r.stage == Stage.PROPOSED.value),
    )


def revision(session: Session) -> int:
    """Counts up with every change that the data plane must see; cheap enough to ask each second."""
    return serving_revision.revision(session)


def snapshot(session: Session) -> Snapshot:
    """Everything the data plane must know, in one consistent read.

    A model without a champion is left out: nothing of it is served yet.
    """
    number = revision(session)
    served = champions(session)
    known = _served_versions(session)
    models = session.scalars(select(Model).order_by(Model.name))
    return Snapshot(
        revision=number,
        models=tuple(
            ServedModel(
                name=model.name,
                variants=(Variant(name=CHAMPION, version=served[model.name], weight=1.0),),
                versions=tuple(known[model.name]),
                cache_responses=model.cache_responses,
            )
            for model in models
            if model.name in served
        ),
    )


def _served_versions(session: Session) -> dict[str, list[ServedVersion]]:
    """Only the columns needed: a version's documents can be large, and this runs often."""
    columns = (
        ModelVersion.model_name,
        ModelVersion.version,
        ModelVersion.digest,
        ModelVersion.execution,
    )
    found: dict[str, list[ServedVersion]] = defaultdict(list)
    for name, version, digest, execution in session.execute(
        select(*columns).order_by(ModelVersion.model_name, ModelVersion.version)
    ):
        found[name].append(
            ServedVersion(version=version, digest=digest, execution=effective_execution(execution))
        )
    return found
