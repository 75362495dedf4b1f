import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitoring.sequential.bounded_mean import (
    SHARES,
    bounded_mean_interval,
    log_wealth,
    mirrored,
)
from monitoring.sequential.bounded_sums import BoundedSums, merge, scaled_powers, update
from monitoring.sequential.rate import RateCounts, rate_interval

values_in_limits = st.lists(st.floats(-1, 1), min_size=1, max_size=60).map(np.array)


def sums_of(values, low=-1.0, high=1.0) -> BoundedSums:
    return update(BoundedSums(low, high), np.asarray(values, dtype=float))


def betting_wealth(values, mean) -> float:
    """The wealth that is bounded from below, bet by bet."""
    stakes = SHARES[:, None] / (mean + 1.0)
    return float(np.log(np.mean(np.prod(1.0 + stakes * (np.asarray(values) - mean), axis=1))))


@given(values_in_limits, st.floats(-0.95, 0.95))
def test_the_wealth_from_power_sums_is_never_above_that_of_betting(values, mean) -> None:
    assert log_wealth(scaled_powers(values), mean) <= betting_wealth(values, mean) + 1e-7


def test_the_wealth_from_power_sums_is_nearly_that_of_betting_on_small_differences() -> None:
    values = 0.02 + 0.1 * np.random.default_rng(1).normal(size=1000).clip(-5, 5)
    expected = betting_wealth(values, 0.0)
    assert expected == pytest.approx(log_wealth(scaled_powers(values), 0.0), rel=0.03)
    assert expected > 5


def test_one_row_at_the_limit_is_worth_what_the_bets_pay() -> None:
    # One value 1 against "the mean is at most 0": each share f pays 1 + f; from below, the
    # series to the third order and the remainder at -f.
    remainder = np.log1p(-SHARES) + SHARES + SHARES**2 / 2 + SHARES**3 / 3
    expected = np.log(np.mean(np.exp(SHARES - SHARES**2 / 2 + SHARES**3 / 3 + remainder)))
    assert expected == pytest.approx(log_wealth(scaled_powers(np.array([1.0])), 0.0), abs=1e-9)


@given(values_in_limits, values_in_limits)
def test_sums_add_up_in_any_order(one, other) -> None:
    expected = sums_of(np.concatenate([one, other]))
    both = merge(sums_of(other), sums_of(one))
    assert expected.rows == both.rows
    assert both.powers() == pytest.approx(expected.powers(), abs=1e-9)


@settings(max_examples=30)
@given(values_in_limits)
def test_negating_the_values_turns_the_interval(values) -> None:
    straight = bounded_mean_interval(sums_of(values))
    turned = bounded_mean_interval(sums_of(-values))
    assert (straight.lower, straight.upper) == pytest.approx((-turned.upper, -turned.lower))
    assert mirrored(scaled_powers(values)) == pytest.approx(scaled_powers(-values))


@settings(max_examples=30)
@given(values_in_limits, st.floats(0.1, 100), st.floats(-50, 50))
def test_the_unit_of_the_values_does_not_matter(values, scale, shift) -> None:
    plain = bounded_mean_interval(sums_of(values))
    low, high = -scale + shift, scale + shift
    moved = bounded_mean_interval(sums_of((values * scale + shift).clip(low, high), low, high))
    expected = (plain.lower * scale + shift, plain.upper * scale + shift)
    assert (moved.lower, moved.upper) == pytest.approx(expected, abs=1e-6 * scale)


@settings(max_examples=50)
@given(values_in_limits)
def test_the_interval_holds_the_estimate_and_stays_within_the_limits(values) -> None:
    found = bounded_mean_interval(sums_of(values))
    assert -1.0 <= found.lower <= found.estimate + 1e-9
    assert found.estimate - 1e-9 <= found.upper <= 1.0


def test_equal_values_at_a_limit_leave_that_limit_possible() -> None:
    found = bounded_mean_interval(sums_of(np.full(500, -1.0)))
    assert found.lower == -1.0
    assert -1.0 < found.upper < -0.95


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("near", [0.0, 1e-16, 1e-12, 1e-6])
def test_values_next_to_a_limit_are_told_from_it_only_where_rounding_allows(near) -> None:
    found = bounded_mean_interval(sums_of(np.full(20_000, -1.0 + near)))
    assert -1.0 <= found.lower <= -1.0 + near


def test_for_a_common_event_it_is_about_as_wide_as_the_interval_of_a_rate() -> None:
    events = np.arange(10_000) % 4 == 0
    exact = rate_interval(RateCounts(2_500, 10_000))
    found = bounded_mean_interval(sums_of(events, 0.0, 1.0))
    assert (found.upper - found.lower) / (exact.upper - exact.lower) == pytest.approx(1, abs=0.2)


def test_knows_nothing_without_rows() -> None:
    found = bounded_mean_interval(BoundedSums(0.0, 3.0))
    assert np.isnan(found.estimate)
    assert (found.lower, found.upper, found.units) == (0.0, 3.0, 0)


@pytest.mark.parametrize("wrong", [np.nan, 1.0001, -2.0, np.inf])
def test_refuses_values_beyond_the_limits(wrong) -> None:
    with pytest.raises(ValueError, match="lies outside"):
        sums_of([0.0, wrong])


def test_refuses_sums_that_do_not_add_up_and_limits_out_of_order() -> None:
    with pytest.raises(ValueError, match="do not add up"):
        merge(BoundedSums(0.0, 1.0), BoundedSums(0.0, 2.0))
    with pytest.raises(ValueError, match="rising order"):
        BoundedSums(1.0, 1.0)
