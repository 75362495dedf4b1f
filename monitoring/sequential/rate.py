"""A confidence sequence for a rate, exact at every look, from two counts.

The Beta(½, ½) mixture of likelihood ratios against a rate p is a martingale if p is the rate
(Robbins, 1970, Annals of Mathematical Statistics 41(5)); it is convex in log form, so that the
rates it has not refuted are an interval.
"""

import math
from dataclasses import dataclass

from monitoring.sequential.interval import ALPHA, Interval, require_level
from monitoring.sequential.search import last_refuted

PRIOR = 0.5
"""Jeffreys' prior: no worse for rare errors than for even odds."""


@dataclass(frozen=True)
class RateCounts:
    events: int = 0
    rows: int = 0

    def __post_init__(self) -> None:
        if not 0 <= self.events <= self.rows:
            raise ValueError(f"{self.events} events in {self.rows} rows")

    @property
    def rate(self) -> float:
        """nan without rows."""
        return self.events / self.rows if self.rows else float("nan")


def merge(one: RateCounts, other: RateCounts) -> RateCounts:
    return RateCounts(one.events + other.events, one.rows + other.rows)


def rate_interval(counts: RateCounts, alpha: float = ALPHA) -> Interval:
    """The rates not refuted at ``alpha``; (0, 1) without rows."""
    require_level(alpha)
    if counts.rows == 0:
        return Interval(float("nan"), 0.0, 1.0, 0, alpha)
    threshold = -math.log(alpha)

    def refuted(rate: float) -> bool:
        return log_evidence(counts, rate) >= threshold

    lower = last_refuted(refuted, 0.0, counts.rate)
    upper = last_refuted(refuted, 1.0, counts.rate)
    return Interval(counts.rate, lower, upper, counts.rows, alpha)


def log_evidence(counts: RateCounts, rate: float) -> float:
    """Log of the mixture's likelihood over that of ``rate``; infinite where it cannot be."""
    return log_mixture(counts) - log_likelihood(counts, rate)


def log_mixture(counts: RateCounts) -> float:
    """Log of the counts' chance, in a given order, averaged over the prior."""
    others = counts.rows - counts.events
    return (
        math.lgamma(PRIOR + counts.events)
        + math.lgamma(PRIOR + others)
        - math.lgamma(2 * PRIOR + counts.rows)
        - 2 * math.lgamma(PRIOR)
        + math.lgamma(2 * PRIOR)
    )


def log_likelihood(counts: RateCounts, rate: float) -> float:
    """Log of the counts' chance, in a given order, at ``rate``."""
    others = counts.rows - counts.events
    if (counts.events and rate <= 0.0) or (others and rate >= 1.0):
        return -math.inf
    happened = counts.events * math.log(rate) if counts.events else 0.0
    return happened + (others * math.log1p(-rate) if others else 0.0)
