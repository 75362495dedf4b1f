"""The dashboard's numbers against figures worked by hand, on both databases."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import msgspec
import pytest
from sqlalchemy import update
from sqlalchemy.orm import Session, sessionmaker

from api.adapters.database import read_session, write_session
from api.artifact.documents import Evaluation, Metric
from api.core.kpis import queries
from api.core.kpis.catalogue import CATALOGUE, KpiAbsent
from api.core.kpis.facts import Objectives, Rates
from api.core.kpis.periods import PeriodRefused, cut, periods
from api.core.kpis.queries import Asked
from api.core.kpis.types import Figure, Measured, Span
from api.core.kpis.wilson import wilson
from api.core.kpis.words import WORDS
from api.core.models.queries import ModelAbsent
from api.core.tables import (
    Alert,
    FeedbackDay,
    JudgedDay,
    ModelVersion,
    PredictionDay,
    Rollout,
    ServingDay,
    UsageDay,
)
from monitoring.metrics import LATENCY_BUCKETS_SECONDS

Sessions = sessionmaker[Session]
NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
TODAY = NOW.date()
OBJECTIVES = Objectives(
    availability=0.99,
    latency_seconds=0.05,
    satisfaction=0.8,
    currency="USD",
    rates=Rates(cpu_hour=0.36, gpu_hour=3.6, gib_hour=0.0036),
)
EVALUATION = msgspec.to_builtins(
    Evaluation(
        split={"en": "by time"},
        train_rows=100,
        holdout_rows=50,
        baseline={"en": "the mean"},
        headline="brier",
        metrics=(
            Metric(
                name="brier", title={"en": "Brier"}, better="lower", value=0.1, interval=(0.1, 0.1)
            ),
        ),
    )
)


def asked(model: str | None = None, interval: str = "day", days: int = 10) -> Asked:
    start = TODAY - timedelta(days=days - 1)
    return Asked(
        periods(today=TODAY, start=start, end=None),
        interval,
        model,
        NOW,  # type: ignore[arg-type]  # a test's own words
    )


def board(sessions: Sessions, at: Asked | None = None) -> dict[str, Measured]:
    with read_session(sessions) as session:
        found = queries.board(session, at or asked(), OBJECTIVES)
    return {kpi.slug: measured for kpi, measured in found.kpis}


def store(sessions: Sessions, *rows: Any) -> None:
    with write_session(sessions) as session:
        session.add_all(rows)


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


def served(day: date, model: str = "demo", version: int = 1, **changes: Any) -> ServingDay:
    counts = {"requests": 0, "client_errors": 0, "server_errors": 0, "latency_seconds_sum": 0.0}
    histogram = [0] * (len(LATENCY_BUCKETS_SECONDS) + 1)
    return ServingDay(
        day=day, model_name=model, version=version,
        **{**counts, "latency_counts": histogram, **changes},
    )  # fmt: skip


def judged(day: date, model: str = "demo", version: int = 1, **changes: Any) -> JudgedDay:
    nothing = dict.fromkeys(
        ("true_positives", "false_positives", "false_negatives", "true_negatives"), 0
    )
    rows = changes.get("loss_rows", 0)
    return JudgedDay(
        day=day, model_name=model, version=version, rows=rows, truths=rows, **(nothing | changes)
    )


def promise(sessions: Sessions, model: str = "demo", version: int = 1) -> None:
    """Version 1 serves, and 0.1 was promised of it."""
    with write_session(sessions) as session:
        session.execute(
            update(ModelVersion)
            .where(ModelVersion.model_name == model, ModelVersion.version == version)
            .values(evaluation=EVALUATION)
        )
        session.add(
            Rollout(
                model_name=model, version=version, stage="settled", weight=1.0, reason="first",
                created_at=NOW, updated_at=NOW,
            )
        )  # fmt: skip


def test_nothing_is_known_before_anything_is_recorded(sessions: Sessions, register) -> None:
    register()
    found = board(sessions)
    assert {slug: measured.figure.reason for slug, measured in found.items()} == {
        "predictions": "nothing_recorded",
        "availability": "no_requests",
        "error-budget": "no_requests",
        "latency-p95": "no_requests",
        "quality": "no_truth",
        "satisfaction": "no_thumbs",
        "cost": "nothing_recorded",
        "cost-per-prediction": "nothing_recorded",
        "idle-cost": "nothing_recorded",
        "value": "no_formula",
        "incidents": None,
    }
    assert found["incidents"].figure == Figure(0.0, 0)
    assert found["incidents"].status.reason == "none_open"


def test_predictions_add_up_over_days_sources_and_models(sessions: Sessions, register) -> None:
    register("demo")
    register("other")
    store(
        sessions,
        PredictionDay(day=ago(0), model_name="demo", version=1, source="api", rows=5),
        PredictionDay(day=ago(0), model_name="demo", version=1, source="replay", rows=7),
        PredictionDay(day=ago(9), model_name="demo", version=2, source="api", rows=11),
        PredictionDay(day=ago(3), model_name="other", version=1, source="batch", rows=100),
        PredictionDay(day=ago(10), model_name="demo", version=1, source="api", rows=40),
        PredictionDay(day=ago(30), model_name="demo", version=1, source="api", rows=9_999),
    )
    found = board(sessions)["predictions"]
    assert found.figure == Figure(123.0, 123)
    assert found.previous == Figure(40.0, 40)
    assert {part.model: part.figure.value for part in found.models} == {"demo": 23, "other": 100}
    assert [(part.version, part.figure.value) for part in found.models[0].versions] == [
        (2, 11.0), (1, 12.0)
    ]  # fmt: skip
    assert [point.figure.value for point in found.series] == [11, 0, 0, 0, 0, 0, 100, 0, 0, 12]
    assert found.previous_series[-1].figure.value == 40
    with read_session(sessions) as session:
        sources = queries.board(session, asked(), OBJECTIVES).sources
    assert sources == {"batch": 100, "api": 16, "replay": 7}
    assert board(sessions, asked("other"))["predictions"].figure.value == 100


def test_a_day_without_predictions_is_zero_and_one_before_any_record_is_unknown(
    sessions: Sessions, register
) -> None:
    register()
    store(sessions, PredictionDay(day=ago(2), model_name="demo", version=1, source="api", rows=3))
    tomorrow = Asked(
        periods(today=TODAY, start=ago(3), end=TODAY + timedelta(days=2)), "day", None, NOW
    )
    series = board(sessions, tomorrow)["predictions"].series
    assert [(point.figure.value, point.figure.reason) for point in series] == [
        (None, "nothing_recorded"), (3, None), (0, None), (0, None), (None, "in_the_future"),
    ]  # fmt: skip


def test_availability_and_its_error_budget(sessions: Sessions, register) -> None:
    """1000 requests, 200 of them refused: 800 valid ones may fail 8 times at 99 %; 6 did."""
    register()
    store(
        sessions,
        served(ago(1), requests=600, client_errors=200, server_errors=2),
        served(ago(0), version=2, requests=400, server_errors=4),
        served(ago(12), requests=100, server_errors=2),
    )
    found = board(sessions)
    assert found["availability"].figure == Figure(pytest.approx(0.9925), 800)
    assert found["availability"].previous.value == pytest.approx(0.98)
    assert found["availability"].status.level == "good"
    assert found["availability"].target == 0.99
    assert found["error-budget"].figure.value == pytest.approx(0.25)
    assert found["error-budget"].status.reason == "budget_left"
    assert found["error-budget"].status.numbers["allowed"] == pytest.approx(8)
    assert found["error-budget"].previous.value == pytest.approx(-1)


def test_an_overspent_error_budget_is_negative_and_bad(sessions: Sessions, register) -> None:
    register()
    store(sessions, served(ago(1), requests=100, server_errors=3))
    found = board(sessions)
    assert found["error-budget"].figure.value == pytest.approx(-2)
    assert (found["error-budget"].status.level, found["error-budget"].status.reason) == (
        "bad", "budget_spent",
    )  # fmt: skip
    assert found["availability"].status.level == "bad"


def test_the_95th_percentile_is_read_off_the_added_histograms(sessions: Sessions, register) -> None:
    """90 requests within 1–2.5 ms, 10 within 2.5–5 ms: the 95th of 100 lies half way in there."""
    register()
    index = LATENCY_BUCKETS_SECONDS.index(0.0025)
    quick, slow = ([0] * (len(LATENCY_BUCKETS_SECONDS) + 1) for _ in range(2))
    quick[index], slow[index + 1] = 90, 10
    store(
        sessions,
        served(ago(1), requests=90, latency_counts=quick),
        served(ago(0), version=2, requests=10, latency_counts=slow),
    )
    found = board(sessions)["latency-p95"]
    assert found.figure == Figure(pytest.approx(0.00375), 100)
    assert found.status.reason == "meets_objective"
    assert found.series[-1].figure.value == pytest.approx(0.0025 + 0.0025 * 0.95)


def test_satisfaction_has_the_interval_of_wilson(sessions: Sessions, register) -> None:
    """8 of 10: 0.4901 to 0.9433 (Newcombe, 1998, Statistics in Medicine 17, method 3)."""
    assert wilson(8, 10) == (pytest.approx(0.4902, abs=1e-4), pytest.approx(0.9433, abs=1e-4))
    assert wilson(81, 263) == (pytest.approx(0.2553, abs=1e-4), pytest.approx(0.3662, abs=1e-4))
    assert wilson(0, 20)[0] == 0.0
    register()
    store(
        sessions,
        FeedbackDay(day=ago(4), model_name="demo", version=1, up=5, down=0),
        FeedbackDay(day=ago(1), model_name="demo", version=2, up=3, down=2),
    )
    found = board(sessions)["satisfaction"]
    assert (found.figure.value, found.figure.n) == (0.8, 10)
    assert found.figure.low == pytest.approx(0.4902, abs=1e-4)
    assert found.status.level == "good"
    assert found.previous.reason == "no_thumbs"


def test_a_few_thumbs_judge_nothing(sessions: Sessions, register) -> None:
    register()
    store(sessions, FeedbackDay(day=ago(1), model_name="demo", version=1, up=0, down=9))
    assert board(sessions)["satisfaction"].status.reason == "too_few_thumbs"


def test_quality_is_held_against_the_sealed_evaluation(sessions: Sessions, register) -> None:
    """Six days of 100 rows whose mean loss is 0.2 where 0.1 was promised."""
    register()
    promise(sessions)
    losses = (19.0, 20.0, 21.0, 20.0, 19.0, 21.0)
    store(
        sessions,
        *[judged(ago(n), loss_rows=100, loss_total=total) for n, total in enumerate(losses)],
    )
    part = board(sessions)["quality"].models[0]
    assert part.figure.value == pytest.approx(0.2)
    assert part.figure.n == 600
    assert part.target == 0.1
    # Day influences ±1/600 four times: error √(6/5 · 4/600²) = 0.003651; Student with 5 degrees.
    assert part.figure.high == pytest.approx(0.2 + 2.5706 * 0.0036515, abs=1e-5)
    assert part.status.level == "bad"
    assert part.status.numbers["loss_increase"] == pytest.approx(1.0)
    assert part.measure is not None
    assert part.measure.name == "brier"
    whole = board(sessions)["quality"]
    assert whole.figure == Figure(0.0, 600)
    assert whole.status.numbers == {"kept": 0, "judged": 1, "models": 1, "model": "demo"}
    one = board(sessions, asked("demo"))["quality"]
    assert one.figure.value == pytest.approx(0.2)
    assert one.target == 0.1


def test_quality_within_what_chance_allows_keeps_the_promise(sessions: Sessions, register) -> None:
    register("demo")
    register("other")
    promise(sessions, "demo")
    losses = (9.0, 12.0, 8.0, 11.0, 9.0, 11.5)
    store(
        sessions,
        *[judged(ago(n), loss_rows=100, loss_total=total) for n, total in enumerate(losses)],
        *[judged(ago(n), "other", loss_rows=100, loss_total=50.0) for n in range(6)],
    )
    found = board(sessions)["quality"]
    by_model = {part.model: part for part in found.models}
    assert by_model["demo"].status.reason == "keeps_promise"
    assert by_model["other"].status.reason == "no_promise"
    assert found.figure == Figure(1.0, 1200)
    assert found.status.reason == "all_keep_promise"


def usage(day: date, model: str, version: int, purpose: str, cpu: float, gib: float) -> UsageDay:
    return UsageDay(
        day=day, model_name=model, version=version, purpose=purpose,
        cpu_seconds=cpu, gpu_seconds=0.0, memory_byte_seconds=gib * 2**30,
    )  # fmt: skip


def test_cost_is_priced_by_the_rates(sessions: Sessions, register) -> None:
    """At 0.36 an hour a CPU second costs 0.0001, a GiB second 0.000001."""
    register()
    store(
        sessions,
        usage(ago(2), "demo", 1, "serving", 100.0, 1_000.0),
        usage(ago(1), "demo", 1, "idle", 0.0, 2_000.0),
        usage(ago(1), "demo", 2, "training", 50.0, 500.0),
        usage(ago(0), "", 0, "overhead", 20.0, 3_000.0),
        served(ago(3), requests=1, rows=77_000),
        served(ago(1), requests=10, rows=800),
        served(ago(0), version=2, requests=10, rows=200),
    )
    found = board(sessions)
    # 170 CPU seconds and 6500 GiB seconds.
    assert found["cost"].figure == Figure(pytest.approx(0.017 + 0.0065), 170)
    assert found["idle-cost"].figure.value == pytest.approx(0.002 + 0.005)
    per_row = found["cost-per-prediction"]
    # Rows of the day before anything was measured are no divisor.
    assert per_row.figure == Figure(pytest.approx(0.0235 / 1_000), 1_000)
    models = {part.model: part for part in per_row.models}
    assert models["demo"].figure.value == pytest.approx((0.015 + 0.0035) / 1_000)
    assert models[""].figure.reason == "no_predictions"
    assert [(v.version, v.figure.value) for v in models["demo"].versions] == [
        (2, pytest.approx(0.0055 / 200)), (1, pytest.approx(0.013 / 800)),
    ]  # fmt: skip
    assert found["cost"].previous.reason == "nothing_recorded"
    assert found["cost"].series[-1].figure.value == pytest.approx(0.005)
    alone = board(sessions, asked("demo"))
    assert alone["cost"].figure.value == pytest.approx(0.0185)


def alert(number: int, opened: datetime, resolved: datetime | None, **changes: Any) -> Alert:
    given = {"model_name": "demo", "severity": "moderate"} | changes
    return Alert(
        id=number, key=f"drift:{number}", kind="drift", title="Drift", detail="", path="",
        state="resolved" if resolved else "open", opened_at=opened, last_seen_at=opened,
        resolved_at=resolved, **given,
    )  # fmt: skip


def test_open_incidents_are_counted_at_the_end_of_each_interval(
    sessions: Sessions, register
) -> None:
    register()
    day = timedelta(days=1)
    store(
        sessions,
        alert(1, NOW - 15 * day, NOW - 3 * day),
        alert(2, NOW - 2 * day, None, severity="serious"),
        alert(3, NOW - 1 * day, None, model_name=None),
        alert(4, NOW - 40 * day, NOW - 30 * day),
    )
    found = board(sessions)["incidents"]
    assert found.figure == Figure(2.0, 2)
    assert found.previous == Figure(1.0, 1)
    assert [point.figure.value for point in found.series] == [1, 1, 1, 1, 1, 1, 0, 1, 2, 2]
    assert found.status.level == "bad"
    assert found.status.numbers == {"open": 2.0, "serious": 1.0, "opened": 2.0}
    assert {part.model: part.figure.value for part in found.models} == {"demo": 1.0, "": 1.0}


def test_a_number_of_one_model_alone(sessions: Sessions, register) -> None:
    register("demo")
    with read_session(sessions) as session:
        with pytest.raises(ModelAbsent):
            queries.board(session, asked("nothing"), OBJECTIVES)
        with pytest.raises(KpiAbsent, match="one of availability"):
            queries.detail(session, "nothing", asked(), OBJECTIVES)
        found = queries.detail(session, "predictions", asked(), OBJECTIVES)
    assert found.kpi.slug == "predictions"
    assert found.by_model == {}


def test_weeks_begin_on_monday_and_months_on_the_first() -> None:
    """1 October 2026 is a Thursday."""
    span = Span(date(2026, 10, 1), date(2026, 11, 3))
    weeks = [piece.start.isoformat() for piece in cut(span, "week")]
    assert weeks == [
        "2026-10-01", "2026-10-05", "2026-10-12", "2026-10-19", "2026-10-26", "2026-11-02",
    ]  # fmt: skip
    months = [(piece.start.isoformat(), piece.end.isoformat()) for piece in cut(span, "month")]
    assert months == [("2026-10-01", "2026-11-01"), ("2026-11-01", "2026-11-03")]
    assert len(cut(span, "day")) == 33


def test_the_period_before_is_as_long() -> None:
    found = periods(today=TODAY, start=None, end=None)
    assert found.now == Span(date(2026, 10, 26), date(2026, 11, 23))
    assert found.previous == Span(date(2026, 9, 28), date(2026, 10, 26))
    chosen = periods(
        today=TODAY, start=None, end=None,
        compare_start=date(2025, 1, 1), compare_end=date(2025, 2, 1),
    )  # fmt: skip
    assert chosen.previous == Span(date(2025, 1, 1), date(2025, 2, 1))


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"start": TODAY, "end": TODAY}, "from must come before to"),
        ({"start": date(2020, 1, 1), "end": TODAY}, "more than 800 days"),
        ({"start": None, "end": None, "compare_start": TODAY}, "together"),
        ({"start": date.min, "end": date(1, 2, 1)}, "between 1900"),
    ],
)
def test_a_period_that_cannot_be_is_refused(given: dict[str, Any], message: str) -> None:
    with pytest.raises(PeriodRefused, match=message):
        periods(today=TODAY, **given)


def test_every_kpi_has_its_words_in_both_languages() -> None:
    assert {kpi.slug for kpi in CATALOGUE} == set(WORDS)
    for words in WORDS.values():
        for text in vars(words).values():
            assert {"en", "pt-BR"} == set(text)
            assert all(text.values())
