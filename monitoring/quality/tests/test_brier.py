import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import brier_score_loss

from monitoring.quality.brier import brier, brier_multiclass


def test_is_the_squared_distance_from_what_happened() -> None:
    scores = brier(np.array([1, 0, 0]), np.array([0.8, 0.5, 1.0]))
    assert scores.tolist() == pytest.approx([0.04, 0.25, 1.0])


def test_agrees_with_scikit_learn() -> None:
    generator = np.random.default_rng(1)
    truth, stated = generator.integers(2, size=500), generator.random(500)
    assert brier_score_loss(truth, stated) == pytest.approx(brier(truth, stated).mean())


def test_adds_up_over_classes() -> None:
    probabilities = np.array([[0.7, 0.2, 0.1], [0.0, 0.0, 1.0]])
    expected = [0.3**2 + 0.2**2 + 0.1**2, 2.0]
    assert expected == pytest.approx(brier_multiclass(np.array([0, 1]), probabilities).tolist())


@given(st.integers(0, 1), st.floats(0, 1))
def test_of_two_classes_is_half_of_the_multiclass_form(truth: int, stated: float) -> None:
    one = brier(np.array([truth]), np.array([stated]))
    both = brier_multiclass(np.array([truth]), np.array([[1 - stated, stated]]))
    assert both[0] == pytest.approx(2 * one[0])
