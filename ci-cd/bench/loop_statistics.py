"""False alarms and power of the loop's statistics, looked at after every batch.

Prints two tables and writes build/bench/loop-statistics.json; fails if a test alarms more often
than it states. About twelve minutes on one core, most of it for whole rollouts.
"""

import argparse
import json
import sys
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
from scipy.stats import norm

from monitoring.experiments.adaptive_simulation import play_thompson
from monitoring.experiments.plan import ExperimentPlan
from monitoring.experiments.simulation import Outcome, clicks, play_experiments, visits
from monitoring.sequential.count_simulation import (
    rate_alarms,
    rate_difference_alarms,
    rate_ratio_alarms,
    sample_ratio_alarms,
)
from monitoring.sequential.interval import ALPHA
from monitoring.sequential.simulation import (
    brier_differences,
    gaussian_units,
    look_at_bounded_means,
    look_at_means,
)
from worker.trials.simulation import LONGEST_DAYS, World, harmed_share

OUTPUT = Path("build/bench/loop-statistics.json")
SEED = 2013
POWER = 0.9
DIFFERENCES = (0.02, 0.01, 0.005)
POWER_RUNS = 400
CHAMPION_ERROR = 0.15
LONGEST = 4
"""Runs end after this many times the rows of the fixed-horizon test."""


@dataclass(frozen=True)
class FalseAlarms:
    test: str
    runs: int
    looks: int
    share: float


@dataclass(frozen=True)
class Power:
    difference: float
    """True mean difference of the paired Brier scores."""
    fixed_horizon_rows: int
    """Of the paired z-test of the same level and power, looked at once."""
    bounded_median_rows: float
    bounded_rows: float
    """By which ``bounded_mean_interval`` had found it in that share of the runs."""
    asymptotic_median_rows: float
    asymptotic_rows: float


def false_alarms(runs: int) -> list[FalseAlarms]:
    """Each test where nothing differs."""
    paired = brier_differences(champion_error=0.1, candidate_error=0.1, rows=100)
    days = gaussian_units(mean=0.0, batch=1)
    common = {"runs": runs, "alpha": ALPHA, "seed": SEED}
    means = {"planned_units": 5_000, **common}
    counts = {"chance": 0.01, "looks": 50, "batch": 200, **common}
    return [
        FalseAlarms(
            "paired Brier difference, bounded",
            runs,
            100,
            look_at_bounded_means(paired, looks=100, **common).share,
        ),
        FalseAlarms(
            "paired Brier difference, asymptotic",
            runs,
            100,
            look_at_means(paired, looks=100, **means).share,
        ),
        FalseAlarms(
            "mean of days, from the first on",
            runs,
            365,
            look_at_means(days, looks=365, **{**means, "planned_units": 60}).share,
        ),
        FalseAlarms("error rate against its true value", runs, 50, rate_alarms(**counts)),
        FalseAlarms("difference of error rates", runs, 50, rate_difference_alarms(**counts)),
        FalseAlarms(
            "ratio of error rates, canary of 5, 25, 50 %", runs, 150, rate_ratio_alarms(**counts)
        ),
        FalseAlarms(
            "sample ratio 90 to 10",
            runs,
            100,
            sample_ratio_alarms(shares=(0.9, 0.1), looks=100, batch=100, **common),
        ),
        _rollouts("rollout of a version against itself", World(apart=0.0), runs),
        _rollouts("rollout of a version as good as the champion", World(), runs),
        _experiment("A/A experiment", visits({}), {"A": 0.5, "B": 0.5}, runs),
        _experiment("A/A/A experiment", visits({}), {"A": 0.4, "B": 0.3, "C": 0.3}, runs),
        _experiment("A/A of a rate of 1 %, 95 to 5", clicks(0.01), {"A": 0.95, "B": 0.05}, runs),
        _thompson("A/A/A by Thompson", visits({}), {"A": 0.4, "B": 0.3, "C": 0.3}, runs),
        _thompson("A/A of a rate of 30 % by Thompson", clicks(0.3), {"A": 0.5, "B": 0.5}, runs),
    ]


