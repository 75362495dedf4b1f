import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import integrate, stats

from monitoring.experiments.propensity import weighted_outcomes
from monitoring.experiments.thompson import (
    allocation,
    best_mean_probabilities,
    best_rate_probabilities,
)
from monitoring.sequential.mean import mean_interval
from monitoring.sequential.moments import Moments, add_rows
from monitoring.sequential.rate import RateCounts


def test_the_chance_of_the_best_rate_is_that_of_scipys_quadrature() -> None:
    arms = (RateCounts(10, 40), RateCounts(18, 50))
    one, other = stats.beta(11, 31), stats.beta(19, 33)
    expected, _ = integrate.quad(lambda p: other.pdf(p) * one.cdf(p), 0, 1)
    assert best_rate_probabilities(arms, seed=1)[1] == pytest.approx(expected, abs=0.01)


def test_the_chance_of_the_best_mean_is_that_of_scipys_t_distributions() -> None:
    generator = np.random.default_rng(2)
    samples = [generator.normal(size=8), generator.normal(0.5, 2.0, size=12)]
    arms = tuple(add_rows(Moments(), sample) for sample in samples)
    one, other = (stats.t(len(s) - 1, s.mean(), s.std(ddof=1) / np.sqrt(len(s))) for s in samples)
    expected, _ = integrate.quad(lambda x: other.pdf(x) * one.cdf(x), -30, 30, limit=200)
    assert best_mean_probabilities(arms, seed=3)[1] == pytest.approx(expected, abs=0.01)


def test_unknown_arms_get_equal_chances() -> None:
    empty = add_rows(Moments(), np.array([5.0]))
    known = add_rows(Moments(), np.array([1.0, 2.0, 3.0]))
    assert best_mean_probabilities((known, empty), seed=4).tolist() == [0.5, 0.5]
    even = best_rate_probabilities((RateCounts(), RateCounts()), seed=4)
    assert even == pytest.approx([0.5, 0.5], abs=0.02)


def test_the_same_seed_allocates_the_same() -> None:
    arms = (RateCounts(3, 9), RateCounts(4, 9))
    assert (best_rate_probabilities(arms, seed=5) == best_rate_probabilities(arms, seed=5)).all()


@given(st.lists(st.floats(0.01, 1), min_size=2, max_size=6), st.floats(0.001, 0.15))
def test_every_arm_keeps_its_floor_and_all_make_one(weights, floor) -> None:
    shares = allocation(np.array(weights) / sum(weights), floor=floor)
    assert shares.min() >= floor
    assert shares.sum() == pytest.approx(1.0)


@pytest.mark.parametrize("floor", [0.0, -0.1, 0.51])
def test_a_floor_that_not_all_can_have_is_refused(floor) -> None:
    with pytest.raises(ValueError, match="cannot each"):
        allocation(np.array([0.5, 0.5]), floor=floor)


def test_weighting_by_propensity_by_hand() -> None:
    chosen, outcome = np.array([True, False, True]), np.array([1.0, np.nan, 0.0])
    propensity = np.array([0.5, 0.2, 0.25])
    assert weighted_outcomes(chosen, outcome, propensity).tolist() == [2.0, 0.0, 0.0]
    around = weighted_outcomes(chosen, outcome, propensity, baseline=0.4)
    assert around == pytest.approx([0.4 + 0.6 / 0.5, 0.4, 0.4 - 0.4 / 0.25])
    with pytest.raises(ValueError, match="propensity"):
        weighted_outcomes(chosen, outcome, np.array([0.5, 0.0, 0.5]))


def play_bandit(seed: int):
    """Two arms of equal rate 0.3, 20 batches of 50 rows."""
    generator = np.random.default_rng(seed)
    counts, weighted, plain = [RateCounts(), RateCounts()], Moments(), []
    for batch in range(20):
        best = best_rate_probabilities(tuple(counts), seed=batch, draws=200)
        shares = allocation(best, floor=0.05)
        first = generator.random(50) < shares[0]
        outcome = (generator.random(50) < 0.3).astype(float)
        values = weighted_outcomes(first, outcome, np.full(50, shares[0]), baseline=0.3)
        weighted, plain = add_rows(weighted, values), [*plain, *outcome[first]]
        counts = [
            RateCounts(int(old.events + outcome[mine].sum()), int(old.rows + mine.sum()))
            for old, mine in zip(counts, (first, ~first), strict=True)
        ]
    return mean_interval(weighted, planned_units=1_000), float(np.mean(plain))


def test_the_weighted_mean_is_unbiased_under_adaptive_allocation_and_the_plain_one_is_not() -> None:
    runs = [play_bandit(seed) for seed in range(120)]
    weighted = np.array([interval.estimate for interval, _ in runs])
    plain = np.array([mean for _, mean in runs])
    error = weighted.std() / np.sqrt(120)
    assert weighted.mean() == pytest.approx(0.3, abs=3 * error)
    assert plain.mean() < 0.3 - 2 * plain.std() / np.sqrt(120)
    missed = np.mean([not i.lower <= 0.3 <= i.upper for i, _ in runs])
    assert missed <= 0.05
