from collections.abc import Iterable, Sequence
from typing import ClassVar

import msgspec
from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from api.artifact.schema import Schema
from api.core.errors import FarolError, Kind
from api.core.experiments.rules import Surroundings
from api.core.experiments.types import Status
from api.core.models.queries import get_version
from api.core.paging import Page, page
from api.core.rollouts.queries import champion, history
from api.core.rollouts.types import Stage
from api.core.tables import Experiment, ExperimentAllocation, ExperimentLook

_TAKEN_BACK = frozenset({Stage.REJECTED, Stage.ROLLED_BACK})


class ExperimentAbsent(FarolError):
    kind: ClassVar[Kind] = "not_found"


def get_experiment(session: Session, experiment_id: int) -> Experiment:
    """As it is in the database now. Raises ExperimentAbsent."""
    found = session.get(Experiment, experiment_id, populate_existing=True)
    if found is None:
        raise ExperimentAbsent(f"there is no experiment {experiment_id}")
    return found


def experiments(session: Session, model: str, *, limit: int = 100) -> Sequence[Experiment]:
    """Of one model, newest first."""
    statement = select(Experiment).where(Experiment.model_name == model)
    return session.scalars(statement.order_by(Experiment.id.desc()).limit(limit)).all()


def experiments_page(
    session: Session, model: str, *, search: str = "", before: int | None = None, limit: int = 50
) -> Page[Experiment]:
    """Of one model, newest first; ``search`` is a part of the name or the reason."""
    statement = select(Experiment).where(Experiment.model_name == model)
    if search:
        columns = (Experiment.name, Experiment.reason)
        statement = statement.where(or_(*(c.icontains(search, autoescape=True) for c in columns)))
    return page(session, statement, Experiment.id, before=before, limit=limit)


def running_on(session: Session, model: str) -> int | None:
    """The id of the experiment that runs on a model."""
    statement = select(Experiment.id).where(
        Experiment.model_name == model, Experiment.status == Status.RUNNING.value
    )
    return session.scalars(statement).first()


def running(session: Session) -> Sequence[Experiment]:
    """Of every model, oldest first."""
    statement = select(Experiment).where(Experiment.status == Status.RUNNING.value)
    return session.scalars(statement.order_by(Experiment.id)).all()


def allocations(session: Session, experiment_id: int) -> Sequence[ExperimentAllocation]:
    """In the order of their numbers; none of a draft."""
    statement = select(ExperimentAllocation).where(
        ExperimentAllocation.experiment_id == experiment_id
    )
    return session.scalars(statement.order_by(ExperimentAllocation.number)).all()


def looks(session: Session, experiment_id: int, *, limit: int = 200) -> Sequence[ExperimentLook]:
    """Newest first."""
    statement = select(ExperimentLook).where(ExperimentLook.experiment_id == experiment_id)
    return session.scalars(statement.order_by(ExperimentLook.id.desc()).limit(limit)).all()


def newest_looks(session: Session, experiment_ids: Iterable[int]) -> dict[int, ExperimentLook]:
    """By experiment, in one query; those that were never looked at are left out."""
    newest = (
        select(func.max(ExperimentLook.id))
        .where(ExperimentLook.experiment_id.in_(list(experiment_ids)))
        .group_by(ExperimentLook.experiment_id)
    )
    statement = select(ExperimentLook).where(ExperimentLook.id.in_(newest))
    return {look.experiment_id: look for look in session.scalars(statement)}


def schemas(session: Session, model: str, versions: Iterable[int]) -> dict[int, Schema]:
    """Raises ModelAbsent or VersionAbsent."""
    return {
        version: msgspec.convert(get_version(session, model, version).schema, Schema)
        for version in set(versions)
    }


def surroundings(session: Session, model: str) -> Surroundings:
    rollouts = history(session, model)
    newest = {rollout.version: rollout for rollout in reversed(rollouts)}
    canary = next((r.version for r in rollouts if r.stage == Stage.CANARY.value), None)
    statement = select(Experiment.name).where(
        Experiment.model_name == model, Experiment.status == Status.RUNNING.value
    )
    return Surroundings(
        model=model,
        champion=champion(session, model),
        canary=canary,
        running=session.scalars(statement).one_or_none(),
        taken_back={
            version: rollout.reason
            for version, rollout in newest.items()
            if Stage(rollout.stage) in _TAKEN_BACK
        },
    )
