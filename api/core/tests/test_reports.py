"""What a report says, against figures worked by hand on a few rows."""

from datetime import UTC, date, datetime, timedelta

import msgspec
import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from api.adapters.database import read_session, write_session
from api.core import audit, shipping
from api.core.jobs import operations as jobs
from api.core.models.queries import ModelAbsent
from api.core.reports import queries
from api.core.reports.gather import gather
from api.core.reports.operations import RenderedFile, ask, keep
from api.core.reports.rules import WindowRefused, last_week, verdict
from api.core.reports.types import Estimate, Promise, ReportDocument
from api.core.rollouts.operations import promote, propose
from api.core.tables import Check, Job, ModelVersion, QualityDay, Report
from api.core.training import operations as training
from api.spool.records import Record
from monitoring.quality.sums import MeasureSums, QualitySums
from testing.records import (
    error_record,
    prediction_record,
    shadow_record,
)

Sessions = sessionmaker[Session]
MONDAY = datetime(2026, 11, 16, tzinfo=UTC)
WEEK = timedelta(days=7)
NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
PROBABILITIES = (0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7)
"""Of the seven days; it is never late, so that the Brier scores are their squares."""
ROWS = 10
"""A day."""


def ship(sessions: Sessions, *records: Record) -> None:
    with write_session(sessions) as session:
        shipping.ship(
            session, file=records[0].id, records=list(enumerate(records, start=1)),
            end_position=len(records), now=NOW,
        )  # fmt: skip


def serve(sessions: Sessions, start: datetime, number: int, *, truth: bool = True) -> None:
    """A request of ten rows at noon of each day from ``start`` on, measured as the worker does."""
    for day, probability in enumerate(PROBABILITIES):
        noon = start + timedelta(days=day, hours=12)
        outputs = [{"probability": probability, "label": "on time"}] * ROWS
        ship(
            sessions,
            prediction_record(number + day, served_at=noon.timestamp(), outputs=outputs),
        )
        losses = {"brier": MeasureSums(ROWS, ROWS * probability**2)} if truth else {}
        keep_day(sessions, noon, "champion", QualitySums(ROWS, ROWS if truth else 0, losses))


def keep_day(
    sessions: Sessions, noon: datetime, variant: str, sums: QualitySums, version: int = 1
) -> None:
    with write_session(sessions) as session:
        session.add(
            QualityDay(
                model_name="demo", version=version, variant=variant, day=noon.date(),
                rows=sums.rows, truths=sums.truths, sums=msgspec.to_builtins(sums),
                measured_at=NOW,
            )
        )  # fmt: skip


@pytest.fixture
def served(sessions: Sessions, register) -> Sessions:
    """A week of seventy rows with truth."""
    register()
    with write_session(sessions) as session:
        promote(session, model="demo", version=1, actor="person:ana", reason="first", now=MONDAY)
    serve(sessions, MONDAY, 1)
    return sessions


def asked(session: Session, start: datetime = MONDAY, end: datetime = MONDAY + WEEK) -> Report:
    return ask(
        session, model="demo", window_start=start, window_end=end, reason="weekly",
        actor="system", now=NOW,
    )  # fmt: skip


def document(sessions: Sessions, **window: datetime) -> ReportDocument:
    with write_session(sessions) as session:
        return gather(session, asked(session, **window), now=NOW)


def test_a_week_by_hand(served: Sessions) -> None:
    """Brier (.01 + .04 + .09 + .16 + .25 + .36 + .49) / 7 = 0.2; between days s = .17682, and
    Student's quantile at 6 degrees of freedom is 2.447: 0.2 ± 2.447 · .17682 / √7."""
    found = document(served)
    assert found.quality.headline == "brier"
    brier = next(score for score in found.quality.scores if score.name == "brier")
    assert brier.live.value == pytest.approx(0.2)
    margin = 2.447 * 0.17682 / 7**0.5
    assert (brier.live.lower, brier.live.upper) == pytest.approx((0.2 - margin, 0.2 + margin), 1e-3)
    assert (brier.live.rows, brier.live.days) == (70, 7)
    assert [day.value for day in found.quality.days] == pytest.approx(
        [probability**2 for probability in PROBABILITIES]
    )
    assert (found.quality.rows, found.quality.rows_with_truth, found.quality.truth_share) == (
        70,
        70,
        1.0,
    )
    assert (brier.promised, brier.verdict, brier.before) == (None, "no_promise", None)


