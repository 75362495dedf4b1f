from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import ClassVar

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from api.artifact.snapshot import ServedModel, ServedVersion, Snapshot
from api.core import serving_revision
from api.core.access.key_queries import served_keys
from api.core.errors import FarolError, Kind
from api.core.experiments.traffic import running_splits
from api.core.models.queries import REPLAY
from api.core.models.types import effective_execution
from api.core.paging import Page, page
from api.core.rollouts.traffic import Traffic, traffic
from api.core.rollouts.types import CHAMPION_STAGES, UNDER_WAY, RolloutState, Stage, Standing
from api.core.tables import Model, ModelVersion, Rollout, RolloutTransition

OPEN = frozenset({Stage.PROPOSED, Stage.PROMOTED}) | UNDER_WAY
"""Stages about which there is something to decide."""
_IN_TRAFFIC = tuple(stage.value for stage in CHAMPION_STAGES | UNDER_WAY)
_CHAMPION = tuple(stage.value for stage in CHAMPION_STAGES)
_OF_MODEL = Model.name == Rollout.model_name
_TRIED = (Stage.SHADOW.value, Stage.CANARY.value, Stage.PROMOTED.value)
_STOPPED = (Stage.REJECTED.value, Stage.ROLLED_BACK.value)


class RolloutAbsent(FarolError):
    kind: ClassVar[Kind] = "not_found"


def champion(session: Session, model: str) -> int | None:
    """The version that serves the model now."""
    return session.scalars(
        select(Rollout.version).where(Rollout.model_name == model, Rollout.stage.in_(_CHAMPION))
    ).one_or_none()


def champions(session: Session) -> dict[str, int]:
    """Every real model that has a champion, and which."""
    statement = select(Rollout.model_name, Rollout.version).join(Model, _OF_MODEL)
    rows = session.execute(statement.where(Rollout.stage.in_(_CHAMPION), Model.origin != REPLAY))
    return {row.model_name: row.version for row in rows}


def get_rollout(session: Session, rollout_id: int) -> Rollout:
    """As it is in the database now. Raises RolloutAbsent."""
    rollout = session.get(Rollout, rollout_id, populate_existing=True)
    if rollout is None:
        raise RolloutAbsent(f"there is no rollout {rollout_id}")
    return rollout


def history(session: Session, model: str) -> Sequence[Rollout]:
    """Every rollout of a model, newest first."""
    statement = select(Rollout).where(Rollout.model_name == model)
    statement = statement.order_by(Rollout.id.desc())
    return session.scalars(statement.execution_options(populate_existing=True)).all()


def history_page(
    session: Session,
    model: str,
    *,
    versions: Collection[int] = (),
    before: int | None = None,
    limit: int = 50,
) -> Page[Rollout]:
    """Newest first; with ``versions`` only those that brought one of them, or replaced it."""
    statement = select(Rollout).where(Rollout.model_name == model)
    if versions:
        columns = (Rollout.version, Rollout.previous_version)
        statement = statement.where(or_(*(column.in_(versions) for column in columns)))
    return page(session, statement, Rollout.id, before=before, limit=limit)


def transitions(
    session: Session, rollout_ids: Iterable[int]
) -> dict[int, Sequence[RolloutTransition]]:
    """Every step of each of the rollouts, oldest first, in one query."""
    found: dict[int, list[RolloutTransition]] = {number: [] for number in rollout_ids}
    statement = select(RolloutTransition).where(RolloutTransition.rollout_id.in_(found))
    for row in session.scalars(statement.order_by(RolloutTransition.id)):
        found[row.rollout_id].append(row)
    return dict(found)


def transitions_after(
    session: Session, rollout_id: int, revision: int
) -> Sequence[RolloutTransition]:
    """What happened to a rollout after somebody looked, oldest first."""
    statement = select(RolloutTransition).where(
        RolloutTransition.rollout_id == rollout_id, RolloutTransition.revision > revision
    )
    return session.scalars(statement.order_by(RolloutTransition.id)).all()


def last_stop_by(session: Session, model: str, at: datetime) -> RolloutTransition | None:
    """The newest step by then, by the model's clock, that ended a version's trial against it."""
    statement = select(RolloutTransition).where(
        RolloutTransition.model_name == model,
        RolloutTransition.from_stage.in_(_TRIED),
        RolloutTransition.to_stage.in_(_STOPPED),
        RolloutTransition.at <= at,
    )
    return session.scalars(statement.order_by(RolloutTransition.id.desc()).limit(1)).one_or_none()


