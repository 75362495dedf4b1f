"""Power sums of values with known limits: all that a bounded mean's interval needs to remember."""

from dataclasses import dataclass

import numpy as np

from monitoring.quality.arrays import Floats


@dataclass(frozen=True)
class BoundedSums:
    """``rows`` values in [``low``, ``high``]; ``first`` … ``fourth`` are sums of powers of them.

    The powers are of the values scaled to [−1, 1], so that none can overflow.
    """

    low: float
    high: float
    rows: int = 0
    first: float = 0.0
    second: float = 0.0
    third: float = 0.0
    fourth: float = 0.0

    def __post_init__(self) -> None:
        if not self.low < self.high:
            raise ValueError(f"limits {self.low} and {self.high} are not in rising order")

    @property
    def centre(self) -> float:
        return 0.5 * (self.low + self.high)

    @property
    def half_range(self) -> float:
        return 0.5 * (self.high - self.low)

    def powers(self) -> Floats:
        """(5,) rows and power sums, in the order of their powers."""
        return np.array([self.rows, self.first, self.second, self.third, self.fourth])


def update(sums: BoundedSums, values: Floats) -> BoundedSums:
    """Add (n,) values. Refuses nan, and values beyond the limits: the guarantee rests on them."""
    outside = ~((values >= sums.low) & (values <= sums.high))
    if outside.any():
        raise ValueError(f"{values[outside][0]} lies outside [{sums.low}, {sums.high}]")
    scaled = (values - sums.centre) / sums.half_range
    return _add(sums, scaled_powers(scaled))


def merge(one: BoundedSums, other: BoundedSums) -> BoundedSums:
    """The sums over the rows of both. Refuses two that differ in their limits."""
    if (one.low, one.high) != (other.low, other.high):
        raise ValueError("sums with different limits do not add up")
    return _add(one, other.powers())


def scaled_powers(scaled: Floats) -> Floats:
    """(5, …) count and power sums over the last axis of values in [−1, 1]."""
    square = scaled * scaled
    terms = [np.ones_like(scaled), scaled, square, square * scaled, square * square]
    return np.stack([term.sum(axis=-1) for term in terms])


def _add(sums: BoundedSums, powers: Floats) -> BoundedSums:
    rows, first, second, third, fourth = (sums.powers() + powers).tolist()
    return BoundedSums(sums.low, sums.high, int(rows), first, second, third, fourth)
