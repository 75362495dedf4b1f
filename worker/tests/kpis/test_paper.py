"""The dashboard on paper and by mail: the figures are those of the rollups, once a week, once an
address."""

import email
import io
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.message import Message
from pathlib import Path

import pytest
from pypdf import PdfReader
from sqlalchemy import select

from api.adapters.database import read_session, write_session
from api.adapters.objectives import objectives_of
from api.core.kpis import paper, queries
from api.core.kpis.periods import periods
from api.core.kpis.queries import Asked
from api.core.models.operations import register_version
from api.core.rollouts.operations import promote
from api.core.tables import BoardReport, FeedbackDay, Job, PredictionDay, ServingDay
from monitoring.metrics import LATENCY_BUCKETS_SECONDS
from testing.artifacts import EXECUTION, seal_artifact
from testing.receivers import mail_server
from worker.kpis.compose import Printed, compose
from worker.kpis.mail import mail_paper
from worker.kpis.voice import Voice
from worker.kpis.weekly import ask_for_week
from worker.kpis.words import WORDS
from worker.kpis.write import write_paper
from worker.reports.page import Chart
from worker.reports.speech import Speech
from worker.runner import run
from worker.tests.installation import Installation

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
SUNDAY = datetime(2026, 11, 22, tzinfo=UTC).date()


@pytest.fixture
def used(embedded: Installation, tmp_path: Path) -> Installation:
    """A week with 12,345 predictions, 3 of 400 valid requests failed, 9 of 12 thumbs up."""
    embedded.runtime = replace(embedded.runtime, clock=lambda: NOW)
    artifact = seal_artifact(tmp_path / "sealed", model="demo")
    embedded.runtime.store.put(tmp_path / "sealed")
    counts = [0] * (len(LATENCY_BUCKETS_SECONDS) + 1)
    counts[3] = 397
    key = {"day": SUNDAY, "model_name": "demo", "version": 1}
    with write_session(embedded.runtime.sessions) as session:
        at = NOW - timedelta(days=3)
        register_version(
            session, artifact=artifact, execution=EXECUTION, created_by="system", now=at
        )
        promote(session, model="demo", version=1, actor="person:ana", reason="the first", now=at)
        session.add_all(
            [
                PredictionDay(**key, source="api", rows=12_000),
                PredictionDay(**key, source="replay", rows=345),
                FeedbackDay(**key, up=9, down=3),
                ServingDay(
                    **key, requests=400, client_errors=0, server_errors=3,
                    latency_seconds_sum=1.0, latency_counts=counts, rows=12_345,
                ),
            ]
        )  # fmt: skip
    return embedded


def week() -> Asked:
    return paper.last_week_asked(NOW)


def printed(installation: Installation) -> BoardReport:
    with write_session(installation.runtime.sessions) as session:
        report = paper.ask_for_paper(session, week(), actor="person:ana", reason="to read")
    run(installation.runtime, job_id=report.job_id, worker="test", work=write_paper)
    return report


