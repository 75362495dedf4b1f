from dataclasses import replace

import numpy as np
import pytest
from scipy import stats

from monitoring.drift.counts import count
from monitoring.drift.profile import profile_categories, profile_numbers
from monitoring.drift.share_floor import missing_noise, new_category_noise, out_of_range_noise

NUMBERS = replace(profile_numbers(np.arange(1000.0)), rows=1250, missing=250)


def test_missing_noise_is_the_predictive_law_s_both_tails() -> None:
    law = stats.betabinom(500, 250.5, 1000.5)
    found = missing_noise(NUMBERS, 130, 500, 0.95)
    assert law.sf(129) + law.cdf(70) == pytest.approx(found.exceedance)
    assert found.threshold == pytest.approx(2.0 * law.std() / 500, rel=0.1)


def test_as_much_missing_as_in_training_is_certain_under_no_drift() -> None:
    assert missing_noise(NUMBERS, 100, 500, 0.95).exceedance == 1


def test_the_first_missing_values_of_a_large_window_are_no_wonder() -> None:
    reference = profile_numbers(np.arange(1000.0))
    assert missing_noise(reference, 1, 1000, 0.95).exceedance > 0.2
    assert missing_noise(reference, 20, 1000, 0.95).exceedance < 1e-5


def test_new_extremes_are_as_likely_as_order_statistics_say() -> None:
    # The next of 1,001 rows is under the minimum or over the maximum with probability 2/1,001.
    reference = profile_numbers(np.arange(1000.0))
    found = out_of_range_noise(reference, count(np.array([5000.0]), reference), 0.95)
    assert found.exceedance == pytest.approx(2 / 1001)


def test_new_categories_are_expected_where_many_were_seen_once() -> None:
    often = profile_categories(np.array(["a"] * 500 + ["b"] * 500, dtype=object))
    once = profile_categories(np.array(["a"] * 900 + [f"r{i}" for i in range(100)], dtype=object))
    window = np.array(["a"] * 180 + [f"new{i}" for i in range(20)], dtype=object)
    found = {
        name: new_category_noise(p, count(window, p), 0.95)
        for name, p in (("often", often), ("once", once))
    }
    assert found["often"].exceedance < 1e-9
    assert found["once"].exceedance > 0.3
    assert found["once"].threshold > 0.1 > found["often"].threshold
