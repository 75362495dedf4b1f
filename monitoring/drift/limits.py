"""What counts as drift: how large an effect must be, beside being above the noise."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from monitoring.drift.effects import EffectName

Severity = Literal["none", "moderate", "serious", "too little data"]


@dataclass(frozen=True)
class EffectLimit:
    """Effects of at least ``moderate``, or ``serious``, matter; both in the effect's unit."""

    moderate: float
    serious: float

    def severity(self, size: float) -> Severity:
        if size >= self.serious:
            return "serious"
        return "moderate" if size >= self.moderate else "none"


DEFAULT_EFFECT_LIMITS: Mapping[EffectName, EffectLimit] = {
    # The convention of credit scoring (Siddiqi, 2006).
    "psi": EffectLimit(0.10, 0.25),
    # The same differences on this scale: for small ones, distance² ≈ PSI / (8 ln 2).
    "jensen_shannon": EffectLimit(0.13, 0.21),
    # Standard deviations: a small and a medium effect (Cohen, 1988).
    "wasserstein": EffectLimit(0.20, 0.50),
    "new_categories": EffectLimit(0.01, 0.05),
    "missing_difference": EffectLimit(0.02, 0.10),
    "out_of_range": EffectLimit(0.01, 0.05),
}


@dataclass(frozen=True)
class DriftLimits:
    false_discovery_rate: float = 0.05
    """Over the features of one report; where nothing drifted, the share of reports that alarm."""
    noise_confidence: float = 0.95
    """Share of windows without drift in which an effect stays at or under its noise floor."""
    fewest_rows: int = 200
    """Known values that a feature needs on both sides before its shape is judged."""
    effects: Mapping[EffectName, EffectLimit] = field(default_factory=lambda: DEFAULT_EFFECT_LIMITS)
    joint: EffectLimit = EffectLimit(0.20, 0.50)
    """Mean reconstruction error against the reference's, in standard deviations of one row's."""
    serious_share: float = 0.10
    """With this share of the judged features seriously drifted, and at least one, all of it is."""
    widespread_share: float = 0.50
    """With this share of the judged features drifted, however little, it is serious too."""
