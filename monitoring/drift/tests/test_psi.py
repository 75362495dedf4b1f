from math import log

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from monitoring.drift.psi import psi

counts = arrays(float, 6, elements=st.integers(0, 1000))


def test_a_hand_worked_index() -> None:
    # (30, 70) against (50, 50), each with half a row added: shares 30.5/101 and 50.5/101.
    p, q = 0.5, 30.5 / 101
    expected = (q - p) * log(q / p) + (p - q) * log((1 - q) / (1 - p))
    assert expected == pytest.approx(float(psi(np.array([50.0, 50]), np.array([30.0, 70]))))


def test_a_million_rows_make_the_smoothing_invisible() -> None:
    moved = np.array([8, 9, 10, 11, 12, 8, 9, 10, 11, 12]) / 100
    expected = sum((q - 0.1) * log(q / 0.1) for q in moved.tolist())
    found = psi(np.full(10, 100_000.0), moved * 1_000_000)
    assert expected == pytest.approx(float(found), rel=1e-4)


def test_an_empty_bin_costs_what_half_a_row_does() -> None:
    assert np.isfinite(psi(np.array([10.0, 0]), np.array([0.0, 10])))


def test_many_windows_are_measured_at_once() -> None:
    reference = np.array([5.0, 6, 7])
    windows = np.array([[5.0, 6, 7], [7.0, 6, 5]])
    assert psi(reference, windows).tolist() == [psi(reference, w) for w in windows]


@given(counts, counts)
def test_it_is_never_negative_and_symmetric(a, b) -> None:
    assert float(psi(a, b)) >= 0
    assert float(psi(a, b)) == pytest.approx(float(psi(b, a)))


@given(counts)
def test_equal_counts_have_none(a) -> None:
    assert float(psi(a, a)) == 0
