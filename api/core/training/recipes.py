"""The recipes that there are, as the workers last said."""

from collections.abc import Iterable, Sequence
from datetime import datetime

import msgspec
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from api.core.tables import Recipe
from api.core.training.types import Parameter, PublishedRecipe


def publish(session: Session, *, recipes: Iterable[PublishedRecipe], now: datetime) -> None:
    """In place of what was said before."""
    session.execute(delete(Recipe))
    for recipe in recipes:
        parameters = msgspec.json.decode(msgspec.json.encode(recipe.parameters))
        session.add(
            Recipe(
                name=recipe.name,
                task=recipe.task,
                title=recipe.title,
                summary=recipe.summary,
                parameters=parameters,
                published_at=now,
            )
        )
    session.flush()


def published(session: Session) -> Sequence[Recipe]:
    """By name."""
    return session.scalars(select(Recipe).order_by(Recipe.name)).all()


def declared(session: Session, name: str) -> tuple[Parameter, ...] | None:
    """A recipe's parameters; None while no worker has said what they are."""
    recipe = session.get(Recipe, name)
    return None if recipe is None else parameters_of(recipe)


def parameters_of(recipe: Recipe) -> tuple[Parameter, ...]:
    return msgspec.convert(recipe.parameters, tuple[Parameter, ...])
