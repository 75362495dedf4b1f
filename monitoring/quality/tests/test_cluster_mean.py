"""Means of clustered rows against hand-worked figures and statsmodels' cluster-robust errors."""

import numpy as np
import pytest
import statsmodels.api as sm

from monitoring.quality.cluster_mean import MINIMUM_CLUSTERS, cluster_mean, mean_change


def test_the_mean_is_over_rows_and_not_over_days() -> None:
    found = cluster_mean(np.array([1.0, 9.0]), np.array([1.0, 3.0]))
    assert found.value == 10 / 4
    assert (found.rows, found.clusters) == (4, 2)


def test_five_equal_days_by_hand() -> None:
    """Days of 10 rows with means 1, 2, 3, 4, 5: standard error √(2.5 / 5), t₄ = 2.776."""
    found = cluster_mean(np.array([10.0, 20.0, 30.0, 40.0, 50.0]), np.full(5, 10.0))
    assert found.value == 3.0
    assert found.standard_error == pytest.approx(np.sqrt(2.5 / 5))
    assert (found.lower, found.upper) == pytest.approx((3 - 1.96324, 3 + 1.96324), abs=1e-4)


def test_the_error_is_statsmodels_s_with_clusters() -> None:
    rng = np.random.default_rng(20260301)
    day = rng.integers(0, 12, 400)
    loss = rng.normal(size=400) + rng.normal(size=12)[day]
    fitted = sm.OLS(loss, np.ones(400)).fit(
        cov_type="cluster",
        # It multiplies by (n − 1) / (n − k), which is 1 for a mean, and by G / (G − 1) as we do.
        cov_kwds={"groups": day, "use_correction": True, "df_correction": True},
    )
    sums = np.bincount(day, loss)
    found = cluster_mean(sums, np.bincount(day).astype(float))
    assert found.value == pytest.approx(fitted.params[0])
    assert found.standard_error == pytest.approx(fitted.bse[0])


def test_too_few_days_have_a_mean_and_no_interval() -> None:
    days = MINIMUM_CLUSTERS - 1
    found = cluster_mean(np.ones(days), np.ones(days))
    assert found.value == 1.0
    assert np.isnan([found.standard_error, found.lower, found.upper]).all()


def test_no_rows_have_no_mean() -> None:
    assert np.isnan(cluster_mean(np.array([]), np.array([])).value)
    assert np.isnan(cluster_mean(np.zeros(3), np.zeros(3)).value)


def test_days_without_rows_count_as_no_days() -> None:
    sums, rows = np.arange(6.0), np.full(6, 2.0)
    padded = cluster_mean(np.append(sums, 0.0), np.append(rows, 0.0))
    assert padded == cluster_mean(sums, rows)


def test_a_change_is_as_uncertain_as_both_of_its_ends() -> None:
    """Standard errors 3 and 4 make 5; five days each leave t₄ = 2.776."""
    now = cluster_mean(np.array([-6.0, -3.0, 0.0, 3.0, 6.0]) * np.sqrt(2), np.ones(5))
    before = cluster_mean(np.array([-8.0, -4.0, 0.0, 4.0, 8.0]) * np.sqrt(2) + 1, np.ones(5))
    found = mean_change(now, before)
    assert (now.standard_error, before.standard_error) == pytest.approx((3.0, 4.0))
    assert found.value == pytest.approx(-1.0)
    assert (found.lower, found.upper) == pytest.approx((-1 - 13.882, -1 + 13.882), abs=1e-3)


def test_a_change_from_nothing_is_unknown() -> None:
    nothing = cluster_mean(np.array([]), np.array([]))
    assert np.isnan(mean_change(cluster_mean(np.ones(6), np.ones(6)), nothing).value)


def test_nineteen_of_twenty_intervals_hold_the_truth() -> None:
    """Weeks of seven days with day effects: at 95 %, 1,000 weeks leave 93 to 97 %."""
    rng = np.random.default_rng(7)
    held = 0
    for _ in range(1_000):
        rows = rng.integers(50, 100, 7).astype(float)
        means = rng.normal(0.0, 0.3, 7) + rng.normal(0.0, 1.0, 7) / np.sqrt(rows)
        found = cluster_mean(means * rows, rows)
        held += found.lower <= 0.0 <= found.upper
    assert 930 <= held <= 970
