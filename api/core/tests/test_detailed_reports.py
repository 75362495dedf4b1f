"""The detailed report on a check: asked for once, kept whole, answered in words while absent."""

import gzip
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session, sessionmaker

from api.adapters.database import read_session, write_session
from api.core.checks.detailed_reports import (
    DetailedReportAbsent,
    WrittenPage,
    ask_for_detailed_report,
    detailed_page,
    get_detailed_report,
    keep_page,
    keep_refusal,
)
from api.core.checks.queries import CheckAbsent
from api.core.models.clock import set_clock
from api.core.tables import AuditEntry, DetailedReport, Job
from testing.checks import add_check

Sessions = sessionmaker[Session]
NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
PAGE = WrittenPage("<p>Água</p>", "trained", 5000, 310)


@pytest.fixture
def checked(sessions: Sessions, register) -> Sessions:
    """A model with check 1."""
    register()
    with write_session(sessions) as session:
        add_check(session, model="demo", at=NOW)
    return sessions


def ask(sessions: Sessions, *, now: datetime = NOW) -> DetailedReport:
    with write_session(sessions) as session:
        return ask_for_detailed_report(
            session, check_id=1, reason="look closer", actor="person:ana", now=now
        )


def keep(sessions: Sessions) -> None:
    with write_session(sessions) as session:
        keep_page(session, check_id=1, written=PAGE, now=NOW)


def end_job(sessions: Sessions, job_id: int, state: str) -> None:
    with write_session(sessions) as session:
        session.get_one(Job, job_id).state = state


def jobs(sessions: Sessions) -> int | None:
    with read_session(sessions) as session:
        return session.scalar(select(func.count()).where(Job.task == "checks.detail"))


def absence(sessions: Sessions) -> str:
    with read_session(sessions) as session, pytest.raises(DetailedReportAbsent) as refused:
        detailed_page(session, 1)
    return str(refused.value)


def test_asking_makes_a_job_for_the_check_and_says_who_and_why(checked: Sessions) -> None:
    report = ask(checked)
    with read_session(checked) as session:
        job = session.get_one(Job, report.job_id)
        entry = session.scalars(
            select(AuditEntry).where(AuditEntry.action == "detailed_report.ask")
        ).one()
    assert (job.task, job.arguments, job.state) == ("checks.detail", {"check_id": 1}, "queued")
    assert (entry.actor, entry.reason, entry.subject) == ("person:ana", "look closer", "model:demo")


@pytest.mark.parametrize("state", ["queued", "running"])
def test_while_its_job_is_not_over_asking_again_changes_nothing(
    checked: Sessions, state: str
) -> None:
    first = ask(checked)
    end_job(checked, first.job_id, state)
    again = ask(checked, now=NOW + timedelta(hours=1))
    assert (again.job_id, again.created_at, jobs(checked)) == (first.job_id, NOW, 1)


def test_what_is_written_is_not_written_again(checked: Sessions) -> None:
    first = ask(checked)
    keep(checked)
    end_job(checked, first.job_id, "succeeded")
    assert (ask(checked).job_id, jobs(checked)) == (first.job_id, 1)


@pytest.mark.parametrize("state", ["failed", "cancelled", "dead"])
def test_after_a_job_that_came_to_nothing_it_is_tried_again(checked: Sessions, state: str) -> None:
    first = ask(checked)
    end_job(checked, first.job_id, state)
    assert ask(checked).job_id != first.job_id


def test_after_a_refusal_it_is_tried_again_with_the_rows_that_came_since(checked: Sessions) -> None:
    first = ask(checked)
    with write_session(checked) as session:
        keep_refusal(session, check_id=1, refusal="3 of the window are too few rows")
    end_job(checked, first.job_id, "succeeded")
    assert "on check 1: 3 of the window are too few rows" in absence(checked)
    again = ask(checked)
    assert (again.job_id != first.job_id, again.refusal) == (True, None)


def test_a_page_is_read_as_it_was_written(checked: Sessions) -> None:
    ask(checked)
    keep(checked)
    with read_session(checked) as session:
        assert detailed_page(session, 1).decode() == "<p>Água</p>"
        report = get_detailed_report(session, 1)
        assert (report.reference, report.reference_rows, report.current_rows) == (
            "trained", 5000, 310,
        )  # fmt: skip
        assert (report.written_at, report.page) == (NOW, gzip.compress(PAGE.html.encode(), mtime=0))


def test_what_is_absent_is_answered_with_a_sentence(checked: Sessions) -> None:
    assert absence(checked) == "nobody has asked for a detailed report on check 1"
    job_id = ask(checked).job_id
    assert absence(checked) == (
        f"the detailed report on check 1 is not written yet: job {job_id} does it"
    )
    with write_session(checked) as session:
        with pytest.raises(CheckAbsent):
            detailed_page(session, 2)
        with pytest.raises(CheckAbsent):
            ask_for_detailed_report(session, check_id=2, reason="?", actor="a", now=NOW)


def test_a_replayed_model_s_report_is_dated_by_its_own_clock(checked: Sessions) -> None:
    march = datetime(2013, 3, 13, tzinfo=UTC)
    with write_session(checked) as session:
        set_clock(session, "demo", march)
    report = ask(checked)
    with read_session(checked) as session:
        assert session.get_one(Job, report.job_id).created_at == NOW
    assert report.created_at == march
