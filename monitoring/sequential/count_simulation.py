"""Many runs of the tests on counts, looked at after every batch; both sides are truly equal."""

import math
from collections.abc import Iterable

import numpy as np

from monitoring.sequential import rate, rate_difference, rate_ratio, sample_ratio
from monitoring.sequential.rate import RateCounts
from monitoring.sequential.rate_ratio import StageEvents

CANARY_SHARES = (0.05, 0.25, 0.5)


def rate_alarms(
    *, chance: float, runs: int, looks: int, batch: int, alpha: float, seed: int
) -> float:
    """Share of runs in which the true rate was ever excluded; quantiles rest on the same test."""
    generator = np.random.default_rng(seed)
    events = generator.binomial(batch, chance, size=(runs, looks)).cumsum(axis=1).tolist()
    return _share(
        any(
            rate.log_evidence(RateCounts(count, batch * (look + 1)), chance) >= -math.log(alpha)
            for look, count in enumerate(run)
        )
        for run in events
    )


def rate_difference_alarms(
    *, chance: float, runs: int, looks: int, batch: int, alpha: float, seed: int
) -> float:
    """Share of runs in which two equal rates were ever told apart by ``rate_difference``."""
    generator = np.random.default_rng(seed)
    events = generator.binomial(batch, chance, size=(2, runs, looks)).cumsum(axis=2).tolist()
    return _share(
        any(
            rate_difference.log_evidence(
                RateCounts(one, batch * (look + 1)), RateCounts(other, batch * (look + 1)), 0.0
            )
            >= -math.log(alpha)
            for look, (one, other) in enumerate(zip(*run, strict=True))
        )
        for run in zip(*events, strict=True)
    )


def rate_ratio_alarms(
    *, chance: float, runs: int, looks: int, batch: int, alpha: float, seed: int
) -> float:
    """As above by ``rate_ratio``, over a canary of three stages with ``looks`` each."""
    generator = np.random.default_rng(seed)
    return _share(
        any(
            rate_ratio.log_evidence(stages) >= -math.log(alpha)
            for stages in _canary(generator, chance, looks, batch)
        )
        for _ in range(runs)
    )


def sample_ratio_alarms(
    *, shares: tuple[float, ...], runs: int, looks: int, batch: int, alpha: float, seed: int
) -> float:
    """Share of runs in which the shares that truly held were ever doubted."""
    generator = np.random.default_rng(seed)
    counts = generator.multinomial(batch, shares, size=(runs, looks)).cumsum(axis=1).tolist()
    return _share(
        any(sample_ratio.log_evidence(look, list(shares)) >= -math.log(alpha) for look in run)
        for run in counts
    )


def _canary(
    generator: np.random.Generator, chance: float, looks: int, batch: int
) -> list[tuple[StageEvents, ...]]:
    """What is known at each look of one rollout."""
    before: tuple[StageEvents, ...] = ()
    seen = []
    for share in CANARY_SHARES:
        treated_rows = generator.binomial(batch, share, size=looks)
        treated = generator.binomial(treated_rows, chance).cumsum()
        control = generator.binomial(batch - treated_rows, chance).cumsum()
        stage = [StageEvents(int(c), int(t), share) for c, t in zip(control, treated, strict=True)]
        seen += [(*before, now) for now in stage]
        before = (*before, stage[-1])
    return seen


def _share(alarms: Iterable[bool]) -> float:
    return float(np.mean(list(alarms)))
