from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from monitoring.drift.counts import count_numbers
from monitoring.drift.effects import number_arrays
from monitoring.drift.profile import profile_numbers
from monitoring.drift.wasserstein import (
    error_bound,
    mean_shift,
    standard_deviation,
    wasserstein,
)


def measured(reference, window, edges=None):
    profile = profile_numbers(reference, edges)
    arrays = number_arrays(count_numbers(window, profile))
    return (
        float(wasserstein(profile, *arrays)),
        float(mean_shift(profile, *arrays)),
        float(error_bound(profile, arrays[0])),
    )


def test_a_hand_worked_distance() -> None:
    # Bins [0, 1], (1, 2], (2, 4]; shares 1/4, 1/2, 1/4 against 1/2, 1/2, 0. The functions differ by
    # 1/4 at 1 and at 2, by 0 at 0 and 4: areas 1/8, 1/4 and 1/4.
    profile = profile_numbers(np.array([0.0, 2.0, 2.0, 4.0]), np.array([1.0, 2.0]))
    found = wasserstein(profile, np.array([2.0, 2.0, 0.0]), np.zeros(()), np.zeros(()))
    assert 0.625 / np.sqrt(2) == pytest.approx(float(found))


def test_functions_that_cross_between_edges_make_two_triangles() -> None:
    # One row under and one over [0, 1] against an even spread: gaps ½ at 0 and −½ at 1.
    profile = profile_numbers(np.array([0.0, 1.0]), np.empty(0))
    found = wasserstein(profile, np.array([2.0]), np.ones(()), np.ones(()))
    assert pytest.approx(float(found)) == 0.25 / 0.5


@pytest.mark.parametrize("shift", [0.0, 0.1, -0.5, 2.0])
def test_agrees_with_scipy_within_its_stated_error(shift) -> None:
    generator = np.random.default_rng(6)
    reference, window = generator.normal(size=5000), generator.normal(shift, 1.2, size=3000)
    found, _, bound = measured(reference, window)
    clipped = np.clip(window, reference.min(), reference.max())
    expected = stats.wasserstein_distance(reference, clipped) / reference.std()
    assert expected == pytest.approx(found, abs=bound)
    # The bound is for the worst case; a normal column is far within it.
    assert expected == pytest.approx(found, abs=bound / 2)


values = st.lists(st.floats(-100, 100), min_size=2, max_size=40)


@given(values.filter(lambda v: np.ptp(v) > 0.1), values, st.booleans())
def test_the_error_bound_holds_whatever_the_values(reference, window, fixed) -> None:
    reference, window = np.array(reference), np.array(window)
    edges = np.linspace(-80, 120, 6) if fixed else None
    found, shift, bound = measured(reference, window, edges)
    clipped = np.clip(window, reference.min(), reference.max())
    expected = stats.wasserstein_distance(reference, clipped) / reference.std()
    assert expected == pytest.approx(found, abs=bound + 1e-9)
    assert abs(shift) <= found + 1e-9


def test_a_moved_mean_is_told_with_its_direction() -> None:
    generator = np.random.default_rng(7)
    reference = generator.normal(size=20_000)
    for moved in (-0.5, 0.5):
        _, shift, _ = measured(reference, reference + moved)
        assert moved == pytest.approx(shift, rel=0.15)


def test_one_absurd_value_is_not_the_whole_distance() -> None:
    reference = np.random.default_rng(8).normal(size=1000)
    found, _, _ = measured(reference, np.append(reference, 1e12))
    assert found < 0.01


def test_a_constant_reference_has_no_distance() -> None:
    found, shift, _ = measured(np.full(10, 3.0), np.array([1.0, 9.0]))
    assert (found, shift) == (0, 0)


def test_older_profiles_take_the_deviation_of_their_bins() -> None:
    values = np.random.default_rng(9).uniform(size=10_000)
    profile = profile_numbers(values)
    older = replace(profile, standard_deviation=None)
    assert standard_deviation(profile) == pytest.approx(values.std())
    assert standard_deviation(older) == pytest.approx(values.std(), rel=0.001)
