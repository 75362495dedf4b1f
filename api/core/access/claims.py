"""What an OpenID Connect provider says of a person, read as Farol's roles and names. Pure."""

from collections.abc import Iterable, Mapping
from typing import Any

from api.core.access.types import RANKS, Role

LONGEST_NAME = 128


def at(claims: Mapping[str, Any], path: str) -> Any:
    """The claim of that very name, or the one that its dots lead to; None where there is none."""
    if path in claims:
        return claims[path]
    found: Any = claims
    for part in path.split("."):
        if not isinstance(found, Mapping) or part not in found:
            return None
        found = found[part]
    return found


def role_of(said: object, roles: Mapping[str, Role], default: Role | None) -> Role | None:
    """The highest that a value of the claim gives; ``default`` where none gives one."""
    given = [roles[value] for value in _values(said) if value in roles]
    return max(given, key=lambda role: RANKS[role], default=default)


def name_of(candidates: Iterable[object]) -> str:
    """The first that a name can be made of: without a colon, a slash, or what is not printed."""
    for candidate in candidates:
        if isinstance(candidate, str) and (name := _as_name(candidate)):
            return name
    return "somebody"


def _values(said: object) -> Iterable[str]:
    if isinstance(said, str):
        return [said]
    if isinstance(said, list):
        return [one for one in said if isinstance(one, str)]
    return []


def _as_name(text: str) -> str:
    kept = "".join("-" if one in ":/" else one for one in text if one.isprintable())
    kept = kept.strip()[:LONGEST_NAME].strip()
    return "" if kept in {".", ".."} else kept
