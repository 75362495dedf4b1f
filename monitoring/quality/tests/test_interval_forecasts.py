import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import mean_absolute_error, mean_pinball_loss

from monitoring.quality.accuracy import accuracy
from monitoring.quality.coverage import covered
from monitoring.quality.mae import absolute_error
from monitoring.quality.pinball import pinball

finite = st.floats(-1e6, 1e6)


def test_pinball_charges_each_side_by_its_level() -> None:
    truth, forecast = np.array([10.0, 10.0]), np.array([8.0, 14.0])
    assert pinball(truth, forecast, 0.9).tolist() == pytest.approx([1.8, 0.4])


def test_pinball_agrees_with_scikit_learn() -> None:
    generator = np.random.default_rng(8)
    truth, forecast = generator.normal(size=300), generator.normal(size=300)
    for level in (0.05, 0.5, 0.95):
        expected = mean_pinball_loss(truth, forecast, alpha=level)
        assert expected == pytest.approx(pinball(truth, forecast, level).mean())


@given(st.lists(finite, min_size=5, max_size=30), finite, st.sampled_from([0.1, 0.5, 0.9]))
def test_no_constant_costs_less_pinball_than_the_sample_quantile(values, other, level) -> None:
    truth = np.array(values)
    quantile = np.quantile(truth, level, method="inverted_cdf")
    best = pinball(truth, np.full_like(truth, quantile), level).mean()
    assert best <= pinball(truth, np.full_like(truth, other), level).mean() + 1e-6


def test_an_interval_covers_its_own_ends() -> None:
    truth, low, high = np.array([1.0, 3.0, 3.1]), np.full(3, 1.0), np.full(3, 3.0)
    assert covered(truth, low, high).tolist() == [1.0, 1.0, 0.0]


def test_absolute_error_agrees_with_scikit_learn() -> None:
    truth, value = np.array([3.0, -1.0, 7.0]), np.array([2.5, 0.0, 7.0])
    assert mean_absolute_error(truth, value) == absolute_error(truth, value).mean() == 0.5


def test_accuracy_marks_the_rows_that_agree() -> None:
    assert accuracy(np.array([0, 2, 1]), np.array([0, 1, 1])).tolist() == [1.0, 0.0, 1.0]
