"""What a key may be used for: never more than its owner may do. Pure."""

from collections.abc import Iterable, Sequence
from typing import Literal, get_args

from api.core.access.types import Role, at_least

Scope = Literal["predict", "outcomes", "read", "write"]
SCOPES: tuple[Scope, ...] = get_args(Scope)
NEEDS: dict[Scope, Role] = {
    "predict": "viewer",
    # The truth decides on which version is served: nobody may tell it who could not act on it.
    "outcomes": "engineer",
    "read": "viewer",
    "write": "engineer",
}
"""Scope -> the lowest role whose keys may have it.

- ``predict``: predictions, explanations and thumbs, also by the inference protocol and by file.
- ``outcomes``: telling the truth.
- ``read``: whatever the owner may look at.
- ``write``: whatever an engineer may change. People, keys and settings are changed by somebody who
  is signed in.
"""


def effective(scopes: Iterable[str], role: str) -> tuple[Scope, ...]:
    """Of the scopes that a key was given, those that its owner's present role allows."""
    given = frozenset(scopes)
    return tuple(scope for scope in SCOPES if scope in given and at_least(role, NEEDS[scope]))


def beyond(scopes: Sequence[Scope], role: str) -> list[Scope]:
    """The scopes that somebody with this role cannot give to a key."""
    allowed = effective(scopes, role)
    return [scope for scope in scopes if scope not in allowed]