def test_traffic_counts_rows_requests_and_errors_by_version(served: Sessions) -> None:
    noon = (MONDAY + timedelta(hours=12)).timestamp()
    ship(
        served,
        prediction_record(50, served_at=noon, version=2, outputs=[{"probability": 0.5}] * 3),
        error_record(51, served_at=noon, status=422),
        error_record(52, served_at=noon, status=500, version=2),
        prediction_record(53, served_at=noon - 13 * 3600),
    )
    traffic = document(served).traffic
    two, one = traffic.versions
    assert (two.version, two.rows, two.requests, two.server_errors) == (2, 3, 2, 1)
    assert (one.version, one.rows, one.requests, one.client_errors) == (1, 70, 8, 1)
    assert (traffic.rows, traffic.requests, traffic.server_errors) == (73, 10, 1)
    assert (traffic.rows_before, traffic.requests_before) == (1, 1), "of the day before"
    assert [(day.rows, day.rows_with_truth) for day in traffic.days] == [(13, 10)] + [(10, 10)] * 6
    assert traffic.days[0].day == date(2026, 11, 16)


def test_the_window_before_is_beside_it(served: Sessions) -> None:
    """The same seven figures a week earlier: no change, within ± 2.447 · √2 · s / √7."""
    serve(served, MONDAY - WEEK, 30)
    found = document(served).quality
    assert found.truth_share_before == 1.0
    (brier,) = (score for score in found.scores if score.name == "brier")
    assert brier.before == pytest.approx(0.2)
    margin = 2.447 * 2**0.5 * 0.17682 / 7**0.5
    assert (brier.change_lower, brier.change_upper) == pytest.approx((-margin, margin), rel=1e-3)


def test_quality_stands_beside_the_champions_card(served: Sessions) -> None:
    metric = {
        "name": "brier", "title": {"en": "Brier score"}, "better": "lower", "value": 0.5,
        "interval": [0.4, 0.6],
    }  # fmt: skip
    sealed = {
        "split": {"en": "by time"}, "train_rows": 9, "holdout_rows": 9,
        "baseline": {"en": "the prior"}, "headline": "brier", "metrics": [metric],
    }  # fmt: skip
    with write_session(served) as session:
        session.scalars(select(ModelVersion)).one().evaluation = sealed
    (brier,) = (s for s in document(served).quality.scores if s.name == "brier")
    assert brier.promised == Promise(0.5, 0.4, 0.6)
    assert brier.verdict == "better"


def test_what_nobody_was_answered_with_by_traffic_is_no_part_of_quality(served: Sessions) -> None:
    bad = QualitySums(ROWS, ROWS, {"brier": MeasureSums(ROWS, ROWS)})
    keep_day(served, MONDAY, "batch", bad, version=2)
    keep_day(served, MONDAY, "canary", bad, version=3)
    found = document(served).quality
    assert [(v.version, v.live.rows) for v in found.versions] == [(3, 10), (1, 70)]
    assert found.days[0].value == pytest.approx((ROWS * 0.01 + ROWS) / (2 * ROWS))


def test_a_window_that_begins_at_noon_is_cut_at_midnights(served: Sessions) -> None:
    noon = MONDAY + timedelta(hours=12, seconds=1)
    found = document(served, start=noon, end=noon + timedelta(days=2))
    assert [(day.day.day, day.rows) for day in found.traffic.days] == [(16, 0), (17, 10), (18, 10)]
    assert found.quality.rows_with_truth == 30, "of the days that it touches, as wholes"


