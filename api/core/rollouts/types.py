from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Stage(StrEnum):
    PROPOSED = "proposed"
    """Waits for the gate, or for its turn; any number a model."""
    GATED = "gated"
    """Not worse than the champion on held-out rows."""
    SHADOW = "shadow"
    """Scores the champion's rows; nobody gets its answers."""
    CANARY = "canary"
    """Answers a share of the subjects."""
    PROMOTED = "promoted"
    """The champion, on probation until ``probation_until`` where there was one before it."""
    SETTLED = "settled"
    """The champion, past its probation."""
    SUPERSEDED = "superseded"
    """Was the champion until another was promoted; a rollback may bring it back."""
    ROLLED_BACK = "rolled_back"
    """Had traffic, and lost it again."""
    REJECTED = "rejected"
    """Never had traffic: the gate, the shadow or a deadline spoke against it."""
    ABORTED = "aborted"
    """Ended by a person, or because the champion that it was compared with changed."""


CHAMPION_STAGES = frozenset({Stage.PROMOTED, Stage.SETTLED})
"""One rollout a model."""
UNDER_WAY = frozenset({Stage.GATED, Stage.SHADOW, Stage.CANARY})
"""One rollout a model, beside the champion."""


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
    under_way: int | None = None
    """Version that is gated, in shadow or a canary."""
    last_change: str | None = None
    """Who last changed the champion, when and why, in a sentence."""


@dataclass(frozen=True)
class RolloutState:
    """What is decided about: one rollout as it stood at ``revision``."""

    id: int
    model: str
    version: int
    stage: Stage
    weight: float
    """Share of live traffic, 0–1."""
    revision: int
    since: datetime
    """When this stage, or this weight in the canary, began."""
    paused_at: datetime | None
    held_seconds: float
    """Length of the pauses since then that are over."""
    approved: bool
    """A person has agreed to the next stage."""
    probation_until: datetime | None
    """None for a champion that replaced nobody, or that a rollback brought back."""
    champion: int | None
    """Version that the others are compared with."""
    under_way: int | None
    """Another version of the model that is gated, in shadow or a canary."""
    newest_proposed: int | None
    """Highest version with an open proposal."""
    experiment: str | None = None
    """Name of the model's running experiment, which no canary may begin beside."""
