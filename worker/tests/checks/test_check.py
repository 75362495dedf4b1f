"""A look at a model, from the log to what was found and asked for."""

from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
import numpy as np
import pytest
from sqlalchemy import select

from api.adapters.database import read_session, write_session
from api.core.checks import days, operations, queries
from api.core.checks.slices import (
    SliceKey,
    SliceReference,
    SliceWindow,
    slice_drift,
    slice_references,
    slice_windows,
)
from api.core.models.clock import ClockRefused, set_clock
from api.core.policies.operations import set_policy
from api.core.policies.types import DEFAULT, Policy, Recalibration, Retraining
from api.core.tables import Check, DriftDay, QualityDay, TrainingRun
from worker.context import JobContext
from worker.runner import run
from worker.tasks import checks as tasks
from worker.tests.checks.log import (
    MODEL,
    PROMISED,
    ROWS_A_DAY,
    START,
    answered,
    live,
    made_rows,
    serve_first_version,
    ship,
    told,
)
from worker.tests.installation import Installation

REPAIRING = msgspec.structs.replace(
    DEFAULT,
    approvals=(),
    retraining=Retraining(
        automatic=True,
        recalibration=Recalibration(min_rows=500, window_days=10, holdout_days=5),
    ),
)


@pytest.fixture
def serving(embedded: Installation) -> Installation:
    serve_first_version(embedded)
    return embedded


def use(installation: Installation, policy: Policy) -> None:
    with write_session(installation.runtime.sessions) as session:
        set_policy(
            session, model=MODEL, policy=policy, seen_number=0, actor="test", reason="why",
            now=START,
        )  # fmt: skip


def look(installation: Installation, day: int, *, job_id: int | None = None) -> tuple[int, Check]:
    with write_session(installation.runtime.sessions) as session:
        set_clock(session, MODEL, START + timedelta(days=day))
    job_id = job_id or installation.enqueue("checks.check", model=MODEL)

    def work(context: JobContext, **_: object) -> None:
        tasks.check(context, model=MODEL)

    run(installation.runtime, job_id=job_id, worker="test", work=work)
    assert installation.job(job_id).state == "succeeded", installation.job(job_id).error
    with read_session(installation.runtime.sessions) as session:
        check = queries.check_of_job(session, job_id)
        assert check is not None
        return job_id, check


def test_a_steady_model_is_left_alone(serving: Installation) -> None:
    brier = live(serving, range(10))
    _, check = look(serving, 10)
    assert (check.drift_severity, check.quality_severity, check.repair) == ("none", "none", None)
    window = check.quality["window"]
    figures = {figure["name"]: figure["value"] for figure in window["figures"]}
    assert figures["brier"] == pytest.approx(brier)
    assert (window["rows"], window["truths"]) == (10 * ROWS_A_DAY, 10 * ROWS_A_DAY)
    assert check.quality["observation"]["loss_increase"] == pytest.approx(brier / PROMISED - 1)
    assert check.reason == "a person: the policy starts no retraining by itself"


def test_shifted_inputs_are_drift_by_the_feature_that_shifted(serving: Installation) -> None:
    live(serving, range(7), shift=1.5)
    _, check = look(serving, 7)
    # One of four features: moderate by the share that the policy asks about.
    assert check.drift_severity == "moderate"
    flagged = [
        feature["name"]
        for feature in check.drift["inputs"]["features"]
        if feature["severity"] in ("moderate", "serious")
    ]
    assert flagged == ["amount"]
    assert check.drift["outputs"]["severity"] == "serious"
    assert check.drift["input_counts"]["rows"] == 7 * ROWS_A_DAY


def test_a_slice_drifts_where_the_other_does_not(serving: Installation) -> None:
    live(serving, range(7), vip_shift=2.0)
    _, check = look(serving, 7)
    windows = counted_slices(serving, check)
    assert sum(window.inputs.rows for window in windows.values()) == 7 * ROWS_A_DAY
    found = {
        kind: slice_drift(references(serving)["kind", kind], windows["kind", kind], fewest_rows=100)
        for kind in ("vip", "plain")
    }
    assert flagged_in(found["vip"]) == ["amount"]
    assert found["vip"]["outputs"]["severity"] == "serious"
    assert flagged_in(found["plain"]) == []


