import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy.spatial import distance

from monitoring.drift.jensen_shannon import jensen_shannon

counts = arrays(float, 6, elements=st.integers(0, 1000)).filter(lambda c: c.sum() > 0)


@given(counts, counts)
def test_agrees_with_scipy_to_base_2(a, b) -> None:
    # Where shares are almost equal the square root magnifies rounding.
    assert distance.jensenshannon(a, b, base=2) == pytest.approx(
        float(jensen_shannon(a, b)), abs=1e-7
    )


def test_nothing_in_common_is_1_and_the_same_is_0() -> None:
    first, second = np.array([3.0, 0]), np.array([0.0, 9])
    assert (float(jensen_shannon(first, second)), float(jensen_shannon(first, first))) == (1, 0)


def test_a_window_without_rows_has_no_distance() -> None:
    assert np.isnan(jensen_shannon(np.array([1.0, 2]), np.zeros(2)))
