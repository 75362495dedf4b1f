import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from monitoring.drift.profile import profile_categories, profile_numbers


def test_quantile_bins_hold_equal_shares_of_distinct_numbers() -> None:
    profile = profile_numbers(np.arange(100, dtype=float))
    assert profile.counts == (5,) * 20
    assert (profile.minimum, profile.maximum, profile.mean) == (0.0, 99.0, 49.5)


def test_missing_numbers_are_counted_apart() -> None:
    profile = profile_numbers(np.array([1.0, np.nan, 2.0]))
    assert (profile.rows, profile.missing, sum(profile.counts)) == (3, 1, 2)


def test_a_column_that_is_wholly_missing_has_no_range() -> None:
    profile = profile_numbers(np.array([np.nan]))
    assert (profile.minimum, profile.maximum, profile.counts) == (None, None, (0,))


def test_many_ties_share_a_bin() -> None:
    profile = profile_numbers(np.array([0.0] * 90 + [1.0] * 10))
    assert profile.edges == (0.0,)
    assert profile.counts == (90, 10)


@given(arrays(float, st.integers(1, 80), elements=st.floats(-1e9, 1e9)))
def test_every_number_falls_in_exactly_one_bin_and_no_bin_is_empty(values) -> None:
    profile = profile_numbers(values)
    assert sum(profile.counts) == len(values)
    assert len(profile.counts) == len(profile.edges) + 1
    assert min(profile.counts) > 0


def test_a_later_window_is_counted_into_the_same_bins() -> None:
    reference = profile_numbers(np.arange(100, dtype=float))
    later = profile_numbers(np.array([-5.0, 250.0]), np.array(reference.edges))
    assert (later.counts[0], later.counts[-1]) == (1, 1)


def test_categories_are_counted_and_the_empty_one_is_missing() -> None:
    profile = profile_categories(np.array(["JFK", "", "JFK", "EWR"], dtype=object))
    assert profile.counts == {"JFK": 2, "EWR": 1}
    assert (profile.rows, profile.missing, profile.other) == (4, 1, 0)


def test_rare_categories_are_counted_together() -> None:
    profile = profile_categories(np.array([f"c{i}" for i in range(250)], dtype=object))
    assert (len(profile.counts), profile.other) == (200, 50)