def test_a_late_truth_changes_the_quality_and_counts_nothing_again(
    serving: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    live(serving, range(2))
    rows = made_rows(np.random.default_rng(2), ROWS_A_DAY, shift=0.0)
    at = START + timedelta(days=2, hours=12)
    ship(serving, answered(2, rows, at=at), name="asked-2")
    _, first = look(serving, 3)
    before = counted_slices(serving, first)
    stored: list[object] = []
    monkeypatch.setattr(days, "store_drift_day", lambda *_, **day: stored.append(day))
    ship(serving, told(2, [True] * ROWS_A_DAY, at=datetime.now(UTC)), name="told-2")
    _, second = look(serving, 4)
    assert stored == []
    assert counted_slices(serving, second) == before
    truths = [check.quality["window"]["truths"] for check in (first, second)]
    assert truths == [2 * ROWS_A_DAY, 3 * ROWS_A_DAY]


def counted_slices(installation: Installation, check: Check) -> dict[SliceKey, SliceWindow]:
    with read_session(installation.runtime.sessions) as session:
        return slice_windows(
            session,
            model=MODEL,
            version=1,
            first=check.drift_start.date(),
            last=check.at.date(),
        )


def references(installation: Installation) -> dict[SliceKey, SliceReference]:
    profile = (installation.settings.data_dir / "profiled" / "profile.json").read_bytes()
    return slice_references(msgspec.json.decode(profile))


def flagged_in(drift: dict[str, Any]) -> list[str]:
    features = drift["inputs"]["features"]
    return [f["name"] for f in features if f["severity"] in ("moderate", "serious")]


def test_a_lost_base_rate_asks_for_a_recalibration_and_says_why(serving: Installation) -> None:
    use(serving, REPAIRING)
    live(serving, range(12), offset=-1.5)
    _, check = look(serving, 12)
    assert (check.quality_severity, check.repair) == ("serious", "recalibrate")
    assert "recalibrating is enough" in check.reason
    with read_session(serving.runtime.sessions) as session:
        (asked,) = session.scalars(select(TrainingRun)).all()
    assert (asked.id, asked.created_by) == (check.training_run_id, "policy:tiny")
    assert asked.created_at == START + timedelta(days=12)
    assert asked.parameters == {
        "method": "recalibrate", "fit_from": "2026-01-07", "fit_to": "2026-01-12",
        "holdout_to": "2026-01-17", "refit": True, "known_at": "2026-01-17T00:00:00Z",
        "truth_clock": "event",
    }  # fmt: skip


def test_while_a_repair_is_under_way_no_other_is_asked_for(serving: Installation) -> None:
    use(serving, REPAIRING)
    live(serving, range(12), offset=-1.5)
    look(serving, 12)
    _, again = look(serving, 13)
    assert (again.repair, again.reason) == (
        None, "the repair under way: training run 1 has not ended",
    )  # fmt: skip


def test_a_job_that_is_repeated_makes_no_second_check(serving: Installation) -> None:
    live(serving, range(6))
    job_id, check = look(serving, 6)

    def again(context: JobContext, **_: object) -> None:
        from worker.checks.check import check_model  # noqa: PLC0415 - as the task does

        check_model(context, model=MODEL)

    with write_session(serving.runtime.sessions) as session:
        job = serving.job(job_id)
        job.state, job.finished_at = "queued", None
        session.merge(job)
    run(serving.runtime, job_id=job_id, worker="test", work=again)
    with read_session(serving.runtime.sessions) as session:
        assert [found.id for found in queries.checks_of(session, MODEL)] == [check.id]


def test_only_days_that_changed_are_measured_again(serving: Installation) -> None:
    live(serving, range(8))
    look(serving, 8)

    def measured() -> dict[object, object]:
        with read_session(serving.runtime.sessions) as session:
            days = session.execute(select(QualityDay.day, QualityDay.measured_at)).all()
            drift = session.execute(select(DriftDay.day, DriftDay.measured_at)).all()
        return {("quality", *row)[:2]: row[1] for row in days} | {
            ("drift", *row)[:2]: row[1] for row in drift
        }

    before = measured()
    live(serving, range(8, 9))
    look(serving, 9)
    after = measured()
    assert {key for key, at in after.items() if before.get(key) != at} == {
        (kind, (START + timedelta(days=8)).date()) for kind in ("quality", "drift")
    }


def test_a_replayed_model_s_clock_does_not_go_back(serving: Installation) -> None:
    with write_session(serving.runtime.sessions) as session:
        operations.ask_for_check(
            session, model=MODEL, actor="test", reason="r", now=START, as_of=START
        )
    with (
        pytest.raises(ClockRefused, match="it does not go back to 2026-01-04"),
        write_session(serving.runtime.sessions) as session,
    ):
        operations.ask_for_check(
            session, model=MODEL, actor="test", reason="r", now=START,
            as_of=START - timedelta(days=1),
        )  # fmt: skip
