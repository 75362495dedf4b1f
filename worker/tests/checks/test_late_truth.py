"""Truth about what is unknown, told twice, contradicting, or a year late: what quality counts.

From the spool to the figures of ``GET /v1/models/{model}/quality``, which are these periods.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from api.adapters.database import read_session
from api.core.checks import queries
from api.core.checks.figures import WindowQuality
from api.core.checks.periods import periods
from api.core.tables import Outcome
from testing.records import outcome_record, prediction_id
from worker.checks.measure import Span, bring_up_to_date
from worker.checks.subject import subject_of
from worker.context import JobContext
from worker.tests.checks.served import MODEL, START, begin, in_job, prediction, ship
from worker.tests.installation import Installation
from worker.tests.tiny_model import probability

AMOUNT = 1.0
IF_YES = (1 - probability(AMOUNT, 0, "plain")) ** 2
IF_NO = probability(AMOUNT, 0, "plain") ** 2
"""Brier score of the one answer, by its truth."""
BY_ID = {"prediction_id": prediction_id(0)}
BY_KEY = {"model": MODEL, "key": "UA1"}
YEAR = timedelta(days=365)


@pytest.fixture
def served(embedded: Installation) -> Installation:
    """One answer about the first day, whose truth is not known."""
    begin(embedded)
    predict(embedded)
    assert measure(embedded) == 1
    return embedded


def predict(installation: Installation) -> None:
    ship(installation, "predictions", [prediction(0, [AMOUNT], key="UA1")])


def tell(
    installation: Installation,
    truth: int,
    *,
    about: Mapping[str, str] = BY_ID,
    observed_hours: float = 24.0,
    received_after: timedelta = timedelta(days=1),
) -> None:
    """``observed_hours`` after the first midnight."""
    observed = START + timedelta(hours=observed_hours)
    outcome: dict[str, Any] = {**about, "truth": truth, "observed_at": observed.isoformat()}
    received = (installation.runtime.clock() + received_after).timestamp()
    record = outcome_record(1, received_at=received, outcomes=[outcome])
    ship(installation, f"truth-{received}-{truth}-{observed_hours}", [record])


def measure(installation: Installation, *, after: timedelta = timedelta(0)) -> int:
    """How many days were measured anew when it is so long after the first day."""

    def work(context: JobContext) -> int:
        span = Span.until(START + after, drift_days=1, quality_days=28)
        with context.reading() as session:
            subject = subject_of(session, context.store, MODEL)
        assert subject is not None
        return bring_up_to_date(context, subject, span)

    return in_job(installation, work)


def january(installation: Installation) -> WindowQuality:
    """What the month of the answer is said to have been."""
    first, last = date(2026, 1, 1), date(2026, 1, 31)
    with read_session(installation.runtime.sessions) as session:
        days = queries.live_days(session, model=MODEL, first=first, last=last)
    (month,) = periods("binary", days, "month")
    return month.quality


def brier(installation: Installation) -> float:
    figure = january(installation).figure("brier")
    assert figure is not None
    return figure.value


def counted(installation: Installation) -> tuple[int, int]:
    quality = january(installation)
    return quality.rows, quality.truths


def outcome(installation: Installation) -> Outcome:
    with read_session(installation.runtime.sessions) as session:
        return session.scalars(select(Outcome)).one()


@pytest.mark.parametrize("about", [BY_ID, BY_KEY], ids=["by id", "by key"])
def test_a_truth_about_an_unknown_prediction_counts_once_the_prediction_comes(
    embedded: Installation, about: dict[str, str]
) -> None:
    begin(embedded)
    tell(embedded, 1, about=about)
    assert measure(embedded) == 0
    assert not outcome(embedded).is_measured
    predict(embedded)
    # Long after the windows of every check.
    assert measure(embedded, after=YEAR) == 1
    assert (counted(embedded), brier(embedded)) == ((1, 1), pytest.approx(IF_YES))
    assert outcome(embedded).is_measured


@pytest.mark.parametrize("about", [BY_ID, BY_KEY], ids=["by id", "by key"])
def test_a_truth_that_is_told_twice_counts_once(
    served: Installation, about: dict[str, str]
) -> None:
    tell(served, 1, about=about)
    assert measure(served) == 1
    tell(served, 1, about=about, received_after=timedelta(days=2))
    assert measure(served) == 0, "nothing is new"
    assert (counted(served), brier(served)) == ((1, 1), pytest.approx(IF_YES))
    assert outcome(served).changes == 0


def test_a_truth_that_contradicts_replaces_the_one_observed_before(served: Installation) -> None:
    tell(served, 1)
    measure(served)
    tell(served, 0, observed_hours=25, received_after=timedelta(days=2))
    assert not outcome(served).is_measured
    assert measure(served) == 1
    assert (counted(served), brier(served)) == ((1, 1), pytest.approx(IF_NO))
    assert outcome(served).changes == 1


def test_a_truth_observed_before_the_one_that_stands_changes_nothing(
    served: Installation,
) -> None:
    tell(served, 1)
    measure(served)
    tell(served, 0, observed_hours=23, received_after=timedelta(days=2))
    assert measure(served) == 0
    assert (brier(served), outcome(served).changes) == (pytest.approx(IF_YES), 0)


def test_a_truth_that_comes_a_year_late_changes_the_day_that_it_is_about(
    served: Installation,
) -> None:
    assert counted(served) == (1, 0)
    tell(served, 1, received_after=YEAR)
    assert measure(served, after=YEAR) == 1
    assert (counted(served), brier(served)) == ((1, 1), pytest.approx(IF_YES))


def test_a_correction_that_comes_a_year_late_changes_it_too(served: Installation) -> None:
    tell(served, 1)
    measure(served)
    tell(served, 0, observed_hours=24 * 365, received_after=YEAR)
    assert measure(served, after=YEAR) == 1
    assert (counted(served), brier(served)) == ((1, 1), pytest.approx(IF_NO))


def test_of_a_truth_by_id_and_one_by_key_that_by_id_stands(served: Installation) -> None:
    tell(served, 1, about=BY_ID)
    tell(served, 0, about=BY_KEY, observed_hours=30)
    assert measure(served) == 1
    assert (counted(served), brier(served)) == ((1, 1), pytest.approx(IF_YES))


def test_a_truth_that_is_no_label_of_the_model_is_kept_and_not_counted(
    served: Installation,
) -> None:
    tell(served, 7)
    measure(served)
    assert (counted(served), outcome(served).truth) == ((1, 0), 7)