def test_a_model_without_truth_has_traffic_and_no_quality(sessions: Sessions, register) -> None:
    register()
    serve(sessions, MONDAY, 1, truth=False)
    found = document(sessions)
    assert (found.traffic.rows, found.quality.rows_with_truth) == (70, 0)
    assert (found.quality.headline, found.quality.scores, found.quality.truth_share) == (
        None, (), 0.0,
    )  # fmt: skip


def test_a_model_without_traffic_says_so_with_zeroes_and_nones(
    sessions: Sessions, register
) -> None:
    register()
    found = document(sessions)
    assert (found.traffic.rows, found.traffic.requests, found.traffic.versions) == (0, 0, ())
    assert len(found.traffic.days) == 7
    assert (found.quality.truth_share, found.champion, found.drift) == (None, None, None)


def test_what_was_done_in_the_window_is_told_with_its_reasons(served: Sessions) -> None:
    told = [(h.event, h.actor, h.reason) for h in document(served).happenings]
    assert told == [
        ("rollout_propose", "person:ana", "first"),
        ("rollout_promote_now", "person:ana", "first"),
        ("version_registered", "system", "registered from upload"),
    ]


def test_drift_is_the_newest_check_that_looked_at_the_window(served: Sessions) -> None:
    features = [
        {"name": "rain", "severity": "none", "reason": "as in training"},
        {"name": "wind", "severity": "moderate", "reason": "it blows more"},
        {"name": "snow", "severity": "serious", "reason": "there was none before"},
    ]
    with write_session(served) as session:
        for days, reason in ((-1, "before"), (3, "midweek"), (7, "at its end"), (8, "after")):
            session.add(
                Check(
                    model_name="demo", version=1, at=MONDAY + timedelta(days=days), made_at=NOW,
                    policy_number=0, drift_start=MONDAY, quality_start=MONDAY,
                    drift_severity="serious", drift_reason=reason,
                    drift={"inputs": {"rows": 7, "features": features}},
                    quality_severity="none", quality_reason="", quality={}, reason="",
                )
            )  # fmt: skip
    drift = document(served).drift
    assert drift is not None
    assert (drift.reason, drift.rows, drift.measured_features) == ("at its end", 7, 3)
    assert [(f.feature, f.reason) for f in drift.features] == [
        ("snow", "there was none before"),
        ("wind", "it blows more"),
    ]


def test_the_next_step_is_what_open_rollouts_wait_for(served: Sessions, register) -> None:
    register()
    with write_session(served) as session:
        rollout = propose(session, model="demo", version=2, actor="system", reason="new", now=NOW)
        rollout.waits_for = "the gate"
    step = document(served).next_step
    assert [(w.version, w.stage, w.waits_for) for w in step.waiting] == [
        (2, "proposed", "the gate")
    ]
    assert step.repairs["en"] == ("Nothing is retrained unless a person asks for it.",)


def test_the_cost_is_what_jobs_and_answers_took(served: Sessions) -> None:
    began = MONDAY + timedelta(days=1)
    with write_session(served) as session:
        run = training.start(
            session, model="demo", recipe="demo", parameters={}, reason="r", actor="a", now=began
        )
        claim = jobs.claim(session, job_id=run.job_id, worker="w", now=began, lease_seconds=9)
        jobs.succeed(
            session, job_id=run.job_id, attempt=claim.attempt, now=began + timedelta(seconds=90)
        )
    ship(served, shadow_record(99, served_at=MONDAY.timestamp(), latency_seconds=0.25))
    cost = document(served).cost
    assert [(entry.task, entry.jobs, entry.seconds) for entry in cost.jobs] == [
        ("training.train", 1, 90.0)
    ]
    assert cost.serving_seconds == pytest.approx(7 * 0.0004)
    assert cost.shadow_seconds == pytest.approx(0.25)


def test_a_document_is_the_same_however_often_it_is_gathered(served: Sessions) -> None:
    assert document(served) == document(served)


