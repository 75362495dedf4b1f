import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import integrate, optimize, stats

from monitoring.sequential import rate, rate_difference, rate_ratio
from monitoring.sequential.rate import RateCounts, rate_interval
from monitoring.sequential.rate_difference import rate_difference_interval
from monitoring.sequential.rate_ratio import StageEvents, rate_ratio_interval

counts = st.tuples(st.integers(0, 200), st.integers(1, 2_000)).map(
    lambda pair: RateCounts(min(pair), max(pair))
)


def test_evidence_is_the_mixture_over_the_prior_by_scipys_quadrature() -> None:
    def weighted(p: float) -> float:
        return float(p**3 * (1 - p) ** 7 * stats.beta.pdf(p, 0.5, 0.5))

    mixture, _ = integrate.quad(weighted, 0, 1)
    expected = math.log(mixture / (0.2**3 * 0.8**7))
    assert expected == pytest.approx(rate.log_evidence(RateCounts(3, 10), 0.2), rel=1e-6)


def test_one_event_in_one_row_by_hand() -> None:
    # The mixture gives an event the chance 1/2; a rate below 0.05/2 is refuted at 5 %.
    found = rate_interval(RateCounts(1, 1))
    assert found.lower == pytest.approx(0.025)
    assert found.upper == 1.0


@given(counts)
def test_no_other_events_mean_the_rest_of_the_rate(one) -> None:
    events, others = rate_interval(one), rate_interval(RateCounts(one.rows - one.events, one.rows))
    assert (events.lower, events.upper) == pytest.approx((1 - others.upper, 1 - others.lower))


@given(counts)
def test_is_wider_than_an_interval_for_one_look(one) -> None:
    exact = stats.binomtest(one.events, one.rows).proportion_ci(method="wilson")
    found = rate_interval(one)
    assert found.lower <= exact.low + 1e-9
    assert found.upper >= exact.high - 1e-9


def test_the_difference_finds_the_rate_that_suits_it_best_as_scipy_does() -> None:
    control, treated = RateCounts(12, 400), RateCounts(30, 500)

    def likelihood(p: float) -> float:
        return rate.log_likelihood(control, p) + rate.log_likelihood(treated, p + 0.01)

    best = -optimize.minimize_scalar(
        lambda p: -likelihood(p), bounds=(1e-9, 0.98), method="bounded", options={"xatol": 1e-10}
    ).fun
    expected = rate.log_mixture(control) + rate.log_mixture(treated) - best
    assert expected == pytest.approx(rate_difference.log_evidence(control, treated, 0.01))


def test_the_difference_is_narrower_than_that_of_two_intervals() -> None:
    control, treated = RateCounts(100, 1_000), RateCounts(150, 1_000)
    found = rate_difference_interval(control, treated)
    apart = rate_interval(treated, 0.025).upper - rate_interval(control, 0.025).lower
    assert found.lower < 0.05 < found.upper < apart


def test_the_difference_turns_with_its_sides() -> None:
    one, other = RateCounts(3, 50), RateCounts(20, 80)
    there, back = rate_difference_interval(one, other), rate_difference_interval(other, one)
    assert (there.lower, there.upper) == pytest.approx((-back.upper, -back.lower), abs=1e-6)


def test_rates_without_rows_may_be_anything() -> None:
    assert rate_interval(RateCounts()).upper == 1.0
    found = rate_difference_interval(RateCounts(), RateCounts(1, 2))
    assert (found.lower, found.upper) == (-1.0, 1.0)


def test_the_ratio_is_a_bet_on_the_side_of_each_event() -> None:
    # Half of the traffic each, so that theta = 2/3 when errors are twice as frequent.
    stage = StageEvents(control=5, treated=10, treated_share=0.5)

    def weighted(theta: float) -> float:
        return float(theta**10 * (1 - theta) ** 5 * stats.beta.pdf(theta, 10, 10))

    mixture, _ = integrate.quad(weighted, 0, 1)
    expected = math.log(mixture / ((2 / 3) ** 10 * (1 / 3) ** 5))
    assert expected == pytest.approx(rate_ratio.log_evidence((stage,), math.log(2)))
    assert rate_ratio_interval((stage,)).estimate == pytest.approx(2.0)


def test_the_ratio_allows_for_the_share_of_traffic() -> None:
    # 5 % of rows with 5 % of events: as frequent on both sides.
    found = rate_ratio_interval((StageEvents(950, 50, 0.05),))
    assert found.estimate == pytest.approx(1.0)
    assert found.lower < 1.0 < found.upper


def test_stages_tell_more_together_than_apart() -> None:
    stages = tuple(StageEvents(60, round(60 * w / (1 - w) * 1.8), w) for w in (0.05, 0.25, 0.5))
    apart = max(rate_ratio_interval((stage,)).lower for stage in stages)
    assert rate_ratio_interval(stages).lower > max(1.0, apart)


def test_a_ratio_with_events_on_one_side_is_open_there() -> None:
    treated_only = rate_ratio_interval((StageEvents(0, 20, 0.5),))
    control_only = rate_ratio_interval((StageEvents(20, 0, 0.5),))
    assert (treated_only.estimate, treated_only.upper) == (math.inf, math.inf)
    assert (control_only.estimate, control_only.lower) == (0.0, 0.0)
    assert treated_only.lower == pytest.approx(1 / control_only.upper)
    assert rate_ratio_interval((StageEvents(0, 0, 0.5),)).units == 0


def test_the_ratio_finds_rarer_differences_than_the_difference() -> None:
    ratio = rate_ratio_interval((StageEvents(10, 35, 0.5),))
    difference = rate_difference_interval(RateCounts(10, 10_000), RateCounts(35, 10_000))
    assert ratio.lower > 1.0
    assert difference.lower < 0.0


def test_refuses_impossible_counts() -> None:
    with pytest.raises(ValueError, match="3 events in 2 rows"):
        RateCounts(3, 2)
    with pytest.raises(ValueError, match="compares nothing"):
        StageEvents(1, 1, 1.0)
    with pytest.raises(ValueError, match="no counts"):
        StageEvents(-1, 1, 0.5)


def test_counts_add_up() -> None:
    assert RateCounts(3, 30) == rate.merge(RateCounts(1, 10), RateCounts(2, 20))
    assert np.isnan(RateCounts().rate)
