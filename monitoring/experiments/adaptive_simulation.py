"""Many experiments under Thompson sampling, judged and reallocated after every batch."""

from functools import reduce

import numpy as np

from monitoring.experiments.adaptive import Adaptive, Batch, check_changing_ratio
from monitoring.experiments.judge import judge_measured
from monitoring.experiments.plan import ExperimentPlan
from monitoring.experiments.result import ExperimentResult
from monitoring.experiments.simulation import Outcome, Played, played
from monitoring.experiments.thompson import allocation, best_mean_probabilities
from monitoring.sequential.moments import Moments, merge, update

DRAWS = 400
"""A probability uncertain by 2.5 % is allocated as it is drawn: nothing is biased by it."""

Shares = dict[str, float]


def play_thompson(
    plan: ExperimentPlan, outcome: Outcome, *, runs: int, batch: int, floor: float, seed: int
) -> Played:
    """Play ``runs`` experiments to their ends, ``batch`` subjects an allocation."""
    generator = np.random.default_rng(seed)
    return played(
        [play_one(plan, outcome, generator, batch=batch, floor=floor)[0] for _ in range(runs)]
    )


def play_one(
    plan: ExperimentPlan,
    outcome: Outcome,
    generator: np.random.Generator,
    *,
    batch: int,
    floor: float,
) -> tuple[ExperimentResult, Shares]:
    """The result at which it stops, or would for a single harmful arm, and the shares then."""
    shares, batches = dict(plan.shares), list[Batch]()
    while True:
        batches.append(Batch(shares, _reached(shares, outcome, generator, batch)))
        ratio = check_changing_ratio([(b.shares, _counts(b)) for b in batches])
        result = judge_measured(plan, ratio, Adaptive(batches), {})
        if result.stops or any(arm.harmful for arm in result.arms):
            return result, shares
        shares = _new_shares(plan, batches, generator, floor)


def _reached(
    shares: Shares, outcome: Outcome, generator: np.random.Generator, batch: int
) -> dict[str, Moments]:
    reached = generator.multinomial(batch, list(shares.values())).tolist()
    return {
        name: update(Moments(), *outcome(generator, name, subjects))
        for name, subjects in zip(shares, reached, strict=True)
    }


def _counts(batch: Batch) -> dict[str, int]:
    return {name: moments.count for name, moments in batch.moments.items()}


def _new_shares(
    plan: ExperimentPlan, batches: list[Batch], generator: np.random.Generator, floor: float
) -> Shares:
    arms = tuple(
        reduce(merge, (batch.moments[name] for batch in batches), Moments()) for name in plan.shares
    )
    seed = int(generator.integers(2**31))
    new = allocation(best_mean_probabilities(arms, seed=seed, draws=DRAWS), floor=floor)
    return dict(zip(plan.shares, (float(share) for share in new), strict=True))
