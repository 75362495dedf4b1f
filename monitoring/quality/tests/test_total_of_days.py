"""Totals with intervals, against figures worked by hand and against a simulation."""

import numpy as np
import pytest

from monitoring.quality.estimate import Estimate, TooLittleData
from monitoring.quality.sums import MeasureSums, mean_of_days
from monitoring.quality.total_of_days import total_of_days


def test_of_one_kind_it_is_the_mean_times_the_rows() -> None:
    days = [MeasureSums(10, total) for total in (3.0, 5.0, 4.0, 8.0, 5.0)]
    mean = mean_of_days(days)
    total = total_of_days({number: {"a": day} for number, day in enumerate(days)})
    assert isinstance(mean, Estimate)
    assert isinstance(total, Estimate)
    assert total.value == 25.0
    assert total.lower == pytest.approx(mean.lower * 50)
    assert total.upper == pytest.approx(mean.upper * 50)


def test_kinds_that_go_together_widen_and_kinds_that_cancel_narrow_it() -> None:
    """Strays ±10 on four of five days; error √(5/4 · 400) = 22.36, Student with 4 degrees 2.776."""
    ups = (10.0, 30.0, 20.0, 30.0, 10.0)
    alike = {n: {"a": MeasureSums(10, up)} for n, up in enumerate(ups)}
    found = total_of_days(alike)
    assert isinstance(found, Estimate)
    assert found.value == 100.0
    assert found.upper - 100.0 == pytest.approx(22.3607 * 2.7764, rel=1e-3)
    twice = total_of_days({n: {"a": MeasureSums(10, u), "b": MeasureSums(10, u)}
                           for n, u in enumerate(ups)})  # fmt: skip
    cancelling = total_of_days({n: {"a": MeasureSums(10, u), "b": MeasureSums(10, 40 - u)}
                                for n, u in enumerate(ups)})  # fmt: skip
    assert isinstance(twice, Estimate)
    assert isinstance(cancelling, Estimate)
    assert twice.upper - twice.value == pytest.approx(2 * (found.upper - found.value))
    assert cancelling.upper == pytest.approx(cancelling.value) == 200.0


def test_too_little_gives_no_interval() -> None:
    assert isinstance(total_of_days({}), TooLittleData)
    few_days = {n: {"a": MeasureSums(100, 1.0)} for n in range(4)}
    assert isinstance(total_of_days(few_days), TooLittleData)


def test_the_interval_holds_the_truth_as_often_as_it_says() -> None:
    """300 histories of 30 days with a shared shock a day: 95 % ± 2.5 %."""
    random = np.random.default_rng(5)
    held = 0
    for _ in range(300):
        days = {}
        for day in range(30):
            shock = random.normal()
            days[day] = {
                kind: MeasureSums(rows, float(random.normal(rows * (mean + shock), rows**0.5)))
                for kind, rows, mean in (("a", 20, 1.0), ("b", 40, -0.5))
            }
        found = total_of_days(days)
        assert isinstance(found, Estimate)
        held += found.lower <= 30 * (20 * 1.0 + 40 * -0.5) <= found.upper
    assert 0.925 <= held / 300 <= 0.98