def power(difference: float, runs: int) -> Power:
    """Rows until a true difference is found."""
    draw = brier_differences(
        champion_error=CHAMPION_ERROR,
        candidate_error=float(np.sqrt(CHAMPION_ERROR**2 - difference)),
        rows=50,
    )
    variance = draw(np.random.default_rng(SEED), 20_000).var()
    quantiles = norm.ppf(1 - ALPHA / 2) + norm.ppf(POWER)
    fixed = int(np.ceil(quantiles**2 * variance / difference**2))
    looks = LONGEST * fixed // 50
    common = {"runs": runs, "looks": looks, "alpha": ALPHA, "seed": SEED}
    bounded = look_at_bounded_means(draw, **common)
    asymptotic = look_at_means(draw, planned_units=fixed, **common)
    return Power(
        difference,
        fixed,
        bounded.units_until(0.5),
        bounded.units_until(POWER),
        asymptotic.units_until(0.5),
        asymptotic.units_until(POWER),
    )


def _rollouts(test: str, world: World, runs: int) -> FalseAlarms:
    return FalseAlarms(test, runs, LONGEST_DAYS, harmed_share(runs, world, seed=SEED))


def _experiment(test: str, outcome: Outcome, shares: dict[str, float], runs: int) -> FalseAlarms:
    plan = _plan(shares, minimum_effect=0.05)
    played = play_experiments(plan, outcome, runs=runs, batch=200, seed=SEED)
    return FalseAlarms(test, runs, 50, played.false_words)


def _thompson(test: str, outcome: Outcome, shares: dict[str, float], runs: int) -> FalseAlarms:
    """To the horizon: the least effect is so small that none is given up as futile."""
    plan = _plan(shares, minimum_effect=1e-6)
    played = play_thompson(plan, outcome, runs=runs, batch=500, floor=0.1, seed=SEED)
    return FalseAlarms(test, runs, 20, played.false_words)


def _plan(shares: dict[str, float], *, minimum_effect: float) -> ExperimentPlan:
    return ExperimentPlan(
        goal="visits",
        higher_is_better=True,
        minimum_effect=minimum_effect,
        control="A",
        shares=shares,
        horizon_subjects=10_000,
    )


def print_false_alarms(found: list[FalseAlarms]) -> None:
    print(f"\nFalse alarms, looked at after every batch (stated level {ALPHA:.0%})")
    for row in found:
        print(f"  {row.test:46} {row.share:6.1%} of {row.runs:,} runs, {row.looks} looks")


def print_power(found: list[Power]) -> None:
    print(f"\nRows until a true difference is found in half and in {POWER:.0%} of the runs")
    print(f"  {'difference':>10} {'fixed z-test':>13} {'bounded':>17} {'asymptotic':>17}")
    for row in found:
        bounded = f"{row.bounded_median_rows:,.0f} / {row.bounded_rows:,.0f}"
        asymptotic = f"{row.asymptotic_median_rows:,.0f} / {row.asymptotic_rows:,.0f}"
        print(f"  {row.difference:10} {row.fixed_horizon_rows:13,} {bounded:>17} {asymptotic:>17}")


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--runs", type=int, default=1_000)
    arguments.add_argument("--output", type=Path, default=OUTPUT)
    options = arguments.parse_args()
    alarms = false_alarms(options.runs)
    print_false_alarms(alarms)
    powers = [power(difference, POWER_RUNS) for difference in DIFFERENCES]
    print_power(powers)
    document = {
        "alpha": ALPHA,
        "power": POWER,
        "false_alarms": [asdict(row) for row in alarms],
        "rows_until_found": [asdict(row) for row in powers],
    }
    options.output.parent.mkdir(parents=True, exist_ok=True)
    options.output.write_text(json.dumps(document, indent=2) + "\n", encoding="utf-8")
    return int(any(row.share > ALPHA for row in alarms))


if __name__ == "__main__":
    sys.exit(main())
