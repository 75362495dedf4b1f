import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from monitoring.drift.noise_floor import Floors, ShapeFloor, kept_rows, learn_floor
from monitoring.drift.profile import profile_categories, profile_numbers

NORMAL = profile_numbers(np.random.default_rng(2).normal(size=10_000))


def test_stability_indices_without_drift_follow_a_chi_squared_law() -> None:
    """For small differences PSI ≈ χ²(k − 1) · (1/n + 1/m): Yurdakul and Naranjo, 2020, Journal of
    Risk Model Validation 14(4)."""
    floor = learn_floor(NORMAL, 5000, seed=3, draws=4000)
    law = stats.chi2(19, scale=1 / 5000 + 1 / 10_000)
    assert law.ppf(0.95) == pytest.approx(floor.threshold("psi", 0.95), rel=0.03)
    assert law.mean() == pytest.approx(float(floor.draws["psi"].mean()), rel=0.03)


def test_the_fitted_tail_overstates_a_chi_squared_one_and_not_by_much() -> None:
    draws = np.sort(stats.chi2(19).rvs(2000, random_state=4))
    floor = ShapeFloor(100, {"psi": draws})
    for probability in (0.05, 0.01, 0.001):
        found = floor.exceedance("psi", float(stats.chi2(19).isf(probability)))
        assert probability * 0.8 < found < probability * 2.5


def test_smaller_windows_are_noisier() -> None:
    few, many = (learn_floor(NORMAL, rows, seed=5) for rows in (300, 30_000))
    for effect in ("psi", "jensen_shannon", "wasserstein"):
        assert few.threshold(effect, 0.95) > 2 * many.threshold(effect, 0.95)


def test_a_larger_window_cannot_be_quieter_than_its_reference() -> None:
    small = profile_numbers(np.random.default_rng(2).normal(size=500))
    floor = learn_floor(small, 1_000_000, seed=6)
    assert stats.chi2(19, scale=1 / 500).mean() == pytest.approx(
        float(floor.draws["psi"].mean()), rel=0.1
    )


def test_exceedances_fall_without_a_gap_where_the_tail_begins() -> None:
    floor = learn_floor(NORMAL, 1000, seed=7)
    values = np.linspace(0, 2 * floor.draws["psi"][-1], 500)
    found = np.array([floor.exceedance("psi", float(value)) for value in values])
    assert (np.diff(found) <= 1e-12).all()
    assert (found[0], found.min() > 0) == (1, True)
    assert np.abs(np.diff(found)).max() < 0.1


def test_a_column_of_one_value_has_no_shape_to_change() -> None:
    floor = learn_floor(profile_numbers(np.full(50, 2.0)), 1000, seed=8)
    assert (floor.threshold("psi", 0.95), floor.exceedance("psi", 0.0)) == (0, 1)
    assert floor.exceedance("psi", 0.1) == 0


@given(st.integers(1, 10**9))
def test_kept_rows_are_at_most_a_tenth_fewer(rows) -> None:
    assert 0.9 * rows < kept_rows(rows) <= rows
    assert kept_rows(kept_rows(rows)) == kept_rows(rows)


def test_floors_are_kept_and_do_not_depend_on_the_order_of_asking() -> None:
    columns = {"a": NORMAL, "b": profile_categories(np.array(["x"] * 9 + ["y"], dtype=object))}
    one, other = Floors(columns, seed=1), Floors(columns, seed=1)
    first = one.of("a", 1234)
    assert one.of("a", 1299) is first
    other.of("b", 500)
    assert other.of("a", 1200).draws["psi"].tolist() == first.draws["psi"].tolist()
    assert one.of("b", 500).draws.keys() == {"psi", "jensen_shannon"}
