import numpy as np
import pytest

from monitoring.sequential.bounded_mean import bounded_mean_interval
from monitoring.sequential.bounded_sums import BoundedSums, update
from monitoring.sequential.count_simulation import (
    rate_alarms,
    rate_difference_alarms,
    rate_ratio_alarms,
    sample_ratio_alarms,
)
from monitoring.sequential.mean import mean_interval
from monitoring.sequential.moments import Moments, add_rows
from monitoring.sequential.simulation import (
    brier_differences,
    gaussian_units,
    look_at_bounded_means,
    look_at_means,
)

EQUAL = brier_differences(champion_error=0.1, candidate_error=0.1, rows=50)
BETTER = brier_differences(champion_error=0.15, candidate_error=0.05, rows=50)


def most_alarms(alpha: float, runs: int) -> float:
    """Three standard errors above the stated level."""
    return alpha + 3 * np.sqrt(alpha * (1 - alpha) / runs)


def test_equal_models_are_told_apart_no_more_often_than_stated() -> None:
    bounded = look_at_bounded_means(EQUAL, runs=300, looks=60, alpha=0.05, seed=1)
    loose = look_at_means(EQUAL, runs=300, looks=60, alpha=0.05, planned_units=2_000, seed=2)
    assert bounded.share <= most_alarms(0.05, 300)
    assert loose.share <= most_alarms(0.05, 300)


def test_a_fixed_horizon_test_looked_at_as_often_alarms_far_more_often() -> None:
    # The reason for all of this, and proof that the simulation can show an alarm.
    generator = np.random.default_rng(3)
    rows = np.concatenate([EQUAL(generator, 300) for _ in range(60)], axis=1)
    count = np.arange(1, rows.shape[1] + 1)
    looks = slice(49, None, 50)
    means = (rows.cumsum(axis=1) / count)[:, looks]
    spread = np.sqrt(((rows**2).cumsum(axis=1) / count)[:, looks] - means**2)
    z = np.abs(means) / spread * np.sqrt(count[looks])
    assert (z > 1.96).any(axis=1).mean() > 0.2


def test_few_days_give_no_more_alarms_than_many() -> None:
    days = gaussian_units(mean=0.0, batch=1)
    found = look_at_means(days, runs=1_000, looks=200, alpha=0.2, planned_units=20, seed=4)
    assert 0.05 < found.share <= most_alarms(0.2, 1_000)


def test_rare_values_on_one_side_raise_no_more_alarms_than_stated() -> None:
    def rare(generator, runs):
        return (generator.random((runs, 50)) < 0.01) - 0.01

    found = look_at_means(rare, runs=500, looks=200, alpha=0.05, planned_units=5_000, seed=12)
    assert 0.005 < found.share <= 0.05


def test_a_better_model_is_found_within_twice_the_rows_of_a_fixed_horizon() -> None:
    values = BETTER(np.random.default_rng(5), 2_000)
    fixed = (1.96 + 1.2816) ** 2 * values.var() / 0.02**2
    for found in (
        look_at_bounded_means(BETTER, runs=200, looks=60, alpha=0.05, seed=6),
        look_at_means(BETTER, runs=200, looks=60, alpha=0.05, planned_units=fixed, seed=6),
    ):
        assert found.units_until(0.5) < 1.5 * fixed
        assert found.units_until(0.9) < 2.5 * fixed


def test_simulated_differences_have_the_mean_that_they_state() -> None:
    values = BETTER(np.random.default_rng(7), 10_000)
    assert values.mean() == pytest.approx(0.02, abs=4 * values.std() / np.sqrt(values.size))


def test_side_by_side_runs_speak_when_single_ones_would() -> None:
    values = [
        BETTER(generator, 1)[0] for generator in [np.random.default_rng(8)] for _ in range(60)
    ]
    bounded = look_at_bounded_means(BETTER, runs=1, looks=60, alpha=0.05, seed=8).first[0]
    loose = look_at_means(BETTER, runs=1, looks=60, alpha=0.05, planned_units=900, seed=8).first[0]
    sums, moments, spoke, spoke_loosely = BoundedSums(-1.0, 1.0), Moments(), [], []
    for batch in values:
        sums, moments = update(sums, batch), add_rows(moments, batch)
        if bounded_mean_interval(sums).lower > 0:
            spoke.append(sums.rows)
        if mean_interval(moments, planned_units=900).lower > 0:
            spoke_loosely.append(moments.count)
    assert (bounded, loose) == (spoke[0], spoke_loosely[0])


def test_runs_that_never_speak_have_no_row_by_which_they_did() -> None:
    found = look_at_bounded_means(EQUAL, runs=20, looks=2, alpha=1e-6, seed=9)
    assert found.units_until(0.5) == np.inf


def test_equal_rates_and_kept_shares_are_doubted_no_more_often_than_stated() -> None:
    counts = {"chance": 0.02, "runs": 200, "looks": 20, "batch": 200, "alpha": 0.05, "seed": 10}
    assert rate_alarms(**counts) <= most_alarms(0.05, 200)
    assert rate_ratio_alarms(**counts) <= most_alarms(0.05, 200)
    assert rate_difference_alarms(**{**counts, "runs": 50}) <= most_alarms(0.05, 50)
    shares = {"runs": 400, "looks": 60, "batch": 100, "alpha": 0.2, "seed": 11}
    doubted = sample_ratio_alarms(shares=(0.5, 0.3, 0.2), **shares)
    assert 0.01 < doubted <= most_alarms(0.2, 400)
