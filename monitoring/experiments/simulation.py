"""Many experiments judged after every batch by the same rules as a real one."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from monitoring.experiments.judge import judge_experiment
from monitoring.experiments.plan import ExperimentPlan
from monitoring.experiments.result import ExperimentResult
from monitoring.quality.arrays import Floats
from monitoring.sequential.moments import Moments, update

Outcome = Callable[[np.random.Generator, str, int], tuple[Floats, Floats]]
"""Of an arm's name and a number of subjects: their covariates and outcomes."""


@dataclass(frozen=True)
class Played:
    decisions: dict[str, int]
    """Runs by decision."""
    false_words: float
    """Share of runs that ever called an arm better or worse, or doubted the allocation."""
    mean_subjects: float


def play_experiments(
    plan: ExperimentPlan, outcome: Outcome, *, runs: int, batch: int, seed: int
) -> Played:
    """Play ``runs`` experiments to their ends, ``batch`` subjects a look."""
    generator = np.random.default_rng(seed)
    return played([play_experiment(plan, outcome, generator, batch=batch) for _ in range(runs)])


def played(results: Sequence[ExperimentResult]) -> Played:
    """Sum up how experiments ended."""
    decisions = Counter(result.decision.value for result in results)
    words = [
        result.sample_ratio.mismatch
        or any(arm.verdict in ("better", "worse") for arm in result.arms)
        for result in results
    ]
    subjects = float(np.mean([result.subjects for result in results]))
    return Played(dict(decisions), float(np.mean(words)), subjects)


def play_experiment(
    plan: ExperimentPlan, outcome: Outcome, generator: np.random.Generator, *, batch: int
) -> ExperimentResult:
    """The result at which one experiment stops, or would for a single harmful arm."""
    moments = dict.fromkeys(plan.shares, Moments())
    while True:
        reached = generator.multinomial(batch, list(plan.shares.values())).tolist()
        for name, subjects in zip(plan.shares, reached, strict=True):
            moments[name] = update(moments[name], *outcome(generator, name, subjects))
        assigned = {name: arm.count for name, arm in moments.items()}
        result = judge_experiment(plan, assigned, moments)
        if result.stops or any(arm.harmful for arm in result.arms):
            return result


def visits(lift: dict[str, float], *, explained: float = 0.5) -> Outcome:
    """Skewed outcomes (exponential, mean 1) plus an arm's lift, half explained by the past."""

    def outcome(generator: np.random.Generator, name: str, subjects: int) -> tuple[Floats, Floats]:
        past = generator.exponential(size=subjects)
        rest = generator.exponential(size=subjects)
        return past, explained * past + (1 - explained) * rest + lift.get(name, 0.0)

    return outcome


def clicks(rate: float) -> Outcome:
    """Outcomes 1 with chance ``rate`` in every arm, else 0; no covariate."""

    def outcome(generator: np.random.Generator, _name: str, subjects: int) -> tuple[Floats, Floats]:
        return np.zeros(subjects), (generator.random(subjects) < rate).astype(np.float64)

    return outcome
