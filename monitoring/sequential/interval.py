"""A confidence interval that holds at every look."""

from dataclasses import dataclass

ALPHA = 0.05
"""Chance that an interval ever, at any look, leaves out the true value."""


@dataclass(frozen=True)
class Interval:
    """``estimate`` is nan without data; ``lower`` and ``upper`` are then the widest possible."""

    estimate: float
    lower: float
    upper: float
    units: int
    """Rows, or clusters of rows, seen so far."""
    alpha: float

    def __post_init__(self) -> None:
        if self.lower > self.upper:
            raise ValueError(f"lower {self.lower} is above upper {self.upper}")


def require_level(alpha: float) -> None:
    """Refuse an ``alpha`` outside (0, 1)."""
    if not 0.0 < alpha < 1.0:
        raise ValueError(f"alpha {alpha} is not between 0 and 1")
