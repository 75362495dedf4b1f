"""The answer of a drift check."""

from dataclasses import dataclass

from monitoring.drift.effects import EffectName
from monitoring.drift.limits import Severity


@dataclass(frozen=True)
class Effect:
    name: EffectName
    value: float
    """Signed for ``missing_difference`` only: above 0 where more is missing than in training."""
    floor: float
    """What chance alone stays at or under, at the limits' confidence; for the absolute value."""
    exceedance: float
    """Probability of at least this much (in absolute value) where nothing has changed; 0–1."""


@dataclass(frozen=True)
class FeatureDrift:
    name: str
    rows: int
    known_rows: int
    effects: tuple[Effect, ...]
    """Those that could be measured; none where there is too little data."""
    mean_shift: float | None
    """By how many of the reference's standard deviations the mean is higher; numbers only."""
    exceedance: float | None
    """Of the least likely effect, times their number (Bonferroni); 0–1."""
    adjusted_exceedance: float | None
    """The smallest false discovery rate over the report's features that flags this one; 0–1."""
    severity: Severity
    reason: str

    @property
    def flagged(self) -> bool:
        return self.severity in ("moderate", "serious")


@dataclass(frozen=True)
class JointDrift:
    """Whether the features still go together as they did."""

    effect: float | None
    """Mean reconstruction error of the window minus the reference's, in standard deviations of
    one row's error; below 0 where rows have become more alike. None where it was not measured."""
    floor: float | None
    exceedance: float | None
    adjusted_exceedance: float | None
    severity: Severity
    reason: str

    @property
    def flagged(self) -> bool:
        return self.severity in ("moderate", "serious")


@dataclass(frozen=True)
class DriftReport:
    rows: int
    severity: Severity
    reason: str
    features: tuple[FeatureDrift, ...]
    joint: JointDrift

    @property
    def flagged(self) -> tuple[FeatureDrift, ...]:
        return tuple(feature for feature in self.features if feature.flagged)

    @property
    def alarms(self) -> bool:
        return self.severity in ("moderate", "serious")
