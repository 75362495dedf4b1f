import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from monitoring.quality.bootstrap import interval, resample


def test_agrees_with_scipy_on_the_mean_of_independent_rows() -> None:
    values = np.random.default_rng(3).exponential(size=400)
    ours = interval(resample(400, resamples=4000, seed=1).means(values))
    theirs = stats.bootstrap(
        (values,), np.mean, n_resamples=4000, method="percentile", rng=np.random.default_rng(2)
    ).confidence_interval
    assert ours == pytest.approx((theirs.low, theirs.high), abs=0.01)


def test_covers_the_true_mean_about_as_often_as_it_says() -> None:
    generator = np.random.default_rng(4)
    hits = 0
    for trial in range(400):
        low, high = interval(
            resample(60, resamples=400, seed=trial).means(generator.normal(size=60))
        )
        hits += low <= 0 <= high
    assert hits / 400 == pytest.approx(0.95, abs=0.035)


def test_whole_clusters_give_wider_intervals_where_rows_go_together() -> None:
    generator = np.random.default_rng(5)
    days = np.repeat(np.arange(30), 50)
    values = generator.normal(size=30)[days] + 0.1 * generator.normal(size=1500)
    alone = np.ptp(interval(resample(1500, seed=1).means(values)))
    together = np.ptp(interval(resample(1500, clusters=days, seed=1).means(values)))
    assert together > 4 * alone


@given(st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=40), st.integers(0, 2**32))
def test_a_resampled_mean_never_leaves_the_range_of_the_values(values, seed) -> None:
    array = np.array(values)
    means = resample(len(array), resamples=50, seed=seed).means(array)
    slack = 1e-9 * max(1.0, np.abs(array).max())
    assert ((means >= array.min() - slack) & (means <= array.max() + slack)).all()


def test_a_statistic_of_weights_sees_the_same_resamples_as_the_means() -> None:
    values = np.arange(20, dtype=float)
    resampling = resample(20, clusters=np.arange(20) // 3, resamples=30, seed=9)
    weighted = resampling.statistics(lambda weights: float(np.average(values, weights=weights)))
    assert resampling.means(values).tolist() == pytest.approx(weighted.tolist())


def test_the_same_seed_draws_the_same_and_another_seed_does_not() -> None:
    first, again, other = (resample(50, resamples=20, seed=seed).draws for seed in (1, 1, 2))
    assert (first == again).all()
    assert (first != other).any()


def test_resamples_without_a_value_are_left_out() -> None:
    assert interval(np.array([np.nan, 2.0, 2.0])) == (2.0, 2.0)
    assert np.isnan(interval(np.array([np.nan]))).all()


def test_refuses_an_empty_sample() -> None:
    with pytest.raises(ValueError, match="no rows"):
        resample(0, seed=1)