def test_the_same_window_is_one_report_and_one_waiting_job(served: Sessions) -> None:
    with write_session(served) as session:
        assert asked(session).id == asked(session).id
        written = session.scalars(select(Job.id).where(Job.task == "reports.write")).all()
        assert len(written) == 1
        entries = audit.entries(session, subject="model:demo")
        assert [e.action for e in entries].count("report.ask") == 1
        assert asked(session, end=MONDAY + 2 * WEEK).id != asked(session).id


def test_asked_for_again_it_is_written_again_in_the_same_row(served: Sessions) -> None:
    with write_session(served) as session:
        first = asked(session)
        claim = jobs.claim(session, job_id=first.job_id, worker="w", now=NOW, lease_seconds=9)
        jobs.succeed(session, job_id=first.job_id, attempt=claim.attempt, now=NOW)
        job_before, id_before = first.job_id, first.id
        again = asked(session)
        assert again.id == id_before
        assert again.job_id != job_before


def test_files_are_kept_with_the_figures_and_replaced_together(served: Sessions) -> None:
    with write_session(served) as session:
        report = asked(session)
        for words in (b"one", b"two"):
            files = [RenderedFile("html", "en", words), RenderedFile("pdf", "pt-BR", words)]
            found = gather(session, report, now=NOW)
            keep(session, report_id=report.id, document=found, files=files)
    with read_session(served) as session:
        file = queries.content(session, report_id=1, file_format="pdf", language="pt-BR")
        assert (file.content, file.size_bytes) == (b"two", 3)
        stored = queries.get(session, 1)
        assert (stored.written_at, stored.document["traffic"]["rows"]) == (NOW, 70)
        with pytest.raises(queries.ReportNotWritten, match="job 1 does it"):
            queries.content(session, report_id=1, file_format="html", language="pt-BR")


def test_reports_are_listed_by_window_newest_first(served: Sessions) -> None:
    with write_session(served) as session:
        asked(session)
        asked(session, start=MONDAY - WEEK, end=MONDAY)
        found = queries.list_reports(session, model="demo", limit=5).rows
        assert [report.window_end for report in found] == [MONDAY + WEEK, MONDAY]
        with pytest.raises(ModelAbsent):
            queries.list_reports(session, model="nothing", limit=5)
        with pytest.raises(queries.ReportAbsent):
            queries.get(session, 99)


@pytest.mark.parametrize(
    ("end", "sentence"),
    [(MONDAY, "not after its beginning"), (MONDAY + timedelta(days=401), "longer than 400 days")],
)
def test_a_window_that_is_none_is_refused(served: Sessions, end: datetime, sentence: str) -> None:
    with write_session(served) as session, pytest.raises(WindowRefused, match=sentence):
        asked(session, end=end)


@pytest.mark.parametrize(
    ("now", "monday"),
    [
        (datetime(2026, 11, 23, 0, 0, tzinfo=UTC), MONDAY),
        (datetime(2026, 11, 29, 23, 59, tzinfo=UTC), MONDAY),
        (datetime(2026, 11, 22, 23, 59, tzinfo=UTC), MONDAY - WEEK),
    ],
)
def test_the_last_week_ends_on_the_monday_before(now: datetime, monday: datetime) -> None:
    assert last_week(now) == (monday, monday + WEEK)


def live(lower: float | None, upper: float | None) -> Estimate:
    return Estimate(0.2, lower, upper, rows=9, days=9)


@pytest.mark.parametrize(
    ("better", "lower", "upper", "expected"),
    [
        ("lower", 0.1, 0.3, "as_promised"),
        ("lower", 0.1, 0.19, "better"),
        ("lower", 0.21, 0.3, "worse"),
        ("higher", 0.1, 0.19, "worse"),
        ("higher", 0.21, 0.3, "better"),
        ("target", 0.1, 0.19, "worse"),
        ("target", 0.21, 0.3, "worse"),
        ("lower", None, None, "too_little_data"),
    ],
)
def test_the_verdict_needs_an_interval_on_one_side_of_the_promise(
    better, lower: float | None, upper: float | None, expected: str
) -> None:
    assert verdict(better, live(lower, upper), Promise(0.2, 0.1, 0.3)) == expected
