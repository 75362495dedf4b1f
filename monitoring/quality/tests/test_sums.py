"""Sums by day against the estimates from rows, and against numbers worked out by hand."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import norm, t

from monitoring.quality.auc_estimate import auc_estimate
from monitoring.quality.estimate import Estimate, TooLittleData, mean_estimate
from monitoring.quality.student import widening
from monitoring.quality.sums import (
    SCORE_BINS,
    MeasureSums,
    QualitySums,
    ScoreCounts,
    auc_of_days,
    mean_of_days,
    measure_sums,
    score_counts,
    stated_probabilities,
)

DAYS = 12
ROWS = 60


def played(seed: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Truth, probability in the middle of a bin, and day."""
    generator = np.random.default_rng(seed)
    day = np.repeat(np.arange(DAYS), ROWS)
    shift = generator.normal(0, 0.4, DAYS)[day]
    score = generator.normal(0, 1, DAYS * ROWS)
    probability = (np.floor(SCORE_BINS / (1 + np.exp(-score))) + 0.5) / SCORE_BINS
    truth = (generator.random(DAYS * ROWS) < 1 / (1 + np.exp(-(score + shift)))).astype(np.int64)
    return truth, probability, day


def by_day(truth: np.ndarray, probability: np.ndarray, day: np.ndarray) -> list[ScoreCounts]:
    known = np.ones(len(truth), dtype=bool)
    return [
        score_counts(probability[day == d], truth[day == d], known[day == d]) for d in range(DAYS)
    ]


def test_a_mean_worked_out_by_hand() -> None:
    days = [MeasureSums(10, total) for total in (1.0, 2.0, 3.0, 4.0, 5.0)]
    found = mean_of_days(days)
    assert isinstance(found, Estimate)
    assert (found.value, found.rows) == (pytest.approx(0.3), 50)
    # Influences −0.04, −0.02, 0, 0.02, 0.04: squares sum to 0.004, times 5/4 is 0.005.
    # Student's quantile with four degrees of freedom, from any table: 2.776.
    assert found.upper - found.value == pytest.approx(2.776 * 0.005**0.5, rel=5e-3)


@pytest.mark.parametrize("seed", range(5))
def test_days_give_what_rows_clustered_by_day_give(seed: int) -> None:
    truth, probability, day = played(seed)
    loss = np.square(truth - probability)
    days = [measure_sums(loss[day == d]) for d in range(DAYS)]
    assert _alike(mean_of_days(days), mean_estimate(loss, clusters=day))
    assert _alike(
        auc_of_days(by_day(truth, probability, day)),
        auc_estimate(truth, probability, clusters=day),
    )


def _alike(one: object, other: object) -> bool:
    assert isinstance(one, Estimate)
    assert isinstance(other, Estimate)
    wider = t.ppf(0.975, DAYS - 1) / norm.ppf(0.975)
    assert one.value == pytest.approx(other.value, abs=1e-9)
    assert one.upper - one.value == pytest.approx(wider * (other.upper - other.value), rel=1e-3)
    return one.rows == other.rows


@pytest.mark.parametrize("days", [5, 6, 10, 28, 400])
@pytest.mark.parametrize("confidence", [0.9, 0.95, 0.99])
def test_few_days_widen_as_student_s_distribution_does(days: int, confidence: float) -> None:
    quantile = 0.5 + confidence / 2
    expected = t.ppf(quantile, days - 1) / norm.ppf(quantile)
    assert widening(confidence, days - 1) == pytest.approx(expected, rel=2e-2)


def test_too_few_rows_days_or_events_are_no_figure() -> None:
    assert isinstance(mean_of_days([MeasureSums(5, 1.0)] * 5), TooLittleData)
    few_days = mean_of_days([MeasureSums(100, 1.0)] * 4)
    assert isinstance(few_days, TooLittleData)
    assert few_days.reason == "4 days are too few: it takes 5"
    one_class = [
        score_counts(np.full(50, 0.5), np.zeros(50, dtype=np.int64), np.ones(50, dtype=bool))
    ] * 6
    assert isinstance(auc_of_days(one_class), TooLittleData)
    assert isinstance(auc_of_days([]), TooLittleData)


def test_empty_days_are_no_units_of_chance() -> None:
    days = [MeasureSums(10, float(total)) for total in range(1, 7)]
    assert mean_of_days([*days, MeasureSums()]) == mean_of_days(days)


@given(st.lists(st.floats(0, 1), max_size=40), st.integers(0, 40))
def test_parts_of_a_day_add_up_to_the_day(stated: list[float], cut: int) -> None:
    probability = np.array(stated, dtype=float)
    truth = (probability > 0.4).astype(np.int64)
    known = probability > 0.2

    def sums(part: slice) -> QualitySums:
        return QualitySums(
            rows=len(probability[part]),
            truths=int(known[part].sum()),
            measures={"brier": measure_sums(np.round(probability[part] * 1024) / 1024)},
            slices={"origin": {"JFK": measure_sums(np.ones(len(probability[part])))}},
            scores=score_counts(probability[part], truth[part], known[part]),
        )

    assert sums(slice(0, cut)) + sums(slice(cut, None)) == sums(slice(None))


def test_probabilities_are_found_again_to_half_a_bin() -> None:
    stated = np.array([0.0, 0.1234, 0.5, 1.0])
    counts = score_counts(stated, np.zeros(4, dtype=np.int64), np.zeros(4, dtype=bool))
    assert stated_probabilities(counts.answered) == pytest.approx(stated, abs=0.5 / SCORE_BINS)
    assert sum(counts.ones) + sum(counts.zeros) == 0
