"""What the gate says."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal

Verdict = Literal["pass", "fail", "too little data"]


@dataclass(frozen=True)
class GateCheck:
    name: str
    verdict: Verdict
    reason: str
    """One sentence, for a person who knows the model and not the statistics."""
    numbers: Mapping[str, float] = field(default_factory=dict)
    """All finite."""


@dataclass(frozen=True)
class SliceDifference:
    feature: str
    value: str
    rows: int
    difference: float
    """Candidate's mean loss minus the champion's."""
    champion: float
    p_value: float
    """One-sided: how likely so large a difference were the candidate no worse."""
    error: float
    """Standard error of the difference, by clusters."""
    clusters: int


@dataclass(frozen=True)
class GateReport:
    passed: bool | None
    """False when any check failed; None when none failed and some had too little data."""
    checks: tuple[GateCheck, ...]
    slices: tuple[SliceDifference, ...] = ()
    """Of those with rows and clusters enough."""

    @property
    def reasons(self) -> tuple[str, ...]:
        """Of what did not pass."""
        return tuple(check.reason for check in self.checks if check.verdict != "pass")


def report(checks: Iterable[GateCheck], slices: tuple[SliceDifference, ...] = ()) -> GateReport:
    """No check at all is no pass."""
    found = tuple(checks)
    verdicts = {check.verdict for check in found}
    passed = True if verdicts == {"pass"} else None
    return GateReport(False if "fail" in verdicts else passed, found, slices)
