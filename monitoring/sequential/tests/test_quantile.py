import numpy as np
import pytest
from scipy import stats

from monitoring.sequential.quantile import quantile_interval, share_above
from monitoring.sequential.rate import RateCounts, rate_interval

EDGES = np.geomspace(0.001, 10, 60)


def histogram(values):
    return np.bincount(np.searchsorted(EDGES, values), minlength=len(EDGES) + 1)


def test_an_edge_stays_possible_while_the_rate_below_it_may_be_the_level() -> None:
    counts = histogram(np.random.default_rng(5).lognormal(-3, 0.8, size=3_000))
    found = quantile_interval(EDGES, counts, 0.95)
    for edge, below in zip(EDGES, np.cumsum(counts)[:-1], strict=True):
        rate = rate_interval(RateCounts(int(below), 3_000), 0.025)
        assert (edge > found.lower) == (rate.upper >= 0.95)
        assert (edge < found.upper) == (rate.lower <= 0.95)


def test_holds_the_true_quantile_and_closes_in_on_it() -> None:
    generator = np.random.default_rng(6)
    truth = stats.lognorm.ppf(0.95, 0.8, scale=np.exp(-3))
    widths = []
    for rows in (500, 5_000, 50_000):
        found = quantile_interval(EDGES, histogram(generator.lognormal(-3, 0.8, rows)), 0.95)
        assert found.lower < truth <= found.upper
        widths.append(found.upper - found.lower)
    assert widths == sorted(widths, reverse=True)


def test_too_few_values_leave_the_quantile_open() -> None:
    found = quantile_interval(EDGES, histogram([0.05] * 10), 0.95)
    assert found.upper == np.inf
    assert np.isnan(quantile_interval(EDGES, histogram([]).astype(int), 0.95).estimate)


def test_counts_the_share_above_an_edge() -> None:
    edges, counts = np.array([1.0, 2.0]), np.array([5, 3, 2])
    assert RateCounts(2, 10) == share_above(edges, counts, 2.0)
    assert RateCounts(5, 10) == share_above(edges, counts, 1.0)
    with pytest.raises(ValueError, match="not an edge"):
        share_above(edges, counts, 1.5)
