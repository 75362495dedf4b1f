"""What a replay says of its arms, worked out by hand."""

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from api.core.policies.rules import contradictions
from worker.replays.charts import write_charts
from worker.replays.pace import DayRefused, midnight
from worker.replays.policy import FLIGHTS
from worker.replays.report import (
    Arm,
    Deeds,
    Drill,
    Event,
    Month,
    ReplayReport,
    arm,
    deeds,
    drills,
    hindsight,
)

ZONE = "America/New_York"
FRAME = pd.DataFrame(
    {
        "occurred_at": pd.to_datetime(
            ["2013-03-31T20:00Z", "2013-04-01T03:59Z", "2013-04-01T04:00Z", "2013-04-02T12:00Z"],
            utc=True,
        )
    }
)
HAPPENED = np.array([1, 0, 1, 0], dtype=np.int64)
BY = "policy:flight-delay"


def made(name: str, *losses: float, retrainings: int = 0) -> Arm:
    months = [Month(f"2013-{n:02}", 10, loss, 0.7) for n, loss in enumerate(losses, start=3)]
    return Arm(name, retrainings, tuple(months))


def report(farol: float, *, retrained: int = 4) -> ReplayReport:
    arms = (made("never", 0.2, 0.1), made("calendar", 0.1, 0.2, retrainings=9))
    own = made("Farol", farol, farol, retrainings=retrained)
    return ReplayReport(
        (*arms, own), hindsight(*arms), Deeds(retrained, 3, 2, 1, 0, ()), (), 1.0, 20, 18
    )


def test_months_are_the_place_s_own_and_rows_without_answer_are_left_out() -> None:
    found = arm("x", 0, FRAME, HAPPENED, np.array([0.8, 0.4, 0.5, np.nan]), ZONE)
    assert [(m.month, m.rows) for m in found.months] == [("2013-03", 2), ("2013-04", 1)]
    assert found.months[0].brier == pytest.approx((0.04 + 0.16) / 2)
    assert [m.auc for m in found.months] == [1.0, None], "one class has no curve"


def test_hindsight_takes_the_better_of_each_month() -> None:
    assert report(0.1).hindsight_brier == pytest.approx(0.1)
    assert report(0.09).is_below_hindsight
    assert not report(0.11).is_below_hindsight
    assert report(0.09).is_frugal
    assert not report(0.09, retrained=5).is_frugal


def test_deeds_are_those_of_the_policy_alone() -> None:
    runs = [
        {"created_by": BY, "created_at": "2013-03-08", "version": 2, "reason": "routine",
         "parameters": {"method": "recalibrate"}},
        {"created_by": BY, "created_at": "2013-04-15", "version": 3, "reason": "new truth",
         "parameters": {"source": "log"}},
        {"created_by": "system", "created_at": "2026", "version": 1, "reason": "",
         "parameters": {}},
    ]  # fmt: skip
    steps = [("promote", BY), ("reject", BY), ("roll back", BY), ("promote", "person:ana")]
    rollouts = [
        {"version": 2, "transitions": [
            {"step": step, "actor": actor, "at": f"2013-05-0{n}", "reason": "r"}
            for n, (step, actor) in enumerate(steps, start=1)
        ]}
    ]  # fmt: skip
    failed = Event("2013-03-01", "failed", None, "too little truth")
    found = deeds(runs, rollouts, [failed], actor=BY)
    assert (found.retrainings, found.recalibrations) == (1, 1)
    assert (found.promotions, found.refusals, found.rollbacks) == (1, 1, 1)
    assert [event.what for event in found.events] == [
        "failed", "recalibrate", "retrain", "promote", "reject", "roll back",
    ]  # fmt: skip


def test_a_drill_is_told_by_where_it_was_stopped() -> None:
    def rollout(name: str, *ends: tuple[str | None, str, float]) -> dict:
        return {
            "transitions": [
                {"reason": f"drill: {name}" if n == 0 else "it leaks", "from_stage": before,
                 "to_stage": after, "weight": weight}
                for n, (before, after, weight) in enumerate(ends)
            ]
        }  # fmt: skip

    listed = [
        rollout("slow", (None, "proposed", 0.0)),
        rollout("leak", (None, "proposed", 0.0), ("proposed", "rejected", 0.0)),
        rollout("lazy", (None, "proposed", 0.0), ("shadow", "aborted", 0.0)),
        {"transitions": [{"reason": "routine", "to_stage": "promoted", "weight": 1.0}]},
    ]
    assert drills(listed) == (
        Drill("lazy", None, 0.0, "it leaks"),
        Drill("leak", "proposed", 0.0, "it leaks"),
        Drill("slow", None, 0.0, "drill: slow"),
    )


def test_the_report_is_written_as_json_and_two_charts(tmp_path: Path) -> None:
    write_charts(report(0.09), tmp_path)
    document = json.loads((tmp_path / "report.json").read_text())
    assert (document["is_below_hindsight"], document["mean_brier"]["Farol"]) == (True, 0.09)
    for name in ("brier.svg", "auc.svg"):
        assert (tmp_path / name).read_text().startswith("<?xml")


def test_the_policy_of_the_flights_makes_sense() -> None:
    assert contradictions(FLIGHTS) == ()


def test_a_day_outside_the_recording_is_refused() -> None:
    assert midnight("2013-03-01").isoformat() == "2013-03-01T00:00:00-05:00"
    for day, why in (("2013-02-28", "is not from 2013-03-01 to 2014-01-01"), ("soon", "no day")):
        with pytest.raises(DayRefused, match=why):
            midnight(day)
