"""A run's parameters: checked against the recipe's defaults, and read as what they must be."""

from collections.abc import Sequence
from datetime import UTC, date, datetime

import pandas as pd

from api.core.errors import FarolError, one_of
from worker.pipelines.recipe import Parameters, Recipe


class InvalidParameter(FarolError):
    """A training run was asked for with a parameter that the recipe does not understand."""

    kind = "invalid"


def with_defaults(recipe: Recipe, parameters: Parameters) -> Parameters:
    """The recipe's defaults overridden by ``parameters``; an unknown name is refused."""
    unknown = sorted(set(parameters) - set(recipe.defaults))
    if unknown:
        valid = one_of(list(recipe.defaults))
        raise InvalidParameter(f"{recipe.name} has no parameter {', '.join(unknown)}: {valid}")
    return {**recipe.defaults, **parameters}


def whole(parameters: Parameters, name: str, *, minimum: int = 0) -> int:
    """A whole number, at least ``minimum``."""
    value = parameters[name]
    if isinstance(value, bool) or not isinstance(value, int) or value < minimum:
        raise InvalidParameter(f"{name} must be a whole number from {minimum}, not {value!r}")
    return value


def real(parameters: Parameters, name: str, *, above: float = 0.0) -> float:
    """A number greater than ``above``."""
    value = parameters[name]
    if isinstance(value, bool) or not isinstance(value, int | float) or not value > above:
        raise InvalidParameter(f"{name} must be a number above {above}, not {value!r}")
    return float(value)


def midnight(parameters: Parameters, name: str, *, time_zone: str) -> pd.Timestamp:
    """The start of a day written YYYY-MM-DD, in the zone where its data come from."""
    value = parameters[name]
    try:
        day = date.fromisoformat(value if isinstance(value, str) else "")
    except ValueError:
        raise InvalidParameter(f"{name} must be a date like 2013-03-01, not {value!r}") from None
    return pd.Timestamp(day, tz=time_zone)


def choice(parameters: Parameters, name: str, valid: Sequence[str]) -> str:
    """One of the ``valid`` words."""
    value = parameters[name]
    if not isinstance(value, str) or value not in valid:
        raise InvalidParameter(f"{name} must be {one_of(list(valid))}, not {value!r}")
    return value


def switch(parameters: Parameters, name: str) -> bool:
    """True or false."""
    value = parameters[name]
    if not isinstance(value, bool):
        raise InvalidParameter(f"{name} must be true or false, not {value!r}")
    return value


def moment(parameters: Parameters, name: str) -> datetime:
    """A moment written as RFC 3339 does, in UTC."""
    value = parameters[name]
    try:
        found = datetime.fromisoformat(value if isinstance(value, str) else "")
    except ValueError:
        found = None
    if found is None or found.tzinfo is None:
        raise InvalidParameter(f"{name} must be like 2013-03-01T00:00:00Z, not {value!r}")
    return found.astimezone(UTC)
