"""From logged rows to sums over subjects, by hand."""

from collections.abc import Iterable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.core.experiments import summary as module
from api.core.experiments.measures import HIGHER_IS_BETTER, LoggedRow, measured
from api.core.experiments.summary import Summary, summarise
from api.core.experiments.types import Arm, Goal, GuardrailLimit, Plan, Value
from monitoring.sequential.moments import Moments, update
from testing.artifacts import make_schema

BINARY = make_schema()
LATENCY = {"latency": lambda row: row.latency_seconds}


def row(
    unit: str = "ann",
    variant: str = "exp-7.1:old",
    *,
    seconds: float = 1.0,
    past: bool = False,
    output: dict | None = None,
    truth: object = None,
    thumb: str | None = None,
) -> LoggedRow:
    return LoggedRow(unit, variant, not past, seconds, output, truth, thumb)  # type: ignore[arg-type]  # a test's own words


def latencies(*rows: LoggedRow) -> Summary:
    return summarise(rows, LATENCY)  # type: ignore[arg-type]  # of this one measure


def of(values: Iterable[float], pasts: Iterable[float] = ()) -> Moments:
    outcome = np.array(list(values))
    past = np.array(list(pasts) or [0.0] * len(outcome))
    return update(Moments(), past, outcome)


def test_the_unit_is_the_subject_and_its_value_the_mean_of_its_rows() -> None:
    found = latencies(row(seconds=1.0), row(seconds=3.0), row("bob", "exp-7.1:new", seconds=5.0))
    assert (found.rows, found.assigned) == (3, {(1, "old"): 1, (1, "new"): 1})
    assert found.values["latency"] == {(1, "old"): of([2.0]), (1, "new"): of([5.0])}


def test_a_subject_belongs_to_the_arm_and_allocation_that_it_met_first() -> None:
    found = latencies(
        row(seconds=1.0),
        row(variant="exp-7.2:new", seconds=9.0),
        row(variant="exp-7.3:old", seconds=2.0),
    )
    assert found.assigned == {(1, "old"): 1}
    assert found.values["latency"] == {(1, "old"): of([1.5])}


def test_a_subject_without_a_value_is_assigned_and_not_measured() -> None:
    plan = Plan((Arm("old", 1, 0.5), Arm("new", 2, 0.5)), "old", Goal("feedback"), 0.1)
    found = summarise([row(), row("bob", thumb="up")], measured(plan, BINARY))
    assert found.assigned == {(1, "old"): 2}
    assert found.values["feedback"][1, "old"].count == 1


def test_the_covariate_is_the_subjects_own_past_and_otherwise_the_usual_one() -> None:
    found = latencies(
        row("ann", "champion", seconds=2.0, past=True),
        row("ann", "canary", seconds=4.0, past=True),
        row("ann", seconds=1.0),
        row("bob", "champion", seconds=5.0, past=True),
        row("bob", "exp-7.1:new", seconds=2.0),
        row("cas", seconds=6.0),
    )
    assert found.with_past == 2
    assert found.values["latency"] == {
        (1, "old"): of([1.0, 6.0], [3.0, 4.0]),
        (1, "new"): of([2.0], [5.0]),
    }


def test_a_subject_that_was_only_there_before_does_not_count() -> None:
    found = latencies(row("ann", "champion", past=True))
    assert (found.rows, found.assigned, found.values) == (0, {}, {"latency": {}})


@given(
    st.lists(
        st.tuples(st.sampled_from("abcdef"), st.sampled_from(["old", "new"]), st.floats(0, 10)),
        max_size=40,
    ),
    st.integers(1, 3),
)
def test_the_size_of_the_chunks_changes_nothing(
    drawn: list[tuple[str, str, float]], chunk: int
) -> None:
    rows = [row(unit, f"exp-7.1:{arm}", seconds=seconds) for unit, arm, seconds in sorted(drawn)]
    whole = latencies(*rows)
    before = module.SUBJECTS_AT_ONCE
    module.SUBJECTS_AT_ONCE = chunk
    try:
        parts = latencies(*rows)
    finally:
        module.SUBJECTS_AT_ONCE = before
    assert parts.assigned == whole.assigned
    for cell, moments in whole.values["latency"].items():
        for name, value in vars(moments).items():
            assert getattr(parts.values["latency"][cell], name) == pytest.approx(value, abs=1e-9)


# What a row is worth

VALUES = (
    Value(5.0, answer="late", truth="late"),
    Value(-2.0, answer="late"),
    Value(-8.0, truth="late"),
)
SAYS_LATE = {"probability": 0.8, "label": "late"}


@pytest.mark.parametrize(
    ("task", "goal", "given", "value"),
    [
        ("binary", Goal("quality"), row(output=SAYS_LATE, truth="late"), 0.04),
        ("binary", Goal("quality"), row(output=SAYS_LATE, truth=0), 0.64),
        ("binary", Goal("quality"), row(output=SAYS_LATE, truth="no idea"), None),
        ("binary", Goal("quality"), row(output=SAYS_LATE), None),
        ("multiclass", Goal("quality"), row(output={"label": "late"}, truth="on time"), 1.0),
        ("multiclass", Goal("quality"), row(output={"label": "late"}, truth="late"), 0.0),
        ("multiclass", Goal("quality"), row(output={"label": "late"}, truth="cat"), None),
        ("regression", Goal("quality"), row(output={"value": 3.0}, truth=5), 2.0),
        ("regression", Goal("quality"), row(output={"value": 3.0}, truth="5"), None),
        ("regression", Goal("quality"), row(output={"value": 3.0}, truth=True), None),
        ("binary", Goal("feedback"), row(thumb="up"), 1.0),
        ("binary", Goal("feedback"), row(thumb="down"), 0.0),
        ("binary", Goal("feedback"), row(), None),
        ("binary", Goal("latency"), row(seconds=0.25), 0.25),
        ("binary", Goal("value", VALUES), row(output=SAYS_LATE, truth="late"), 5.0),
        ("binary", Goal("value", VALUES), row(output=SAYS_LATE, truth=1), 5.0),
        ("binary", Goal("value", VALUES), row(output=SAYS_LATE, truth="on time"), -2.0),
        ("binary", Goal("value", VALUES), row(output={"label": "on time"}, truth=1), -8.0),
        ("binary", Goal("value", VALUES), row(output={"label": "on time"}, truth=0), 0.0),
        ("binary", Goal("value"), row(output=SAYS_LATE, truth=12.5), 12.5),
        ("binary", Goal("value"), row(output=SAYS_LATE, truth="late"), None),
        ("binary", Goal("value"), row(output=SAYS_LATE), None),
    ],
)
def test_what_a_row_says_about_a_measure(
    task: str, goal: Goal, given: LoggedRow, value: float | None
) -> None:
    plan = Plan((Arm("old", 1, 0.5), Arm("new", 2, 0.5)), "old", goal, 0.1)
    [ask] = measured(plan, make_schema(task)).values()  # type: ignore[arg-type]  # a test's own words
    assert ask(given) == pytest.approx(value)


def test_errors_leave_no_row_to_ask() -> None:
    plan = Plan(
        (Arm("old", 1, 0.5), Arm("new", 2, 0.5)), "old", Goal("quality"), 0.1,
        guardrails=(GuardrailLimit("errors", 0.01), GuardrailLimit("latency", 0.01)),
    )  # fmt: skip
    assert list(measured(plan, BINARY)) == ["quality", "latency"]
    assert {measure for measure in plan.measures if HIGHER_IS_BETTER[measure]} == set()
