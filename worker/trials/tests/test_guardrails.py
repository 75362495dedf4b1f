"""Guardrails from counts whose verdict is plain."""

import pytest

from api.core.predictions.answered import RowCounts
from monitoring.metrics import LATENCY_BUCKETS_SECONDS
from worker.trials import guardrails
from worker.trials.guardrails import judge_errors, judge_latency, judge_not_finite

CLEAN = RowCounts(2_000)


@pytest.mark.parametrize(
    ("candidate", "verdict"),
    [
        (RowCounts(99), "too_little_data"),
        (RowCounts(100), "held"),
        (RowCounts(1_000, failed=5), "held"),
        (RowCounts(100, failed=2), "too_little_data"),
        (RowCounts(1_000, failed=60), "breached"),
        (RowCounts(8, failed=8), "breached"),
        (RowCounts(), "too_little_data"),
    ],
)
def test_errors_are_judged_above_the_champions(candidate: RowCounts, verdict: str) -> None:
    assert judge_errors(CLEAN, candidate, limit=0.01).verdict == verdict


def test_a_version_that_answers_nobody_is_breached_although_no_row_has_a_champion() -> None:
    assert judge_errors(RowCounts(), RowCounts(8, failed=8), limit=0.01).verdict == "breached"


def test_errors_that_the_champion_makes_too_are_no_breach() -> None:
    found = judge_errors(RowCounts(1_000, failed=60), RowCounts(1_000, failed=62), limit=0.01)
    assert (found.verdict, found.value) == ("held", pytest.approx(0.002))


@pytest.mark.parametrize(
    ("champion", "candidate", "verdict"),
    [
        (CLEAN, RowCounts(500), "held"),
        (CLEAN, RowCounts(500, 1, 1), "breached"),
        (CLEAN, RowCounts(500, 20, 0), "held"),
        (RowCounts(2_000, 40, 40), RowCounts(500, 10, 10), "held"),
        (RowCounts(2_000, 40, 40), RowCounts(500, 100, 100), "breached"),
    ],
)
def test_one_nan_is_too_many_unless_the_champion_has_as_many(
    champion: RowCounts, candidate: RowCounts, verdict: str
) -> None:
    assert judge_not_finite(champion, candidate, limit=0.0).verdict == verdict


def test_a_cause_is_told_only_where_there_is_something_to_explain() -> None:
    cause = "97% of the failed rows have carrier = HA"
    assert judge_not_finite(CLEAN, RowCounts(500, 9, 9), limit=0, detail=cause).detail == cause
    assert judge_not_finite(CLEAN, RowCounts(500, 9, 0), limit=0, detail=cause).detail == ""


def at(seconds: float, requests: int) -> list[int]:
    """Every request in the bucket that ends there."""
    counts = [0] * (len(LATENCY_BUCKETS_SECONDS) + 1)
    counts[LATENCY_BUCKETS_SECONDS.index(seconds)] = requests
    return counts


@pytest.mark.parametrize(
    ("champion", "candidate", "verdict"),
    [
        (at(0.001, 200), at(0.001, 20), "held"),
        (at(0.001, 200), at(0.001, 19), "too_little_data"),
        (at(0.001, 19), at(0.001, 20), "too_little_data"),
        (at(0.001, 200), at(0.0005, 100), "held"),
        (at(0.001, 200), at(0.01, 100), "breached"),
        (at(0.001, 200), at(0.01, 1), "too_little_data"),
        (at(0.001, 0), at(0.01, 100), "too_little_data"),
    ],
)
def test_latency_is_the_ratio_of_the_95th_percentiles(champion, candidate, verdict) -> None:
    assert judge_latency(champion, candidate, limit=2.0).verdict == verdict


def test_one_slow_request_in_a_hundred_is_not_the_95th_percentile() -> None:
    slow = [a + b for a, b in zip(at(0.001, 99), at(1.0, 1), strict=True)]
    assert judge_latency(at(0.001, 200), slow, limit=2.0).verdict == "held"


@pytest.mark.parametrize(
    ("ratio", "verdict"), [(None, "too_little_data"), (1.4, "held"), (2.4, "breached")]
)
def test_a_shadow_is_as_slow_as_it_was_at_the_gate(ratio: float | None, verdict: str) -> None:
    assert guardrails.latency_by_gate(ratio, limit=2.0).verdict == verdict
