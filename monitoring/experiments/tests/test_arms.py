import numpy as np
import pandas as pd
import pytest
import tea_tasting as tt
from statsmodels.regression.linear_model import OLS

from monitoring.experiments.arms import covariate_slope, difference_interval
from monitoring.sequential.moments import Moments, update
from monitoring.sequential.normal_mixture import half_width


def subjects(seed: int, lift: float = 0.1):
    generator = np.random.default_rng(seed)
    treated = generator.integers(0, 2, size=3_000)
    past = generator.normal(size=3_000)
    return treated, past, 0.8 * past + lift * treated + generator.normal(size=3_000)


def moments(past, outcome) -> Moments:
    return update(Moments(), past, outcome)


def compared(treated, past, outcome):
    return difference_interval(
        moments(past[treated == 0], outcome[treated == 0]),
        moments(past[treated == 1], outcome[treated == 1]),
        planned_subjects=3_000,
        alpha=0.05,
    )


def test_the_difference_is_the_analysis_of_covariance_by_statsmodels() -> None:
    treated, past, outcome = subjects(1)
    fit = OLS(outcome, np.column_stack([np.ones(3_000), treated, past])).fit()
    found = compared(treated, past, outcome)
    assert found.estimate == pytest.approx(fit.params[1])
    slope = covariate_slope(
        moments(past[treated == 0], outcome[treated == 0]),
        moments(past[treated == 1], outcome[treated == 1]),
    )
    assert slope == pytest.approx(fit.params[2])


def test_the_spread_is_that_of_tea_tasting_and_the_interval_wider_by_what_looking_costs() -> None:
    treated, past, outcome = subjects(2)
    table = pd.DataFrame({"variant": treated, "outcome": outcome, "past": past})
    oracle = tt.Experiment(goal=tt.Mean("outcome", "past")).analyze(table)["goal"]
    found = compared(treated, past, outcome)
    one = half_width(*map(np.array, (3e3, 3e3, 2_998.0)), planned_units=3_000, alpha=0.05)
    error = (found.upper - found.estimate) / float(one)
    theirs = (oracle.effect_size_ci_upper - oracle.effect_size) / 1.9608
    assert (found.estimate, error) == pytest.approx((oracle.effect_size, theirs), rel=0.02)
    assert 1.2 < float(one) / 1.96 < 1.7


def test_a_covariate_narrows_the_interval_by_what_it_explains() -> None:
    # The outcome's variance is 0.64 + 1; the covariate leaves 1.
    treated, past, outcome = subjects(3)
    with_past, without = compared(treated, past, outcome), compared(treated, 0 * past, outcome)
    ratio = (with_past.upper - with_past.lower) / (without.upper - without.lower)
    assert ratio == pytest.approx(1 / np.sqrt(1.64), rel=0.05)


def test_a_covariate_that_never_varies_changes_nothing() -> None:
    treated, past, outcome = subjects(4)
    constant, none = compared(treated, 0 * past + 7, outcome), compared(treated, 0 * past, outcome)
    assert (constant.lower, constant.upper) == pytest.approx((none.lower, none.upper))


@pytest.mark.parametrize("outcome", [[1.0], [2.0, 2.0, 2.0]])
def test_one_subject_or_no_spread_tells_nothing(outcome) -> None:
    arm = moments(np.zeros(len(outcome)), np.array(outcome))
    found = difference_interval(arm, arm, planned_subjects=100, alpha=0.05)
    assert (found.lower, found.upper) == (-np.inf, np.inf)
