import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitoring.sequential.comparison import Verdict, compare, sentence
from monitoring.sequential.interval import Interval


def interval(lower: float, upper: float, units: int = 5_000) -> Interval:
    return Interval((lower + upper) / 2, lower, upper, units, 0.05)


@pytest.mark.parametrize(
    ("expected", "lower", "upper"),
    [
        (Verdict.BETTER, 0.001, 0.02),
        (Verdict.BETTER, 0.001, 0.002),
        (Verdict.WORSE, -0.02, -0.001),
        (Verdict.EQUIVALENT, -0.004, 0.004),
        (Verdict.UNDECIDED, -0.004, 0.006),
        (Verdict.UNDECIDED, -0.006, 0.004),
        (Verdict.UNDECIDED, float("-inf"), float("inf")),
    ],
)
def test_the_interval_gives_the_verdict(expected, lower, upper) -> None:
    assert expected == compare(interval(lower, upper), margin=0.005).verdict


@given(st.floats(-1, 1), st.floats(0, 1), st.integers(0, 99))
def test_too_little_data_is_never_a_pass(lower, width, units) -> None:
    found = compare(interval(lower, lower + width, units), margin=10.0, minimum_units=100)
    assert found.verdict is Verdict.TOO_LITTLE_DATA
    assert not found.not_worse


def test_not_worse_means_worse_by_less_than_the_margin() -> None:
    assert compare(interval(-0.004, 0.1), margin=0.005).not_worse
    assert not compare(interval(-0.006, 0.1), margin=0.005).not_worse


def test_a_margin_of_nothing_never_calls_two_equivalent() -> None:
    assert compare(interval(-1e-9, 1e-9), margin=0.0).verdict is Verdict.UNDECIDED
    with pytest.raises(ValueError, match="margin"):
        compare(interval(0, 1), margin=-0.1)


def test_each_verdict_is_a_sentence_that_says_how_sure_it_is() -> None:
    def said(lower: float, upper: float, units: int = 5_000) -> str:
        return sentence(compare(interval(lower, upper, units), margin=0.005), measure="Brier score")

    assert said(0.001, 0.021) == (
        "The candidate is better: its Brier score is 0.011 lower than the champion's "
        "(95% sure: from 0.001 to 0.021 lower, on 5,000 rows)."
    )
    assert said(-0.021, -0.001) == (
        "The candidate is worse: its Brier score is 0.011 higher than the champion's "
        "(95% sure: from 0.001 to 0.021 higher, on 5,000 rows)."
    )
    assert said(-0.004, 0.004) == (
        "No difference that matters: the Brier score of the two differs by less than 0.005 "
        "(95% sure, on 5,000 rows)."
    )
    assert said(-0.01, 0.004).startswith("Not decided yet")
    assert said(0.001, 0.021, 12) == (
        "Too little data to compare: only 12 rows have their truth so far."
    )