def standing(session: Session, model: str) -> Standing:
    rollouts = history(session, model)
    serving = next((r for r in rollouts if r.stage in _CHAMPION), None)
    tried = next((r for r in rollouts if Stage(r.stage) in UNDER_WAY), None)
    return Standing(
        model=model,
        champion=serving.version if serving else None,
        previous=serving.previous_version if serving else None,
        proposed=frozenset(r.version for r in rollouts if r.stage == Stage.PROPOSED.value),
        under_way=tried.version if tried else None,
        last_change=_last_change(session, serving) if serving else None,
    )


def open_states(session: Session, model: str) -> tuple[RolloutState, ...]:
    """The rollouts of a model about which there is something to decide, oldest first."""
    rollouts = history(session, model)
    experiment = _experiment(session, model)
    return tuple(
        _state(rollout, rollouts, experiment)
        for rollout in reversed(rollouts)
        if Stage(rollout.stage) in OPEN
    )


def models_with_open_rollouts(session: Session) -> Sequence[str]:
    """By name."""
    stages = [stage.value for stage in OPEN]
    statement = select(Rollout.model_name).where(Rollout.stage.in_(stages)).distinct()
    return session.scalars(statement.order_by(Rollout.model_name)).all()


def state(session: Session, rollout_id: int) -> RolloutState:
    """Raises RolloutAbsent."""
    rollout = get_rollout(session, rollout_id)
    model = rollout.model_name
    return _state(rollout, history(session, model), _experiment(session, model))


def revision(session: Session) -> int:
    """Counts up with every change that the data plane must see; cheap enough to ask each second."""
    return serving_revision.revision(session)


def model_traffic(session: Session, model: str) -> Traffic:
    """Who answers and who shadows now."""
    split = running_splits(session, model).get(model)
    return traffic(_in_traffic(session, model)[model], split)


def snapshot(session: Session) -> Snapshot:
    """Everything the data plane must know, in one consistent read.

    A model without a champion is left out: nothing of it is served yet. So is a replay, which
    nobody is served by.
    """
    number = revision(session)
    rollouts = _in_traffic(session)
    splits = running_splits(session)
    split = {name: traffic(of_model, splits.get(name)) for name, of_model in rollouts.items()}
    known = _served_versions(session)
    models = session.scalars(select(Model).where(Model.origin != REPLAY).order_by(Model.name))
    return Snapshot(
        revision=number,
        models=tuple(
            ServedModel(
                name=model.name,
                variants=split[model.name].variants,
                versions=tuple(known[model.name]),
                shadows=split[model.name].shadows,
                cache_responses=model.cache_responses,
                salt=split[model.name].salt,
            )
            for model in models
            if model.name in split and split[model.name].variants
        ),
        keys=served_keys(session),
    )


def _experiment(session: Session, model: str) -> str | None:
    split = running_splits(session, model).get(model)
    return None if split is None else split.name


def _state(rollout: Rollout, of_model: Sequence[Rollout], experiment: str | None) -> RolloutState:
    others = [r for r in of_model if r.id != rollout.id and Stage(r.stage) in UNDER_WAY]
    proposed = [r.version for r in of_model if r.stage == Stage.PROPOSED.value]
    return RolloutState(
        id=rollout.id,
        model=rollout.model_name,
        version=rollout.version,
        stage=Stage(rollout.stage),
        weight=rollout.weight,
        revision=rollout.revision,
        since=rollout.stage_since or rollout.updated_at,
        paused_at=rollout.paused_at,
        held_seconds=rollout.held_seconds,
        approved=rollout.approved,
        probation_until=rollout.probation_until,
        champion=next((r.version for r in of_model if r.stage in _CHAMPION), None),
        under_way=others[0].version if others else None,
        newest_proposed=max(proposed, default=None),
        experiment=experiment,
    )


def _last_change(session: Session, serving: Rollout) -> str | None:
    statement = select(RolloutTransition).where(
        RolloutTransition.rollout_id == serving.id,
        RolloutTransition.to_stage == Stage.PROMOTED.value,
    )
    newest = statement.order_by(RolloutTransition.id.desc()).limit(1)
    transition = session.scalars(newest).one_or_none()
    return None if transition is None else told(transition)


def told(transition: RolloutTransition) -> str:
    """Who did what when and why, as a part of a sentence."""
    return (
        f"{transition.actor}, {transition.at:%Y-%m-%d %H:%M} UTC, {transition.step} of version "
        f"{transition.version}: {transition.reason}"
    )


def _in_traffic(session: Session, model: str | None = None) -> dict[str, list[Rollout]]:
    statement = select(Rollout).where(Rollout.stage.in_(_IN_TRAFFIC))
    if model is not None:
        statement = statement.where(Rollout.model_name == model)
    found: dict[str, list[Rollout]] = defaultdict(list)
    for rollout in session.scalars(statement.execution_options(populate_existing=True)):
        found[rollout.model_name].append(rollout)
    return found


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
