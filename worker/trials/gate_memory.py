"""What the gate said a moment ago, so that a proposal that waits is not judged every half minute.

Judging costs seconds. Kept in the process and never relied upon: forgotten, it is judged again.
"""

from collections import OrderedDict
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from api.core.rollouts.evidence import GateEvidence

AGAIN_AFTER = timedelta(minutes=10)
"""A machine that was too busy to time anything may have become quiet."""
MORE_DAYS = timedelta(days=1)
"""By the model's clock: days decide, and what more rows of the same day say is little."""
KEPT = 32

Versions = tuple[str, str]
"""Digests of champion and candidate."""


@dataclass(frozen=True)
class Moment:
    wall: datetime
    model: datetime
    """By the model's own clock."""

    def is_soon_after(self, earlier: "Moment") -> bool:
        passed = self.model - earlier.model
        return self.wall - earlier.wall < AGAIN_AFTER and timedelta(0) <= passed < MORE_DAYS


@dataclass
class GateMemory:
    _said: OrderedDict[Versions, tuple[GateEvidence, Moment]] = field(default_factory=OrderedDict)

    def recall(self, versions: Versions, now: Moment) -> GateEvidence | None:
        """None where there is nothing, or reason to judge again."""
        evidence, then = self._said.get(versions, (None, now))
        return evidence if now.is_soon_after(then) else None

    def keep(self, versions: Versions, evidence: GateEvidence, now: Moment) -> None:
        """Only what is waited for is asked for again."""
        self._said.pop(versions, None)
        if evidence.lacking:
            self._said[versions] = (evidence, now)
        while len(self._said) > KEPT:
            self._said.popitem(last=False)
