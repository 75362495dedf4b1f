"""What an interval of a difference says: better, worse, no difference that matters, or not yet."""

from dataclasses import dataclass
from enum import StrEnum

from monitoring.sequential.interval import Interval

MINIMUM_ROWS = 100
MINIMUM_CLUSTERS = 10


class Verdict(StrEnum):
    BETTER = "better"
    WORSE = "worse"
    EQUIVALENT = "equivalent"
    UNDECIDED = "undecided"
    TOO_LITTLE_DATA = "too little data"


@dataclass(frozen=True)
class PairedComparison:
    """The candidate against the champion on the same rows; ``estimate`` above 0 favours it."""

    verdict: Verdict
    estimate: float
    """Mean loss of the champion less that of the candidate, in the unit of the loss."""
    lower: float
    upper: float
    units: int
    margin: float
    """Smallest difference that matters."""
    alpha: float

    @property
    def not_worse(self) -> bool:
        """Shown to be worse by less than the margin, or not at all. False without enough data."""
        return self.verdict is not Verdict.TOO_LITTLE_DATA and self.lower > -self.margin


def compare(
    interval: Interval, *, margin: float, minimum_units: int = MINIMUM_ROWS
) -> PairedComparison:
    """Judge an interval of (champion's loss − candidate's loss); ``margin`` is 0 or more.

    A difference shown to exist is better or worse however small; equivalent means that 0 cannot be
    excluded and everything beyond the margin can. ``minimum_units`` guards against verdicts that
    are valid but rest on a corner of the traffic.
    """
    if not margin >= 0:
        raise ValueError(f"margin {margin} is below 0")
    return PairedComparison(
        _verdict(interval, margin, minimum_units),
        interval.estimate,
        interval.lower,
        interval.upper,
        interval.units,
        margin,
        interval.alpha,
    )


def _verdict(interval: Interval, margin: float, minimum_units: int) -> Verdict:
    if interval.units < max(minimum_units, 1):
        return Verdict.TOO_LITTLE_DATA
    if interval.lower > 0:
        return Verdict.BETTER
    if interval.upper < 0:
        return Verdict.WORSE
    if -margin < interval.lower and interval.upper < margin:
        return Verdict.EQUIVALENT
    return Verdict.UNDECIDED


def sentence(comparison: PairedComparison, *, measure: str, units: str = "rows") -> str:
    """The comparison for a business user, for a ``measure`` of loss such as "Brier score"."""
    seen = f"{comparison.units:,} {units}"
    sure = f"{1 - comparison.alpha:.0%} sure"
    span = f"from {comparison.lower:.3g} to {comparison.upper:.3g} lower"
    match comparison.verdict:
        case Verdict.TOO_LITTLE_DATA:
            return f"Too little data to compare: only {seen} have their truth so far."
        case Verdict.BETTER:
            return (
                f"The candidate is better: its {measure} is {comparison.estimate:.3g} lower than "
                f"the champion's ({sure}: {span}, on {seen})."
            )
        case Verdict.WORSE:
            span = f"from {-comparison.upper:.3g} to {-comparison.lower:.3g} higher"
            return (
                f"The candidate is worse: its {measure} is {-comparison.estimate:.3g} higher than "
                f"the champion's ({sure}: {span}, on {seen})."
            )
        case Verdict.EQUIVALENT:
            return (
                f"No difference that matters: the {measure} of the two differs by less than "
                f"{comparison.margin:.3g} ({sure}, on {seen})."
            )
        case Verdict.UNDECIDED:
            return (
                f"Not decided yet: the {measure} of the candidate may lie {span} than the "
                f"champion's ({sure}, on {seen}; a negative number is higher)."
            )
