import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.linear_model import LogisticRegression

from monitoring.quality.bootstrap import resample
from monitoring.quality.calibration import (
    Bin,
    calibration_bins,
    calibration_line,
    expected_calibration_error,
    logit,
    resampled_calibration_error,
    resampled_slopes,
)


def test_bins_hold_what_was_stated_and_what_was_seen() -> None:
    truth, stated = np.array([0, 1, 1, 1]), np.array([0.1, 0.3, 0.9, 1.0])
    bins = calibration_bins(truth, stated, bins=2)
    assert bins == (
        Bin(predicted=pytest.approx(0.2), observed=0.5, rows=2),
        Bin(predicted=pytest.approx(0.95), observed=1.0, rows=2),
    )


def test_the_expected_error_weighs_each_bin_by_its_rows() -> None:
    # |0.2 - 0.5| in half of the rows, |0.95 - 1| in the other half.
    truth, stated = np.array([0, 1, 1, 1]), np.array([0.1, 0.3, 0.9, 1.0])
    assert expected_calibration_error(truth, stated, bins=2) == pytest.approx(0.175)


@given(
    st.lists(
        st.tuples(st.integers(0, 1), st.floats(0, 1), st.integers(0, 3)), min_size=1, max_size=50
    )
)
def test_resampling_is_repeating_the_rows_of_each_cluster_as_often_as_it_was_drawn(rows) -> None:
    truth, stated, clusters = (np.array(column) for column in zip(*rows, strict=True))
    resampling = resample(len(rows), clusters=clusters, resamples=20, seed=1)
    errors = resampled_calibration_error(truth, stated, resampling)
    for error, draw in zip(errors, resampling.draws, strict=True):
        often = draw[resampling.cluster_of_row]
        repeated = (np.repeat(column, often.astype(int)) for column in (truth, stated))
        assert error == pytest.approx(expected_calibration_error(*repeated), abs=1e-9)
        weighted = expected_calibration_error(truth, stated, often)
        assert error == pytest.approx(weighted, abs=1e-9)


def test_the_line_agrees_with_an_unpenalised_logistic_regression() -> None:
    generator = np.random.default_rng(6)
    stated = generator.uniform(0.02, 0.98, 3000)
    truth = (generator.random(3000) < stated**1.5).astype(int)
    theirs = LogisticRegression(C=np.inf, tol=1e-10).fit(logit(stated)[:, None], truth)
    ours = calibration_line(truth, stated)
    assert (theirs.coef_[0, 0], theirs.intercept_[0]) == pytest.approx(
        (ours.slope, ours.intercept), abs=1e-4
    )


def test_a_resample_is_one_newton_step_from_its_own_line() -> None:
    generator = np.random.default_rng(8)
    stated = generator.uniform(0.05, 0.95, 2000)
    truth = (generator.random(2000) < stated**1.3).astype(int)
    resampling = resample(2000, resamples=40, seed=1)
    fast = resampled_slopes(truth, stated, calibration_line(truth, stated), resampling)
    times = resampling.draws.astype(int)
    exact = [calibration_line(np.repeat(truth, t), np.repeat(stated, t)).slope for t in times]
    assert fast == pytest.approx(exact, abs=0.03)
    assert np.std(fast) == pytest.approx(np.std(exact), rel=0.05)


def test_the_line_of_honest_probabilities_has_slope_one() -> None:
    generator = np.random.default_rng(7)
    stated = generator.random(200_000)
    line = calibration_line((generator.random(200_000) < stated).astype(int), stated)
    assert (line.slope, line.intercept) == pytest.approx((1.0, 0.0), abs=0.03)


@pytest.mark.parametrize(
    ("truth", "stated"),
    [
        ([1, 1, 1], [0.2, 0.5, 0.9]),
        ([0, 1, 0], [0.4, 0.4, 0.4]),
        ([0, 0, 1, 1], [0.1, 0.2, 0.8, 0.9]),
    ],
    ids=["one class", "one probability", "perfectly separated"],
)
def test_there_is_no_line_where_the_rows_tell_none(truth, stated) -> None:
    line = calibration_line(np.array(truth), np.array(stated))
    assert np.isnan([line.slope, line.intercept]).all()