def text(installation: Installation, report_id: int, language: str) -> str:
    with read_session(installation.runtime.sessions) as session:
        file = paper.paper_content(session, report_id=report_id, language=language)
    pages = PdfReader(io.BytesIO(file.content)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def test_the_paper_says_the_figures_in_both_languages(used: Installation) -> None:
    report = printed(used)
    assert used.job(report.job_id).state == "succeeded"
    english, portuguese = (text(used, report.id, language) for language in ("en", "pt-BR"))
    for said in ("12,345", "99.25 %", "75.00 %", "16 Nov 2026 to 22 Nov 2026"):
        assert said in english
    for said in ("12.345", "99,25 %", "75,00 %", "Predições servidas", "16 nov. 2026"):
        assert said in portuguese
    assert "A replay, not live traffic: 2.8 % of the period" in english
    assert "Why: the first." in english


def test_every_figure_of_the_board_stands_on_the_paper(used: Installation) -> None:
    report = printed(used)
    with read_session(used.runtime.sessions) as session:
        board = queries.board(session, week(), objectives_of(used.settings))
    for language in ("en", "pt-BR"):
        voice = Voice(Speech(language), "USD")
        told = text(used, report.id, language)
        for kpi, measured in board.kpis:
            assert voice.figure(measured.figure, kpi.unit) in told
            assert voice.speech.of(kpi.words.title) in told


def test_a_day_that_goes_on_is_no_point_of_a_trend_of_sums(used: Installation) -> None:
    key = {"model_name": "demo", "version": 1, "source": "api"}
    with write_session(used.runtime.sessions) as session:
        session.add_all(
            PredictionDay(**key, day=day, rows=7)
            for day in (SUNDAY - timedelta(days=1), NOW.date())
        )
    asked = Asked(periods(today=NOW.date(), start=None, end=None), "day", None, NOW)
    with read_session(used.runtime.sessions) as session:
        board = queries.board(session, asked, objectives_of(used.settings))
    page = compose(Printed(asked, board, (), "USD", {}), "en")
    charts = [
        block for section in page.sections for block in section.blocks if isinstance(block, Chart)
    ]
    (served,) = [chart for chart in charts if chart.caption == "Predictions served, by day."]
    series = {kpi.slug: measured for kpi, measured in board.kpis}["predictions"].series
    assert [point.figure.value for point in series][-4:] == [7, 12_345, 0, 7]
    assert served.alt == "Line over 3 intervals: between 0 and 12,345."


def test_the_week_is_printed_once_and_mailed_to_nobody_unasked(used: Installation) -> None:
    for _ in range(2):
        run(used.runtime, job_id=used.enqueue("kpis.weekly"), worker="test", work=ask_for_week)
    with read_session(used.runtime.sessions) as session:
        (report,) = session.scalars(select(BoardReport)).all()
    assert (report.period_start.isoformat(), report.period_end.isoformat()) == (
        "2026-11-16", "2026-11-23",
    )  # fmt: skip
    run(used.runtime, job_id=report.job_id, worker="test", work=write_paper)
    with read_session(used.runtime.sessions) as session:
        assert session.scalars(select(Job).where(Job.task == "kpis.mail")).all() == []


def test_a_week_before_any_prediction_is_not_printed(embedded: Installation) -> None:
    embedded.runtime = replace(embedded.runtime, clock=lambda: NOW)
    job_id = embedded.enqueue("kpis.weekly")
    run(embedded.runtime, job_id=job_id, worker="test", work=ask_for_week)
    assert embedded.job(job_id).state == "succeeded"
    with read_session(embedded.runtime.sessions) as session:
        assert session.scalars(select(BoardReport)).all() == []


def mailing(installation: Installation, port: int) -> None:
    settings = installation.settings.model_copy(
        update={
            "smtp_host": "127.0.0.1",
            "smtp_port": port,
            "smtp_security": "none",
            "smtp_from": "farol@example.org",
            "public_url": "https://farol.example.org",
            "dashboard_email_to": ("ana@example.org", "bo@example.org"),
            "dashboard_email_language": "pt-BR",
        }
    )
    installation.runtime = replace(installation.runtime, settings=settings)


def attached(mail: bytes) -> tuple[Message, bytes]:
    read = email.message_from_bytes(mail)
    part = next(part for part in read.walk() if part.get_content_type() == "application/pdf")
    content = part.get_payload(decode=True)
    assert isinstance(content, bytes)
    return read, content


def test_the_week_is_mailed_once_to_each_address_with_the_same_paper(used: Installation) -> None:
    with mail_server() as server:
        mailing(used, server.port)
        run(used.runtime, job_id=used.enqueue("kpis.weekly"), worker="test", work=ask_for_week)
        with read_session(used.runtime.sessions) as session:
            (report,) = session.scalars(select(BoardReport)).all()
        run(used.runtime, job_id=report.job_id, worker="test", work=write_paper)
        with read_session(used.runtime.sessions) as session:
            (job,) = session.scalars(select(Job).where(Job.task == "kpis.mail")).all()
        run(used.runtime, job_id=job.id, worker="test", work=mail_paper)
        again = used.enqueue("kpis.mail", report_id=report.id)
        run(used.runtime, job_id=again, worker="test", work=mail_paper)
        assert used.job(again).state == "succeeded"
    assert len(server.mails) == 2
    mail, content = attached(server.mails[0])
    assert mail["To"] == "ana@example.org"
    text = next(part for part in mail.walk() if part.get_content_type() == "text/plain")
    # On the screen both days are counted.
    said = str(text.get_payload(decode=True), "utf-8").replace("=\n", "")
    assert "https://farol.example.org/dashboard?from=2026-11-16&to=2026-11-22" in said
    with read_session(used.runtime.sessions) as session:
        file = paper.paper_content(session, report_id=report.id, language="pt-BR")
        assert content == file.content
        assert paper.get_paper(session, report.id).mailed_to == [
            "ana@example.org", "bo@example.org",
        ]  # fmt: skip


def test_who_was_refused_is_tried_again_and_the_job_says_so(used: Installation) -> None:
    report = printed(used)
    with mail_server() as server:
        mailing(used, server.port)
        server.replies["RCPT"] = "550 nobody here"
        job_id = used.enqueue("kpis.mail", report_id=report.id)
        run(used.runtime, job_id=job_id, worker="test", work=mail_paper)
    assert server.mails == []
    job = used.job(job_id)
    assert job.state == "failed"
    assert job.error is not None
    assert "2 of the mails could not be sent" in job.error


def test_money_has_the_digits_that_tell_it_apart() -> None:
    english, portuguese = (Voice(Speech(language), "USD") for language in ("en", "pt-BR"))
    assert english.value(1_234.5, "money") == "1,234.50 USD"
    assert portuguese.value(1_234.5, "money") == "1.234,50 USD"
    assert english.value(0.0123, "money") == "0.0123 USD"
    assert english.value(0.0000034567, "money") == "0.00000346 USD"
    assert portuguese.value(0.00000034567, "money") == "0,000000346 USD"
    assert english.value(-2.0, "share") == "−200.00 %"
    assert english.value(None, "count") == "–"


def test_the_words_are_the_same_in_both_languages() -> None:
    assert WORDS["en"].keys() == WORDS["pt-BR"].keys()


def test_the_period_of_a_month_is_cut_by_week(used: Installation) -> None:
    today = NOW.date()
    asked = Asked(periods(today=today, start=None, end=None), "week", "demo", NOW)
    with write_session(used.runtime.sessions) as session:
        report = paper.ask_for_paper(session, asked, actor="person:ana", reason="to read")
    run(used.runtime, job_id=report.job_id, worker="test", work=write_paper)
    assert used.job(report.job_id).state == "succeeded"
    assert "Farol: executive dashboard, Demo" in text(used, report.id, "en")
