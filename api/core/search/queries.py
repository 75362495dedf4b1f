"""What has a name or a number that somebody types: a few of each kind, never all."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from api.core.tables import Experiment, Model, ModelVersion, Person, TrainingRun

Kind = Literal["model", "version", "training run", "experiment", "person"]


_MOST_DIGITS = 9
"""Of a number that every column of numbers can be compared with."""


@dataclass(frozen=True)
class Hit:
    kind: Kind
    id: str
    """A number where it has one, else its name."""
    name: str
    """As people gave it; of a training run its reason."""
    model: str | None


@dataclass(frozen=True)
class Asked:
    """What somebody typed: words that a name holds, and a number if one of them is one."""

    text: str
    words: tuple[str, ...]
    number: int | None

    @classmethod
    def of(cls, text: str) -> "Asked":
        parts = text.casefold().split()
        numbers = [part for part in parts if _is_number(part)]
        words = tuple(part for part in parts if part not in numbers)
        return cls(" ".join(text.split()), words, int(numbers[-1]) if numbers else None)


def _is_number(word: str) -> bool:
    return word.isascii() and word.isdigit() and len(word) <= _MOST_DIGITS


def search(session: Session, *, asked: Asked, kinds: Iterable[Kind], limit: int) -> Sequence[Hit]:
    """At most ``limit`` of each of ``kinds``, the newest first; nothing for an empty text."""
    if not asked.text:
        return []
    models = _models(session, asked)
    found: list[Hit] = []
    for kind in kinds:
        match kind:
            case "model":
                found += [Hit("model", name, name, name) for name in models[:limit]]
            case "version":
                found += _versions(session, asked, models, limit)
            case "training run":
                found += _runs(session, asked, models, limit)
            case "experiment":
                found += _experiments(session, asked, models, limit)
            case "person":
                found += _people(session, asked, limit)
    return found


def _models(session: Session, asked: Asked) -> list[str]:
    """Whose name, or title in any language, holds every word; all where there is but a number."""
    rows = session.execute(select(Model.name, Model.title).order_by(Model.name))
    return [
        name
        for name, title in rows
        if all(word in f"{name} {' '.join(title.values())}".casefold() for word in asked.words)
    ]


def _versions(session: Session, asked: Asked, models: list[str], limit: int) -> list[Hit]:
    statement = select(ModelVersion.model_name, ModelVersion.version)
    statement = statement.where(ModelVersion.model_name.in_(models))
    if asked.number is not None:
        statement = statement.where(ModelVersion.version == asked.number)
    rows = session.execute(statement.order_by(ModelVersion.id.desc()).limit(limit))
    return [Hit("version", str(version), model, model) for model, version in rows]


def _runs(session: Session, asked: Asked, models: list[str], limit: int) -> list[Hit]:
    says = TrainingRun.reason.icontains(asked.text, autoescape=True)
    statement = select(TrainingRun.id, TrainingRun.reason, TrainingRun.model_name).where(
        or_(says, _numbered(TrainingRun.id, TrainingRun.model_name, asked, models))
    )
    rows = session.execute(statement.order_by(TrainingRun.id.desc()).limit(limit))
    return [Hit("training run", str(number), reason, model) for number, reason, model in rows]


def _experiments(session: Session, asked: Asked, models: list[str], limit: int) -> list[Hit]:
    says = Experiment.name.icontains(asked.text, autoescape=True)
    statement = select(Experiment.id, Experiment.name, Experiment.model_name).where(
        or_(says, _numbered(Experiment.id, Experiment.model_name, asked, models))
    )
    rows = session.execute(statement.order_by(Experiment.id.desc()).limit(limit))
    return [Hit("experiment", str(number), name, model) for number, name, model in rows]


def _people(session: Session, asked: Asked, limit: int) -> list[Hit]:
    statement = select(Person.name).where(Person.name.icontains(asked.text, autoescape=True))
    names = session.scalars(statement.order_by(Person.name).limit(limit))
    return [Hit("person", name, name, None) for name in names]


def _numbered(
    number: InstrumentedAttribute[int],
    model: InstrumentedAttribute[str],
    asked: Asked,
    models: list[str],
) -> ColumnElement[bool]:
    """Of one of the models; with a number, that one alone."""
    of_models = model.in_(models)
    return of_models if asked.number is None else and_(of_models, number == asked.number)
