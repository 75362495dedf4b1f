import numpy as np
import pytest

from monitoring.drift.no_drift import draw_categories, draw_numbers, unlisted_weight
from monitoring.drift.profile import profile_categories, profile_numbers


def generator():
    return np.random.default_rng(11)


def test_drawn_windows_look_like_the_reference_on_average() -> None:
    profile = profile_numbers(np.random.default_rng(1).normal(size=4000))
    drawn = draw_numbers(profile, 1000, 3000, generator())
    shares = drawn.counts.sum(axis=0) / drawn.counts.sum()
    assert shares == pytest.approx(np.array(profile.counts) / 4000, rel=0.02)
    assert drawn.counts.sum(axis=1).mean() == pytest.approx(1000, rel=0.01)


def test_they_leave_the_range_as_often_as_the_next_rows_of_any_continuous_column_do() -> None:
    # The next row is a new maximum with probability 1/(m + 1).
    drawn = draw_numbers(profile_numbers(np.arange(99.0)), 100, 20_000, generator())
    assert drawn.above.mean() == pytest.approx(1.0, rel=0.05)
    assert drawn.below.mean() == pytest.approx(1.0, rel=0.05)


def test_rows_out_of_range_are_in_the_outer_bins_too() -> None:
    drawn = draw_numbers(profile_numbers(np.arange(99.0)), 100, 500, generator())
    assert (drawn.counts[:, 0] >= drawn.below).all()
    assert (drawn.counts[:, -1] >= drawn.above).all()


def test_the_noise_is_that_of_both_samples() -> None:
    """A share from m rows predicts one from n rows with variance p(1 − p)(1/n + 1/m)."""
    profile = profile_categories(np.array(["a"] * 300 + ["b"] * 700, dtype=object))
    counts = draw_categories(profile, 500, 20_000, generator())
    shares = counts[:, list(profile.counts).index("a")] / counts.sum(axis=1)
    assert shares.var() == pytest.approx(0.21 * (1 / 500 + 1 / 1000), rel=0.05)


def test_values_seen_once_announce_values_not_seen_yet() -> None:
    once = profile_categories(np.array(["a", "a", "b", "c"], dtype=object))
    assert unlisted_weight(once) == 3
    assert unlisted_weight(profile_categories(np.array(["a", "a"], dtype=object))) == 1


def test_no_drawn_window_is_empty() -> None:
    drawn = draw_numbers(profile_numbers(np.arange(10.0)), 1, 2000, generator())
    assert drawn.counts.sum(axis=1).min() == 1
