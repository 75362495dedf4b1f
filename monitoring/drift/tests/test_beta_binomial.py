from math import log

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats
from scipy.special import logsumexp

from monitoring.drift.beta_binomial import lower_tail, upper_quantile, upper_tail

weights = st.floats(0.5, 5000)
rows = st.integers(1, 3000)


@given(rows, weights, weights, st.floats(0, 1))
def test_both_tails_agree_with_scipy(n, a, b, where) -> None:
    count = round(n * where)
    law = stats.betabinom(n, a, b)
    assert law.sf(count - 1) == pytest.approx(upper_tail(count, n, a, b), rel=1e-6, abs=1e-9)
    assert law.cdf(count) == pytest.approx(lower_tail(count, n, a, b), rel=1e-6, abs=1e-9)


@given(rows, weights, weights, st.sampled_from([0.5, 0.05, 0.001]))
def test_the_quantile_is_the_smallest_count_that_does(n, a, b, tail) -> None:
    count = upper_quantile(tail, n, a, b)
    assert upper_tail(count + 1, n, a, b) <= tail
    assert count == 0 or upper_tail(count, n, a, b) > tail


def test_no_new_value_in_a_uniform_prior_is_worked_by_hand() -> None:
    # With a = 1, b = m the count is geometric-like: P(K ≥ 1) = n / (n + m).
    assert upper_tail(1, 100, 1.0, 900.0) == pytest.approx(0.1)


def test_far_tails_keep_their_digits() -> None:
    # Term by term: scipy's own tail is 1 − the rest, which has no digits left here.
    terms = stats.betabinom(1000, 2, 10_000).logpmf(range(60, 1001))
    assert logsumexp(terms) == pytest.approx(log(upper_tail(60, 1000, 2.0, 10_000.0)), rel=1e-9)


def test_the_ends_are_certain_and_impossible() -> None:
    assert (upper_tail(0, 5, 1.0, 1.0), upper_tail(6, 5, 1.0, 1.0)) == (1, 0)
    assert (lower_tail(5, 5, 1.0, 1.0), lower_tail(-1, 5, 1.0, 1.0)) == (1, 0)


def test_a_million_rows_are_summed_too() -> None:
    assert upper_tail(500_000, 1_000_000, 50.0, 50.0) == pytest.approx(0.5, abs=1e-5)
