"""Paired evidence from rows worked out by hand, and what it promises over many looks."""

from datetime import UTC, datetime, timedelta
from math import inf, isnan

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.core.predictions.paired_answers import PairedAnswer
from testing.artifacts import make_schema
from worker.trials.pairs import PLANNED_DAYS, PairedSummary

START = datetime(2013, 3, 4, tzinfo=UTC)


def row(day: float, a: object, b: object, truth: object = None, **more: bool) -> PairedAnswer:
    both = {"both_answered": a is not None and b is not None, "either_failed": False} | more
    return PairedAnswer(START + timedelta(days=day), answer_a=a, answer_b=b, truth=truth, **both)  # type: ignore[arg-type]  # a test's own values


def summary(*rows: PairedAnswer, task: str = "binary", days: float = 30, **more: object):
    made = PairedSummary(
        make_schema(task), "UTC", more.pop("since", START), START + timedelta(days=days)
    )  # type: ignore[arg-type]  # a test's own words
    made.add(rows)
    return made


def evidence(*rows: PairedAnswer, **more: object):
    return summary(*rows, **more).evidence()


def test_the_improvement_is_the_champions_brier_score_less_the_candidates() -> None:
    found = evidence(row(0, 0.5, 0.2, "on time"), row(1, 0.5, 0.9, "late"))
    # 0.25 − 0.04 and 0.25 − 0.01.
    assert found.improvement == pytest.approx((0.21 + 0.24) / 2)
    assert found.champion_loss == pytest.approx(0.25)
    assert (found.rows, found.clusters) == (2, 2)


@pytest.mark.parametrize(
    ("task", "rows", "champion", "improvement"),
    [
        ("multiclass", [row(0, "late", "on time", "on time"), row(0, "late", "late", "late")],
         0.5, 0.5),
        ("regression", [row(0, 3.0, 1.0, 0), row(0, 3.0, 5.0, 4.0)], 2.0, 1.0),
    ],
)  # fmt: skip
def test_other_tasks_have_their_own_losses(task, rows, champion, improvement) -> None:
    found = evidence(*rows, task=task)
    assert (found.champion_loss, found.improvement) == (champion, improvement)


def test_without_truth_there_is_nothing_to_say() -> None:
    assert evidence() is None
    assert evidence(row(0, 0.5, 0.2), row(0, 0.5, 0.2, "purple")) is None


def test_what_covers_the_comparison_is_counted_since_the_stage_began() -> None:
    since = START + timedelta(days=2)
    found = evidence(
        row(1, 0.5, 0.2, "late"),
        row(2, 0.5, 0.2, "late"),
        row(2, 0.5, 0.2),
        row(2, 0.5, None, "late", either_failed=True),
        row(2, 0.5, None, "late"),
        since=since,
    )
    assert (found.rows, found.stage_rows, found.rows_of_stage) == (2, 1, 1)
    assert (found.truth_coverage, found.dropped_share) == (0.5, 0.25)


def test_a_stage_without_rows_covers_nothing() -> None:
    found = evidence(row(1, 0.5, 0.2, "late"), since=START + timedelta(days=2))
    assert isnan(found.truth_coverage)
    assert isnan(found.dropped_share)


def days_of(improvements: list[float], *, rows: int = 10) -> list[PairedAnswer]:
    """So many rows a day; the champion says 0.5 and nothing happens, so its loss is 0.25."""
    return [
        row(day, 0.5, float(np.sqrt(0.25 - improvement)), "on time")
        for day, improvement in enumerate(improvements)
        for _ in range(rows)
    ]


def test_before_the_fifth_whole_day_nothing_is_sure() -> None:
    rows = days_of([0.2, 0.21, 0.19, 0.2, 0.2, 0.2])
    assert (evidence(*rows, days=4.5).lower, evidence(*rows, days=4.5).upper) == (-inf, inf)
    assert evidence(*rows, days=5).lower > 0


def test_the_day_that_is_not_over_is_not_yet_a_cluster() -> None:
    rows = days_of([0.2, 0.21, 0.19, 0.2, 0.2])
    whole = evidence(*rows, days=5)
    more = evidence(*rows, row(5.1, 0.5, 1.0, "on time"), days=5.2)
    assert (more.lower, more.upper, more.rows) == (whole.lower, whole.upper, whole.rows)
    assert more.stage_rows == whole.stage_rows + 1


def test_days_are_those_of_the_place_that_the_data_come_from() -> None:
    late_evening = row(1.125, 0.5, 0.2, "late")
    made = PairedSummary(
        make_schema(), "America/New_York", START, datetime(2013, 3, 5, 6, tzinfo=UTC)
    )
    made.add([late_evening])
    assert made.evidence().clusters == 1


def test_where_no_answer_ever_differs_the_rows_alone_tell() -> None:
    same = [row(day, 0.5, 0.5, "late") for day in range(3) for _ in range(2_000)]
    found = evidence(*same, days=3)
    assert -0.005 < found.lower < 0 < found.upper < 0.005


def test_the_order_and_the_batches_of_rows_change_nothing() -> None:
    rows = days_of([0.2, 0.1, -0.1, 0.2, 0.05, 0.1, 0.1])
    at_once = evidence(*rows)
    in_parts = summary(*rows[::-1][:33])
    in_parts.add(rows[::-1][33:])
    assert in_parts.evidence().lower == pytest.approx(at_once.lower)


@pytest.mark.parametrize(("truth", "known"), [(1, True), ("late", True), (7, False), ("?", False)])
def test_a_truth_that_does_not_fit_the_task_is_none(truth: object, known: bool) -> None:
    assert (evidence(row(0, 0.5, 0.2, truth)) is not None) is known


def test_a_difference_of_a_fifth_of_the_loss_is_found_within_two_weeks() -> None:
    generator = np.random.default_rng(8)
    noise = generator.normal(0, 0.02, PLANNED_DAYS + 4)
    assert evidence(*days_of(list(0.05 + noise), rows=100)).lower > 0


@given(st.lists(st.floats(-0.5, 0.2), min_size=5, max_size=20))
def test_the_interval_holds_the_estimate(improvements: list[float]) -> None:
    found = evidence(*days_of(improvements))
    assert found.lower <= found.improvement <= found.upper
