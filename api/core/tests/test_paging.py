"""Every list of a model is read a page at a time, and the pages are the whole."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

from sqlalchemy.orm import Session, sessionmaker

from api.adapters.database import read_session, write_session
from api.core.paging import Page
from api.core.policies import queries as policies
from api.core.policies.operations import set_policy
from api.core.policies.types import DEFAULT
from api.core.reports import queries as reports
from api.core.reports.operations import ask
from api.core.rollouts import operations as rollout_operations
from api.core.rollouts import queries as rollouts
from api.core.values import queries as values
from api.core.values.operations import set_formula
from api.core.values.types import WarningFormula

Sessions = sessionmaker[Session]
WHO = {"actor": "person:ada", "reason": "to see"}


def pages(read: Callable[[int | None], Page]) -> Iterator[list]:
    before = None
    while True:
        page = read(before)
        yield list(page.rows)
        if page.next_before is None:
            return
        before = page.next_before


def test_rollouts(sessions: Sessions, register, now: datetime) -> None:
    for version in (1, 2, 3, 4):
        register()
        with write_session(sessions) as session:
            rollout_operations.promote(session, model="demo", version=version, now=now, **WHO)
    with read_session(sessions) as session:
        found = list(
            pages(lambda before: rollouts.history_page(session, "demo", before=before, limit=2))
        )
        assert [[row.version for row in page] for page in found] == [[4, 3], [2, 1]]
        of_two = rollouts.history_page(session, "demo", versions=[2]).rows
        assert [(row.version, row.previous_version) for row in of_two] == [(3, 2), (2, 1)]


def test_policies(sessions: Sessions, register, now: datetime) -> None:
    register()
    for seen in range(3):
        with write_session(sessions) as session:
            set_policy(session, model="demo", policy=DEFAULT, seen_number=seen, now=now, **WHO)
    with read_session(sessions) as session:
        found = list(
            pages(lambda before: policies.versions(session, "demo", before=before, limit=1))
        )
    assert [[row.number for row in page] for page in found] == [[3], [2], [1]]


def test_value_formulas(sessions: Sessions, register, now: datetime) -> None:
    register()
    for seen in range(3):
        formula = WarningFormula(unit="minutes", right_warning=seen + 1, false_warning=1)
        with write_session(sessions) as session:
            set_formula(session, model="demo", formula=formula, seen_number=seen, now=now, **WHO)
    with read_session(sessions) as session:
        found = list(
            pages(lambda before: values.formula_history(session, "demo", before=before, limit=2))
        )
    assert [[row.number for row in page] for page in found] == [[3, 2], [1]]


def test_reports_of_windows_that_end_together(sessions: Sessions, register, now: datetime) -> None:
    register()
    day = timedelta(days=1)
    end = now.replace(hour=0, minute=0, second=0, microsecond=0)
    windows = [(end - 7 * day, end), (end - 9 * day, end - 2 * day), (end - 30 * day, end)]
    with write_session(sessions) as session:
        for start, until in windows:
            reason = f"{(until - start).days} days, 100 %"
            ask(
                session, model="demo", window_start=start, window_end=until, reason=reason,
                actor="system", now=now,
            )  # fmt: skip
    with read_session(sessions) as session:

        def read(before: int | None, search: str = "") -> Page:
            return reports.list_reports(
                session, model="demo", search=search, before=before, limit=1
            )

        assert [[row.id for row in page] for page in pages(read)] == [[3], [1], [2]]
        found = list(pages(lambda before: read(before, "7 DAYS, 100 %")))
        assert [[row.id for row in page] for page in found] == [[1], [2]]
        assert list(pages(lambda before: read(before, "100_%"))) == [[]]
