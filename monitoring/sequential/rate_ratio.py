"""A confidence sequence for the ratio of two rates of rare events; the guardrail on errors.

Where each row goes to the treated side with a known chance w, whatever it is about, an event lies
there with chance θ = wr/(wr + 1 − w), r being the ratio of the rates: the unknown rate itself drops
out, and a Beta mixture bets on θ alone (Lindon and Malek, 2022, NeurIPS, for counts of events).
When the share of traffic changes, a new stage begins; the evidence of all stages multiplies.
"""

import math
from dataclasses import dataclass

from monitoring.sequential.interval import ALPHA, Interval, require_level
from monitoring.sequential.search import last_refuted

CONCENTRATION = 20.0
"""Weight of the prior about equal rates, in events: quickest for rates that differ by half."""
LARGEST_LOG_RATIO = 40.0


@dataclass(frozen=True)
class StageEvents:
    """Events of one stage, in which ``treated_share`` (0–1, exclusive) of rows were treated."""

    control: int
    treated: int
    treated_share: float

    def __post_init__(self) -> None:
        if not 0.0 < self.treated_share < 1.0:
            raise ValueError(f"a share of {self.treated_share} compares nothing")
        if min(self.control, self.treated) < 0:
            raise ValueError(f"{self.control} and {self.treated} are no counts")


def rate_ratio_interval(stages: tuple[StageEvents, ...], alpha: float = ALPHA) -> Interval:
    """The treated rate over the control's; ``units`` are events, and (0, ∞) without any.

    The estimate is the likeliest ratio; infinite if only the treated side had events.
    """
    require_level(alpha)
    events = sum(stage.control + stage.treated for stage in stages)
    if events == 0:
        return Interval(float("nan"), 0.0, math.inf, 0, alpha)
    centre, threshold = _likeliest(stages), -math.log(alpha)

    def refuted(log_ratio: float) -> bool:
        return log_evidence(stages, log_ratio) >= threshold

    lower = last_refuted(refuted, -LARGEST_LOG_RATIO, centre)
    upper = last_refuted(refuted, LARGEST_LOG_RATIO, centre)
    limits = [_ratio(value) for value in (centre, lower, upper)]
    return Interval(limits[0], limits[1], limits[2], events, alpha)


def log_evidence(stages: tuple[StageEvents, ...], log_ratio: float = 0.0) -> float:
    """Log evidence against a ratio, by default against equal rates."""
    return sum(_log_mixture(stage) - _log_likelihood(stage, log_ratio) for stage in stages)


def _log_mixture(stage: StageEvents) -> float:
    treated = CONCENTRATION * stage.treated_share
    control = CONCENTRATION - treated
    return (
        math.lgamma(treated + stage.treated)
        + math.lgamma(control + stage.control)
        - math.lgamma(CONCENTRATION + stage.treated + stage.control)
        - math.lgamma(treated)
        - math.lgamma(control)
        + math.lgamma(CONCENTRATION)
    )


def _log_likelihood(stage: StageEvents, log_ratio: float) -> float:
    odds = log_ratio + math.log(stage.treated_share) - math.log1p(-stage.treated_share)
    return -stage.treated * _softplus(-odds) - stage.control * _softplus(odds)


def _softplus(value: float) -> float:
    """log(1 + exp(value)) without overflow."""
    return max(value, 0.0) + math.log1p(math.exp(-abs(value)))


def _likeliest(stages: tuple[StageEvents, ...]) -> float:
    """Where the likelihood's slope, which falls, crosses zero, or the limit on its way there."""
    if not any(stage.treated for stage in stages):
        return -LARGEST_LOG_RATIO
    if not any(stage.control for stage in stages):
        return LARGEST_LOG_RATIO

    def rising(log_ratio: float) -> bool:
        return _slope(stages, log_ratio) > 0

    return last_refuted(rising, -LARGEST_LOG_RATIO, LARGEST_LOG_RATIO)


def _slope(stages: tuple[StageEvents, ...], log_ratio: float) -> float:
    slope = 0.0
    for stage in stages:
        odds = log_ratio + math.log(stage.treated_share) - math.log1p(-stage.treated_share)
        theta = math.exp(-_softplus(-odds))
        slope += stage.treated - (stage.treated + stage.control) * theta
    return slope


def _ratio(log_ratio: float) -> float:
    if log_ratio <= -LARGEST_LOG_RATIO + 1e-6:
        return 0.0
    return math.inf if log_ratio >= LARGEST_LOG_RATIO - 1e-6 else math.exp(log_ratio)
