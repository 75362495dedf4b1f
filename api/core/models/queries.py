from collections.abc import Mapping, Sequence
from typing import ClassVar

from sqlalchemy import select, tuple_
from sqlalchemy.orm import Session

from api.core.errors import FarolError, Kind, one_of
from api.core.tables import Model, ModelVersion

REPLAY = "replay"
"""Origin of a model whose rows are recorded ones, played again: see ``Model.origin``."""


class ModelAbsent(FarolError):
    kind: ClassVar[Kind] = "not_found"


class VersionAbsent(FarolError):
    kind: ClassVar[Kind] = "not_found"


class ModelIsReplay(FarolError):
    """It shows what was; nothing is done to it."""

    kind: ClassVar[Kind] = "conflict"


def list_models(session: Session) -> Sequence[Model]:
    """Every model that is real, by name: replays are found by their own names alone."""
    return session.scalars(select(Model).where(Model.origin != REPLAY).order_by(Model.name)).all()


def replayed_models(session: Session) -> frozenset[str]:
    """Names of the models whose rows are those of a replay."""
    return frozenset(session.scalars(select(Model.name).where(Model.origin == REPLAY)))


def require_live(session: Session, name: str) -> None:
    """Raises ModelIsReplay. A model that there is not passes: who needs it says so."""
    origin = session.scalar(select(Model.origin).where(Model.name == name))
    if origin == REPLAY:
        raise ModelIsReplay(
            f"{name} is a replay of recorded history: it is looked at and removed, and otherwise "
            "left as it is"
        )


def get_model(session: Session, name: str) -> Model:
    """Raises ModelAbsent, which names the models that there are."""
    model = session.get(Model, name)
    if model is None:
        names = list(session.scalars(select(Model.name)))
        raise ModelAbsent(f"there is no model {name!r}; {one_of(names)}")
    return model


def get_version(session: Session, name: str, version: int) -> ModelVersion:
    """Raises ModelAbsent or VersionAbsent."""
    statement = select(ModelVersion).where(
        ModelVersion.model_name == name, ModelVersion.version == version
    )
    found = session.scalars(statement).one_or_none()
    if found is None:
        get_model(session, name)
        numbers = [str(row.version) for row in versions(session, name)]
        raise VersionAbsent(f"{name} has no version {version}; {one_of(numbers)}")
    return found


def versions(session: Session, name: str) -> Sequence[ModelVersion]:
    """Every version of a model, newest first; empty for a model that there is not."""
    statement = select(ModelVersion).where(ModelVersion.model_name == name)
    return session.scalars(statement.order_by(ModelVersion.version.desc())).all()


def get_versions(session: Session, numbers: Mapping[str, int]) -> dict[str, ModelVersion]:
    """One version of each of several models, by the models' names, in one query."""
    if not numbers:
        return {}
    key = tuple_(ModelVersion.model_name, ModelVersion.version)
    statement = select(ModelVersion).where(key.in_(list(numbers.items())))
    return {version.model_name: version for version in session.scalars(statement)}
