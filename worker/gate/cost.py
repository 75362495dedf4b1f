"""Is it slower or larger?"""

from dataclasses import dataclass

import numpy as np
from scipy import stats

from monitoring.quality.arrays import Floats
from worker.gate.demands import GateDemands
from worker.gate.types import GateCheck

FEWEST_TIMINGS = 20


@dataclass(frozen=True)
class Timings:
    """(n,) seconds of the same work, taken in turns: the machine was as busy for both of a pair."""

    what: str
    """For example ``1 row``."""
    champion_seconds: Floats
    candidate_seconds: Floats


@dataclass(frozen=True)
class Footprint:
    size_bytes: int
    memory_bytes: int | None = None
    """Resident, as measured when it was registered."""


def check_latency(timings: Timings, demands: GateDemands) -> GateCheck:
    """By the median of the pairs' ratios: a pause of the machine spoils a pair, not the median."""
    name = f"latency of {timings.what}"
    pairs = len(timings.champion_seconds)
    if pairs < FEWEST_TIMINGS:
        reason = f"{pairs} timings are too few to tell: {FEWEST_TIMINGS} are needed"
        return GateCheck(name, "too little data", reason)
    ratios = timings.candidate_seconds / timings.champion_seconds
    low, high = median_interval(ratios, demands.confidence)
    before, after = (
        float(np.median(seconds))
        for seconds in (timings.champion_seconds, timings.candidate_seconds)
    )
    ratio, limit = float(np.median(ratios)), demands.max_latency_ratio
    numbers = {"ratio": ratio, "lower": low, "upper": high, "champion_seconds": before}
    reason = (
        f"For {timings.what} the candidate takes {after * 1e6:.0f} µs, {ratio:.2f} times the "
        f"champion's {before * 1e6:.0f} µs (at most {limit:.2f} times is allowed)"
    )
    if low <= limit < high:
        return GateCheck(name, "too little data", f"{reason}, too noisy to tell", numbers)
    return GateCheck(name, "fail" if low > limit else "pass", reason, numbers)


def median_interval(values: Floats, confidence: float) -> tuple[float, float]:
    """Distribution-free interval of the median from two order statistics (the sign test's).

    Conover (1999), Practical Nonparametric Statistics, section 3.2.
    """
    ordered = np.sort(values)
    rank = int(stats.binom.ppf((1.0 - confidence) / 2.0, len(ordered), 0.5))
    rank = max(rank - 1, 0)
    return float(ordered[rank]), float(ordered[len(ordered) - 1 - rank])


def check_size(champion: Footprint, candidate: Footprint, demands: GateDemands) -> GateCheck:
    return _grown(
        "size", champion.size_bytes, candidate.size_bytes, demands.max_size_ratio, "graph has"
    )


def check_memory(
    champion: Footprint, candidate: Footprint, demands: GateDemands
) -> GateCheck | None:
    """None where either was not measured."""
    if not champion.memory_bytes or candidate.memory_bytes is None:
        return None
    return _grown(
        "memory",
        champion.memory_bytes,
        candidate.memory_bytes,
        demands.max_memory_ratio,
        "memory is",
    )


def _grown(name: str, before: int, after: int, limit: float, verb: str) -> GateCheck:
    ratio = after / before
    reason = (
        f"The candidate's {verb} {after / 1e6:.2f} MB, {ratio:.2f} times the champion's "
        f"{before / 1e6:.2f} MB (at most {limit:.2f} times is allowed)"
    )
    return GateCheck(name, "pass" if ratio <= limit else "fail", reason, {"ratio": ratio})
