"""The jobs around reports: written, written again, asked for by themselves."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from api.adapters.database import read_session, write_session
from api.core import shipping
from api.core.jobs.rules import LeaseLost
from api.core.models.clock import set_clock
from api.core.models.operations import register_version
from api.core.reports import operations, queries
from api.core.rollouts.operations import promote
from api.core.tables import Job, Model, Report, ReportFile
from api.spool.records import Record
from testing.artifacts import EXECUTION, seal_artifact
from testing.records import outcome_record, prediction_id, prediction_record
from worker.reports import write
from worker.reports.asking import ask_weekly
from worker.reports.write import write_report
from worker.runner import run
from worker.tests.installation import Installation

MONDAY = datetime(2026, 11, 16, tzinfo=UTC)
NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


@pytest.fixture
def modelled(embedded: Installation, tmp_path: Path) -> Installation:
    """A model, on a Tuesday."""
    embedded.runtime = replace(embedded.runtime, clock=lambda: NOW)
    add_model(embedded, tmp_path / "sealed", "demo", MONDAY)
    return embedded


def add_model(installation: Installation, directory: Path, name: str, at: datetime) -> None:
    artifact = seal_artifact(directory, model=name)
    installation.runtime.store.put(directory)
    with write_session(installation.runtime.sessions) as session:
        register_version(
            session, artifact=artifact, execution=EXECUTION, created_by="person:ana", now=at
        )


def ask(installation: Installation) -> Report:
    with write_session(installation.runtime.sessions) as session:
        return operations.ask(
            session, model="demo", window_start=MONDAY, window_end=MONDAY + timedelta(days=7),
            reason="for the meeting", actor="person:ana", now=NOW,
        )  # fmt: skip


def work(installation: Installation, job_id: int, task=write_report) -> Job:
    run(installation.runtime, job_id=job_id, worker="test", work=task)
    return installation.job(job_id)


def kept(installation: Installation) -> dict[tuple[str, str], str]:
    with read_session(installation.runtime.sessions) as session:
        return {(f.format, f.language): f.sha256 for f in session.scalars(select(ReportFile))}


def test_a_report_is_written_in_every_format_and_language(modelled: Installation) -> None:
    report = ask(modelled)
    job = work(modelled, report.job_id)
    assert (job.state, job.message) == ("succeeded", "demo, 2026-11-16 to 2026-11-23: 4 files")
    formats = {(f, language) for f in ("html", "pdf") for language in ("en", "pt-BR")}
    assert set(kept(modelled)) == formats
    with read_session(modelled.runtime.sessions) as session:
        written = queries.get(session, report.id)
        assert written.written_at == NOW
        page = queries.content(session, report_id=1, file_format="html", language="pt-BR")
    assert "Nada lhe foi pedido" in page.content.decode()


def test_written_again_it_is_the_same_report_with_the_same_bytes(modelled: Installation) -> None:
    work(modelled, ask(modelled).job_id)
    first = kept(modelled)
    again = ask(modelled)
    assert work(modelled, again.job_id).state == "succeeded"
    assert (again.id, kept(modelled)) == (1, first)


def test_a_worker_killed_before_the_end_leaves_no_half_of_it(
    modelled: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    report = ask(modelled)

    def killed(*_: object, **__: object) -> None:
        raise LeaseLost("killed here")

    with monkeypatch.context() as patched:
        patched.setattr(write, "keep", killed)
        work(modelled, report.job_id)
    assert kept(modelled) == {}
    assert modelled.job(report.job_id).state == "running", "until its lease runs out"
    again = modelled.enqueue("reports.write", report_id=report.id)
    work(modelled, again)
    assert len(kept(modelled)) == 4


def test_days_are_measured_with_the_truth_that_has_come(modelled: Installation) -> None:
    """Probabilities .1 to .6 of what never happens, ten rows a day: Brier score .91 / 6."""
    serve(modelled)
    report = ask(modelled)
    assert work(modelled, report.job_id).state == "succeeded"
    with read_session(modelled.runtime.sessions) as session:
        found = queries.get(session, report.id).document["quality"]
        page = queries.content(session, report_id=1, file_format="html", language="en")
    assert (found["rows"], found["rows_with_truth"], found["headline"]) == (70, 60, "brier")
    assert found["days"][0]["value"] == pytest.approx(0.01)
    brier = found["scores"][0]["live"]
    assert (brier["value"], brier["days"]) == (pytest.approx(0.91 / 6), 6)
    assert "Brier score: 0.1517 (" in page.content.decode()
    assert "85.7 %" in page.content.decode()


def serve(installation: Installation) -> None:
    """The champion answers ten rows at noon of seven days; of the last the truth is not in."""
    with write_session(installation.runtime.sessions) as session:
        promote(session, model="demo", version=1, actor="person:ana", reason="first", now=MONDAY)
    for day in range(7):
        noon = (MONDAY + timedelta(days=day, hours=12)).timestamp()
        outputs = [{"probability": (day + 1) / 10, "label": "on time"}] * 10
        truths = [
            {"prediction_id": prediction_id(day), "row": row, "truth": "on time"}
            for row in range(10)
        ]
        records: list[Record] = [prediction_record(day, served_at=noon, outputs=outputs)]
        if day < 6:
            records.append(outcome_record(day, received_at=noon + 60, outcomes=truths))
        with write_session(installation.runtime.sessions) as session:
            shipping.ship(
                session, file=f"day-{day}", records=list(enumerate(records, start=1)),
                end_position=len(records), now=NOW,
            )  # fmt: skip


def test_every_week_each_model_gets_its_report_once(modelled: Installation) -> None:
    for _ in range(2):
        work(modelled, modelled.enqueue("reports.weekly"), ask_weekly)
    with read_session(modelled.runtime.sessions) as session:
        (report,) = session.scalars(select(Report))
        jobs = session.scalar(select(func.count()).where(Job.task == "reports.write"))
    assert (report.window_start, report.window_end) == (MONDAY, MONDAY + timedelta(days=7))
    assert (report.created_by, jobs) == ("system", 1)


def test_a_model_younger_than_the_week_has_no_report_on_it(
    modelled: Installation, tmp_path: Path
) -> None:
    add_model(modelled, tmp_path / "young", "young", NOW)
    work(modelled, modelled.enqueue("reports.weekly"), ask_weekly)
    with read_session(modelled.runtime.sessions) as session:
        assert session.scalars(select(Report.model_name)).all() == ["demo"]


def test_a_replayed_model_s_week_is_that_of_its_own_clock(modelled: Installation) -> None:
    with write_session(modelled.runtime.sessions) as session:
        set_clock(session, "demo", datetime(2013, 3, 13, tzinfo=UTC))
        session.get_one(Model, "demo").created_at = NOW
    work(modelled, modelled.enqueue("reports.weekly"), ask_weekly)
    with read_session(modelled.runtime.sessions) as session:
        (report,) = session.scalars(select(Report))
    assert report.window_end == datetime(2013, 3, 11, tzinfo=UTC)
