"""What the gate said a moment ago, so that a proposal that waits is not judged every half minute.

Judging costs seconds. Kept in the process and never relied upon: forgotten, it is judged again.
"""

from collections import OrderedDict
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from api.core.rollouts.evidence import GateEvidence

AGAIN_AFTER = timedelta(minutes=10)
"""A machine that was too busy to time anything may have become quiet."""
MORE_ROWS = 1.05
"""So many times the rows may say what fewer did not."""
KEPT = 32

Versions = tuple[str, str]
"""Digests of champion and candidate."""


@dataclass(frozen=True)
class _Said:
    evidence: GateEvidence
    rows: int
    at: datetime


@dataclass
class GateMemory:
    _said: OrderedDict[Versions, _Said] = field(default_factory=OrderedDict)

    def recall(self, versions: Versions, *, rows: int, now: datetime) -> GateEvidence | None:
        """None where there is nothing, or reason to judge again. ``now`` is the wall clock's."""
        said = self._said.get(versions)
        if said is None or now - said.at >= AGAIN_AFTER:
            return None
        return said.evidence if said.rows <= rows < MORE_ROWS * said.rows else None

    def keep(self, versions: Versions, evidence: GateEvidence, *, rows: int, now: datetime) -> None:
        """Only what is waited for is asked for again."""
        self._said.pop(versions, None)
        if evidence.lacking:
            self._said[versions] = _Said(evidence, rows, now)
        while len(self._said) > KEPT:
            self._said.popitem(last=False)
