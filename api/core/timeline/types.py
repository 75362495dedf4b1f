from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, get_args

Kind = Literal[
    "version",
    "training",
    "rollout",
    "policy",
    "check",
    "alert",
    "experiment",
    "failure",
    "report",
]
"""What an entry is about."""
KINDS: tuple[Kind, ...] = get_args(Kind)


@dataclass(frozen=True, order=True)
class Place:
    """Where an entry stands; no two have the same, so that a page can begin after any of them."""

    at: datetime
    source: str
    """Name of the source that tells of it. "" stands before every entry of the same moment."""
    id: int
    """Of the row that the source tells of."""


@dataclass(frozen=True)
class Entry:
    place: Place
    kind: Kind
    event: str
    """What happened, for programs: ``version_registered``, ``rollout_promote`` …"""
    actor: str | None
    """``person:<name>``, ``key:<id>``, ``policy:<name>`` or ``system``; None where nobody acted."""
    version: int | None
    title: dict[str, str]
    """One sentence, by language tag."""
    reason: str | None
    """As it was given or decided, in the words of whoever did it."""
    evidence: dict[str, Any] | None
    """The figures that it rests on, small enough to send; None where there are none."""
    path: str | None
    """Of the API, with the whole of it; None where the entry says everything."""
