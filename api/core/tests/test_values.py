"""Value formulas: set, replaced, taken away, and reckoned with by hand; on both databases."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy.orm import Session, sessionmaker

from api.adapters.database import read_session, write_session
from api.core import audit
from api.core.kpis import queries as kpis
from api.core.kpis.facts import JudgedRow, Objectives, Rates
from api.core.kpis.periods import periods
from api.core.kpis.queries import Asked
from api.core.kpis.types import Measured, Span
from api.core.kpis.value import estimate
from api.core.tables import JudgedDay, UsageDay
from api.core.values import queries
from api.core.values.operations import FormulaChanged, FormulaRefused, set_formula
from api.core.values.reckoning import worth
from api.core.values.types import AnswerFormula, ForecastFormula, Formula, WarningFormula

Sessions = sessionmaker[Session]
NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
TODAY = NOW.date()
MINUTES = WarningFormula(unit="minutes", money_per_unit=2.0, right_warning=25.0, false_warning=4.0)
OBJECTIVES = Objectives(
    availability=0.99,
    latency_seconds=0.05,
    satisfaction=0.8,
    currency="USD",
    rates=Rates(cpu_hour=0.36, gpu_hour=0.0, gib_hour=0.0),
)


def counted(
    loss_rows: int, loss_total: float, right: int, false: int, missed: int, quiet: int
) -> JudgedRow:
    return JudgedRow(
        TODAY, "demo", 1, loss_rows, loss_rows, loss_rows, loss_total, right, false, missed, quiet
    )


def choose(
    sessions: Sessions, formula: Formula | None, *, seen: int = 0, model: str = "demo"
) -> int:
    with write_session(sessions) as session:
        return set_formula(
            session,
            model=model,
            formula=formula,
            seen_number=seen,
            actor="person:ana",
            reason="agreed",
            now=NOW,
        ).number


def value(sessions: Sessions, model: str | None = None) -> Measured:
    asked = Asked(
        periods(today=TODAY, start=TODAY - timedelta(days=9), end=None), "day", model, NOW
    )
    with read_session(sessions) as session:
        return kpis.detail(session, "value", asked, OBJECTIVES).measured


def judged(day: date, warned_right: int, warned_wrong: int, model: str = "demo") -> JudgedDay:
    """100 answers."""
    return JudgedDay(
        day=day, model_name=model, version=1, rows=120, truths=100, loss_rows=100, loss_total=9.0,
        true_positives=warned_right, false_positives=warned_wrong, false_negatives=5,
        true_negatives=95 - warned_right - warned_wrong,
    )  # fmt: skip


def test_a_warning_is_worth_what_it_saves_less_what_false_ones_cost() -> None:
    """10 right at 25 and 5 false at 4: 250 − 20."""
    sums = worth(MINUTES, counted(100, 9.0, 10, 5, 20, 65))
    assert (sums.rows, sums.total) == (100, 230.0)


def test_an_answer_is_worth_its_use_less_its_errors() -> None:
    """Of several classes 90 right and 10 wrong; of two classes 75 right and 25 wrong."""
    formula = AnswerFormula(unit="minutes", right_answer=2.0, wrong_answer=7.0)
    assert worth(formula, counted(100, 10.0, 0, 0, 0, 0)).total == 180.0 - 70.0
    assert worth(formula, counted(100, 9.0, 10, 5, 20, 65)).total == 150.0 - 175.0


def test_a_forecast_is_worth_the_error_that_it_spares() -> None:
    """100 forecasts, 50 off before and 30 off now on average, at 0.1 a bike: 200."""
    formula = ForecastFormula(unit="dollars", error_without=50.0, each_unit=0.1)
    sums = worth(formula, counted(100, 3_000.0, 0, 0, 0, 0))
    assert (sums.rows, sums.total) == (100, pytest.approx(200.0))


def test_formulas_are_kept_with_who_set_them_and_why(sessions: Sessions, register) -> None:
    register()
    assert choose(sessions, MINUTES) == 1
    assert choose(sessions, None, seen=1) == 2
    with read_session(sessions) as session:
        assert queries.formulas(session) == {}
        history = queries.formula_history(session, "demo").rows
        assert [(row.number, row.reason, row.created_by) for row in history] == [
            (2, "agreed", "person:ana"), (1, "agreed", "person:ana"),
        ]  # fmt: skip
        entries = audit.search(session, action="value.set")
        assert entries[0].after == {"number": 2, "formula": None}
        assert entries[0].before is not None
        assert entries[0].before["formula"]["kind"] == "warning"
    assert choose(sessions, MINUTES, seen=2) == 3
    with read_session(sessions) as session:
        assert queries.formulas(session) == {"demo": MINUTES}


def test_a_formula_made_from_an_older_one_is_refused(sessions: Sessions, register) -> None:
    register()
    choose(sessions, MINUTES)
    with pytest.raises(FormulaChanged, match="not number 0 any more but 1"):
        choose(sessions, MINUTES, seen=0)


@pytest.mark.parametrize(
    ("formula", "message"),
    [
        (ForecastFormula(unit="l", error_without=1.0, each_unit=1.0), "one of answer, warning"),
        (WarningFormula(unit=" ", right_warning=1.0, false_warning=1.0), "unit"),
        (WarningFormula(unit="l", right_warning=-1.0, false_warning=1.0), "not negative"),
        (
            WarningFormula(unit="l", right_warning=float("nan"), false_warning=1.0),
            "expected a number",
        ),
    ],
)
def test_a_formula_that_does_not_fit_is_refused(
    sessions: Sessions, register, formula: Formula, message: str
) -> None:
    register()
    with pytest.raises(FormulaRefused, match=message):
        choose(sessions, formula)


def test_value_is_reckoned_in_money_with_an_interval(sessions: Sessions, register) -> None:
    """Six days of 10 ± 2 right warnings and 5 false ones at 2 dollars a minute.

    A day is worth (25 n − 20) · 2: 460 on average; strays ±100 on four days. The error is
    √(6/5 · 40 000) = 219.09, Student with 5 degrees 2.5706.
    """
    register()
    choose(sessions, MINUTES)
    right = (8, 12, 10, 8, 12, 10)
    with write_session(sessions) as session:
        session.add_all(judged(TODAY - timedelta(days=day), n, 5) for day, n in enumerate(right))
        session.add(
            UsageDay(
                day=TODAY, model_name="demo", version=1, purpose="serving",
                cpu_seconds=36_000.0, gpu_seconds=0.0, memory_byte_seconds=0.0,
            )
        )  # fmt: skip
    found = value(sessions)
    assert found.figure.value == pytest.approx(2_760.0)
    assert found.figure.n == 600
    assert found.figure.low == pytest.approx(2_760 - 2.5706 * 219.09, abs=0.1)
    assert found.status.reason == "worth_it"
    assert found.status.numbers["cost"] == pytest.approx(3.6)
    assert found.status.numbers["answered"] == 720
    part = found.models[0]
    assert part.measure is not None
    assert part.measure.unit == "minutes"
    assert part.status.numbers["units"] == pytest.approx(1_380.0)
    assert [point.figure.value for point in found.series][-6:] == [460, 560, 360, 460, 560, 360]
    with read_session(sessions) as session:
        span = Span(TODAY - timedelta(days=9), TODAY + timedelta(days=1))
        alone = estimate(session, "demo", MINUTES, span)
    assert (alone.truths, alone.days) == (600, 6)
    assert alone.money == pytest.approx(2_760.0)
    assert alone.units_low == pytest.approx((2_760 - 2.5706 * 219.09) / 2, abs=0.1)


def test_value_without_formula_price_or_truth_is_unknown(sessions: Sessions, register) -> None:
    register()
    assert value(sessions).figure.reason == "no_formula"
    choose(sessions, WarningFormula(unit="minutes", right_warning=25.0, false_warning=4.0))
    with write_session(sessions) as session:
        session.add(judged(TODAY, 10, 5))
    unpriced = value(sessions, "demo")
    assert unpriced.figure.reason == "no_rate"
    assert unpriced.status.numbers["units"] == 230.0
    choose(sessions, MINUTES, seen=1)
    few = value(sessions, "demo")
    assert (few.figure.value, few.figure.low) == (460.0, None)
    assert few.status.reason == "too_little_truth"


def test_a_form_is_suggested_by_the_task(sessions: Sessions, register) -> None:
    register("demo")
    register("many", task="multiclass")
    register("number", task="regression")
    with read_session(sessions) as session:
        kinds = [
            type(queries.suggested_formula(session, model)) for model in ("demo", "many", "number")
        ]
    assert kinds == [WarningFormula, AnswerFormula, ForecastFormula]
