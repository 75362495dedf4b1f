import numpy as np
import pytest

from monitoring.drift.counts import count
from monitoring.drift.missing_share import missing_difference
from monitoring.drift.new_categories import new_category_share
from monitoring.drift.out_of_range import out_of_range_share
from monitoring.drift.profile import profile_categories, profile_numbers


def texts(*values):
    return np.array(values, dtype=object)


def test_more_missing_is_above_0_and_less_below() -> None:
    assert missing_difference(10, 100, 30, 100) == pytest.approx(0.2)
    assert missing_difference(10, 100, 0, 50) == pytest.approx(-0.1)


def test_both_ends_of_the_range_count_and_missing_values_do_not() -> None:
    profile = profile_numbers(np.array([0.0, 10.0]))
    counts = count(np.array([-1.0, 11.0, 5.0, 0.0, np.nan]), profile)
    assert out_of_range_share(counts) == 0.5


def test_new_categories_are_those_that_training_never_saw() -> None:
    profile = profile_categories(texts("a", "b"))
    assert new_category_share(profile, count(texts("a", "c", "d", "", "b"), profile)) == 0.5


def test_values_as_frequent_as_training_s_rarer_ones_are_not_called_new() -> None:
    profile = profile_categories(texts(*(["a"] * 800), *(f"rare {i}" for i in range(399))))
    assert profile.other == 200
    counts = count(texts(*(["a"] * 5), "new"), profile)
    assert new_category_share(profile, counts) == pytest.approx(0)
    counts = count(texts("a", "new"), profile)
    assert new_category_share(profile, counts) == pytest.approx(1 / 2 - 200 / 1199)
