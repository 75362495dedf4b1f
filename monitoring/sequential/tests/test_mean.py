import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import integrate, stats
from statsmodels.regression.linear_model import WLS

from monitoring.sequential.mean import mean_interval
from monitoring.sequential.moments import Moments, add_clusters, add_rows, merge, update
from monitoring.sequential.normal_mixture import effect_variance, half_width

numbers = st.lists(st.floats(-1e3, 1e3), min_size=1, max_size=30).map(np.array)


def test_is_the_published_bound_when_there_are_many_units() -> None:
    # Waudby-Smith et al. (2024), theorem 2.2, with the spread of 10,000 values.
    values = np.random.default_rng(2).exponential(size=10_000)
    rho2 = effect_variance(5_000, 0.05)
    expected = values.std(ddof=1) * np.sqrt(
        2 * (1e4 * rho2 + 1) / (1e8 * rho2) * np.log(np.sqrt(1e4 * rho2 + 1) / 0.05)
    )
    found = mean_interval(add_rows(Moments(), values), planned_units=5_000)
    assert expected == pytest.approx(found.upper - found.estimate, rel=2e-3)
    assert found.estimate == pytest.approx(values.mean())


def test_ends_where_the_mixture_of_t_likelihoods_is_one_over_alpha() -> None:
    # The evidence is the non-central t density averaged over effects N(0, rho2), divided by the
    # central one; scipy's densities and quadrature at the limit that our closed form gives.
    units, rho2 = 12, effect_variance(50, 0.05)
    width = half_width(np.array(12.0), np.array(1.0), np.array(11.0), planned_units=50, alpha=0.05)
    t = float(width) * np.sqrt(units)

    def weighted(effect: float) -> float:
        density = stats.nct.pdf(t, units - 1, effect * np.sqrt(units))
        return float(density * stats.norm.pdf(effect, scale=np.sqrt(rho2)))

    mixture, _ = integrate.quad(weighted, -4, 4, limit=200)
    assert mixture / stats.t.pdf(t, units - 1) == pytest.approx(1 / 0.05, rel=1e-4)


def test_is_narrowest_for_its_count_where_it_was_planned_to_be() -> None:
    def width(planned: float) -> float:
        return float(
            half_width(*map(np.array, (1e3, 1.0, 999.0)), planned_units=planned, alpha=0.05)
        )

    assert width(1e3) < min(width(2e2), width(5e3))


def test_the_mean_of_clusters_is_that_of_their_rows_and_its_spread_that_of_the_clusters() -> None:
    # Statsmodels: one mean with a cluster-robust (CR1 without the k correction) standard error.
    generator = np.random.default_rng(3)
    days = generator.integers(0, 40, size=2_000)
    values = generator.normal(size=40)[days] + generator.normal(size=2_000)
    fit = WLS(values, np.ones(len(values))).fit(
        cov_type="cluster", cov_kwds={"groups": days, "use_correction": False}
    )
    found = mean_interval(add_clusters(Moments(), values, days), planned_units=40)
    one = half_width(*map(np.array, (40.0, 1.0, 39.0)), planned_units=40, alpha=0.05)
    error = (found.upper - found.estimate) / float(one) / np.sqrt(40.0) * np.sqrt(39 / 40)
    assert (values.mean(), fit.bse[0]) == pytest.approx((found.estimate, error))
    alone = mean_interval(add_rows(Moments(), values), planned_units=2_000)
    assert found.upper - found.lower > 3 * (alone.upper - alone.lower)


@given(numbers, numbers)
def test_moments_add_up_as_if_all_had_come_at_once(one, other) -> None:
    together = np.concatenate([one, other])
    expected = update(Moments(), np.sin(together), together)
    both = merge(update(Moments(), np.sin(one), one), update(Moments(), np.sin(other), other))
    assert expected.count == both.count
    for name in ("mean_x", "mean_y", "xx", "yy", "xy", "low_y", "high_y"):
        assert getattr(expected, name) == pytest.approx(getattr(both, name), rel=1e-6, abs=1e-6)


def test_keeps_a_small_spread_about_a_large_mean() -> None:
    moments = Moments()
    for batch in np.split(1e9 + np.random.default_rng(4).normal(size=1_000), 10):
        moments = add_rows(moments, batch)
    assert moments.yy / 999 == pytest.approx(1.0, abs=0.1)


def test_says_nothing_of_too_few_or_equal_values() -> None:
    few = mean_interval(add_rows(Moments(), np.array([1.0, 2.0])), planned_units=100)
    equal = mean_interval(add_rows(Moments(), np.ones(50)), planned_units=100)
    none = mean_interval(add_rows(Moments(), np.empty(0)), planned_units=100)
    for found in (few, equal, none):
        assert (found.lower, found.upper) == (-np.inf, np.inf)
    assert np.isnan(none.estimate)


@pytest.mark.parametrize("value", [-0.01, 0.1, 1e9 + 0.1])
def test_rounding_is_no_spread(value) -> None:
    rows = mean_interval(add_rows(Moments(), np.full(1_000, value)), planned_units=100)
    days = np.repeat(np.arange(40), np.arange(1, 41))
    clusters = add_clusters(Moments(), np.full(len(days), value), days)
    assert rows.upper == mean_interval(clusters, planned_units=40).upper == np.inf


def test_says_nothing_while_one_value_outweighs_the_others() -> None:
    # Ones among 5,000 rows: k of them make up 1/k of the variance each, about.
    def found(ones: int):
        values = np.zeros(5_000)
        values[:ones] = 1.0
        return mean_interval(add_rows(Moments(), values), planned_units=5_000)

    assert found(15).lower == -np.inf
    assert 0.0 < found(17).lower < 17 / 5_000


def test_refuses_what_is_no_number_or_no_level() -> None:
    with pytest.raises(ValueError, match="nan or infinite"):
        add_rows(Moments(), np.array([1.0, np.nan]))
    with pytest.raises(ValueError, match="planned_units"):
        effect_variance(0, 0.05)
    with pytest.raises(ValueError, match="alpha"):
        mean_interval(add_rows(Moments(), np.arange(9.0)), planned_units=9, alpha=1.0)
