from dataclasses import dataclass
from enum import StrEnum


class Stage(StrEnum):
    PROPOSED = "proposed"
    PROMOTED = "promoted"
    """The champion: one a model."""
    SUPERSEDED = "superseded"
    """Was the champion until another was promoted; a rollback may bring it back."""
    ROLLED_BACK = "rolled_back"
    REJECTED = "rejected"


@dataclass(frozen=True)
class Standing:
    """What the rules need to know of a model's rollouts."""

    model: str
    champion: int | None
    """Version that serves now."""
    previous: int | None
    """Version that served before the champion."""
    proposed: frozenset[int]
    """Versions with an open proposal."""
