"""What a recipe lets be asked of a training."""

from typing import Literal

import msgspec

from api.artifact.schema import Localised, Task

ParameterKind = Literal["whole", "real", "day", "moment", "switch", "choice", "text"]
Value = float | int | str | bool | None


class Parameter(msgspec.Struct, frozen=True, omit_defaults=True):
    """One of a recipe's parameters: what it is called, what it must be, and what it is by itself.

    A ``day`` is written YYYY-MM-DD, a ``moment`` as RFC 3339 does.
    """

    name: str
    kind: ParameterKind
    default: Value
    title: Localised = {}
    minimum: float | None = None
    above: float | None = None
    """Greater than it, where ``minimum`` means at least."""
    choices: tuple[str, ...] = ()
    optional: bool = False
    """Null is a value, too: the recipe decides then."""


class PublishedRecipe(msgspec.Struct, frozen=True):
    """A recipe as the workers have it."""

    name: str
    task: Task
    title: Localised
    summary: Localised
    parameters: tuple[Parameter, ...]
