"""Roles: who may do what."""

from typing import Literal

Role = Literal["viewer", "engineer", "administrator"]
RANKS: dict[str, int] = {"viewer": 1, "engineer": 2, "administrator": 3}
"""Each may do all that the ones before it may. A visitor has no account and no role."""

FIRST_ADMINISTRATOR = "admin"
"""Name of the person made at the first start, with a password shown once."""


def at_least(role: str, required: Role) -> bool:
    return RANKS.get(role, 0) >= RANKS[required]
