"""Looks at experiments: a log made by the real allocation, read, judged and acted on."""

import dataclasses
import re
from collections import Counter
from datetime import timedelta
from pathlib import Path

import msgspec
import numpy as np
import pytest
from sqlalchemy import select

from api.adapters.database import read_session
from api.core.experiments.rules import Step
from api.core.experiments.traffic import allocated
from api.core.experiments.types import Arm, GuardrailLimit, Horizon, Plan, Thompson
from api.core.tables import Job, ServingRollup
from monitoring.metrics import LATENCY_BUCKETS_SECONDS
from worker.experiments import look as module
from worker.experiments.due import enqueue_looks, is_due
from worker.runner import run
from worker.schedules import enqueue_due
from worker.tests.experiments.lab import PLAN, START, Lab, commit, people
from worker.tests.installation import Installation


def plan(**changed: object) -> Plan:
    return msgspec.structs.replace(PLAN, **changed)


def same(generator: np.random.Generator, _arm: str) -> float:
    """Without a tail: a few slow subjects among few would make the interval wait for more."""
    return 0.1 + float(generator.uniform(-0.05, 0.05))


def quicker(generator: np.random.Generator, arm: str) -> float:
    return same(generator, arm) * (0.5 if arm == "new" else 1.0)


def slower(generator: np.random.Generator, arm: str) -> float:
    return same(generator, arm) * (2.0 if arm == "new" else 1.0)


@pytest.fixture
def make(embedded: Installation, tmp_path: Path):
    return lambda **changed: Lab(embedded, tmp_path / "artifacts", plan(**changed))


def test_a_better_arm_wins_and_the_experiment_stops_by_its_rule(make) -> None:
    lab = make()
    lab.serve(people(600), quicker)
    found = lab.look()
    assert (found.decision, found.winner, found.subjects) == ("win", "new", 600)
    assert re.fullmatch(
        r"new is better than old: it improves latency in seconds by 0\.0\d+, between 0\.0\d+ and "
        r"0\.0\d+ \(95% sure, on 600 subjects\)\.",
        found.sentences["en"].replace("the latency", "latency"),
    )
    assert found.sentences["pt-BR"].startswith("new é melhor que old: melhora a latência em")
    row = lab.row
    assert (row.status, row.stopped_by) == ("stopped", "policy:experiments")
    assert row.stop_reason.startswith("an arm won: new is better than old")
    assert [look.decision for look in lab.looks] == ["win"]


def test_nothing_is_told_of_too_few_subjects(make) -> None:
    lab = make()
    lab.serve(people(60), quicker)
    found = lab.look()
    assert (found.decision, found.stops) == ("continue", None)
    assert found.arms[1].verdict == "too little data"
    assert lab.row.status == "running"


def test_an_empty_log_decides_nothing(make) -> None:
    lab = make()
    found = lab.look()
    assert (found.decision, found.rows, found.arms[1].effect.lower) == ("continue", 0, None)
    assert [look.result["arms"][1]["effect"]["estimate"] for look in lab.looks] == [None]


def test_an_arm_against_itself_is_told_apart_in_none_of_many_looks(make) -> None:
    lab = make(arms=(Arm("old", 1, 0.5), Arm("new", 1, 0.5)))
    for hour in range(10):
        at = START + timedelta(hours=hour + 1)
        lab.serve(people(100, f"day {hour} person"), same, at=at, seed=hour)
        found = lab.look(at + timedelta(minutes=1))
        assert (found.decision, found.stops, found.ratio.mismatch) == ("continue", None, False)
    assert len(lab.looks) == 10
    assert {arm.version for arm in found.arms} == {1}


def test_a_wrong_sample_ratio_voids_it_whatever_the_arms_did(make) -> None:
    lab = make()
    names = [variant.name for variant in lab.split.variants]

    def broken(subject: str) -> str:
        return names[int(subject.rpartition(" ")[2]) % 10 < 3]

    lab.serve(people(1_500), quicker, variant_of=broken)
    found = lab.look()
    assert (found.decision, found.winner, found.ratio.mismatch) == (
        "sample ratio mismatch", None, True,
    )  # fmt: skip
    assert lab.row.stop_reason.startswith("subjects did not reach the arms in the set shares: ")


def test_the_unit_is_the_subject_not_the_row(make) -> None:
    lab = make()
    for hour in (1, 2, 3):
        lab.serve(people(200), same, at=START + timedelta(hours=hour), seed=hour)
    found = lab.look(START + timedelta(hours=4))
    assert (found.rows, found.subjects, sum(arm.measured for arm in found.arms)) == (600, 200, 200)


def test_a_subjects_own_past_narrows_the_interval(make) -> None:
    drawn = np.random.default_rng(9).normal(0.1, 0.05, 600).tolist()
    habit = dict(zip(people(600), drawn, strict=True))
    lab = make(stops_itself=False)
    everybody = iter(people(600) * 2)

    def as_usual(generator: np.random.Generator, _arm: str) -> float:
        return habit[next(everybody)] + float(generator.normal(0, 0.005))

    yesterday = START - timedelta(days=1)
    lab.serve(people(600), as_usual, at=yesterday, variant_of=lambda _: "champion")
    lab.serve(people(600), as_usual)
    with_past = lab.look()
    assert with_past.with_past == 600
    commit(lab, lambda session: setattr(
        session.get_one(type(lab.row), lab.id), "plan",
        msgspec.to_builtins(plan(stops_itself=False, covariate_days=0.0)),
    ))  # fmt: skip
    without = lab.look()
    assert without.with_past == 0
    narrow, wide = (r.arms[1].effect.upper - r.arms[1].effect.lower for r in (with_past, without))
    # The habit's standard deviation is 0.05, and 0.007 of noise is left.
    assert narrow < 0.25 * wide


def test_a_broken_guardrail_ends_it_and_names_the_measure(make) -> None:
    lab = make(goal=msgspec.structs.replace(PLAN.goal, measure="latency"),
               guardrails=(GuardrailLimit("errors", 0.01),))  # fmt: skip
    lab.serve(people(400), quicker)
    nothing = {
        "model_name": "demo", "source": "api", "minute": START, "rows": 0, "client_errors": 0,
        "cache_hits": 0, "latency_seconds_sum": 0.0, "batch_rows_sum": 0,
        "latency_counts": [0] * (len(LATENCY_BUCKETS_SECONDS) + 1), "requests": 1_000,
    }  # fmt: skip
    old, new = (variant.name for variant in lab.split.variants)
    commit(lab, lambda session: session.add_all([
        ServingRollup(version=1, variant=old, server_errors=10, **nothing),
        ServingRollup(version=2, variant=new, server_errors=200, **nothing),
    ]))  # fmt: skip
    found = lab.look()
    assert (found.decision, found.arms[1].breached) == ("harm", ("errors",))
    [guardrail] = found.guardrails
    assert (guardrail.means, guardrail.broken_by) == ({"old": 0.01, "new": 0.2}, ("new",))
    assert found.sentences["pt-BR"].startswith(
        "old fica: new viola o limite para a proporção de requisições com falha"
    )


def test_one_harmful_arm_of_several_ends_it(make) -> None:
    lab = make(arms=(Arm("old", 1, 0.4), Arm("new", 2, 0.3), Arm("newer", 3, 0.3)))
    lab.serve(people(900), slower)
    found = lab.look()
    assert found.decision == "continue"
    assert found.stops.startswith("new does harm, whatever the others may show: ")
    assert lab.row.status == "stopped"


def test_its_days_end_it_at_the_latest(make) -> None:
    lab = make(horizon=Horizon(days=2.0))
    lab.serve(people(300), same)
    assert lab.look(START + timedelta(days=1)).decision == "continue"
    assert lab.look(START + timedelta(days=2)).decision == "horizon reached"
    assert lab.row.status == "stopped"


def test_a_look_at_what_was_stopped_meanwhile_keeps_nothing(
    make, monkeypatch: pytest.MonkeyPatch
) -> None:
    lab = make()
    lab.serve(people(600), quicker)
    judge = module.judge

    def judge_while_somebody_stops_it(seen):
        lab.take(Step.STOP)
        return judge(seen)

    monkeypatch.setattr(module, "judge", judge_while_somebody_stops_it)
    assert lab.look() is None
    assert (lab.looks, lab.row.stopped_by) == ([], "person:ada")
    monkeypatch.undo()
    assert lab.look() is None


def test_a_job_killed_before_it_wrote_leaves_nothing_and_is_repeated(
    make, monkeypatch: pytest.MonkeyPatch
) -> None:
    lab = make()
    lab.serve(people(600), quicker)
    judge = module.judge
    monkeypatch.setattr(module, "judge", lambda seen: (_ for _ in ()).throw(KeyboardInterrupt))
    with pytest.raises(KeyboardInterrupt):
        lab.look()
    assert (lab.looks, lab.row.status) == ([], "running")
    monkeypatch.setattr(module, "judge", judge)
    assert lab.look().decision == "win"


# Thompson sampling

THOMPSON = {
    "mode": "thompson",
    "thompson": Thompson(floor=0.1, every_hours=1.0),
    "horizon": Horizon(subjects=100_000),
    "minimum_effect": 10.0,
    "stops_itself": False,
}


def test_the_better_arm_gets_more_and_every_share_is_kept(make) -> None:
    lab = make(**THOMPSON)
    seen: Counter[tuple[int, str]] = Counter()
    for hour in range(1, 5):
        at = START + timedelta(hours=hour)
        variants = lab.serve(people(400, f"hour {hour} person"), quicker, at=at, seed=hour)
        seen.update(allocated(variant) for variant in variants)
        lab.look(at + timedelta(minutes=1))
    allocations = lab.allocations
    assert [a.number for a in allocations] == [1, 2]
    # After the first hour it is all but certain which is better: what is left is the floor.
    assert allocations[1].shares == {"old": pytest.approx(0.1), "new": pytest.approx(0.9)}
    assert "Thompson sampling over 400 subjects: old 10.0%, new 90.0%" in allocations[1].reason
    for allocation in allocations:
        subjects = sum(n for (number, _), n in seen.items() if number == allocation.number)
        assert sum(allocation.shares.values()) == pytest.approx(1.0, abs=1e-12)
        for arm, share in allocation.shares.items():
            logged = seen[allocation.number, arm]
            assert abs(logged - subjects * share) < 4 * np.sqrt(subjects * share * (1 - share))
    found = msgspec.convert(lab.looks[0].result, type(lab.look(START + timedelta(hours=6))))
    assert not found.ratio.mismatch
    effect = found.arms[1].effect
    assert effect.lower <= 0.05 <= effect.upper
    assert found.with_past == 0


def test_shares_stay_until_each_arm_has_enough_and_their_time_has_come(make) -> None:
    lab = make(**THOMPSON)
    lab.serve(people(50), quicker)
    lab.look(START + timedelta(hours=2))
    assert len(lab.allocations) == 1
    lab.serve(people(600, "later"), quicker)
    lab.look(START + timedelta(hours=2))
    lab.look(START + timedelta(hours=2, minutes=1))
    assert len(lab.allocations) == 2


def test_a_subject_counts_for_the_arm_that_it_met_before_the_shares_changed(make) -> None:
    lab = make(**THOMPSON)
    first = dict(zip(people(400), lab.serve(people(400), quicker), strict=True))
    lab.look(START + timedelta(hours=2))
    then = dict(zip(people(400), lab.serve(people(400), quicker,
                at=START + timedelta(hours=3)), strict=True))  # fmt: skip
    found = lab.look(START + timedelta(hours=4))
    moved = [p for p in first if allocated(first[p])[1] != allocated(then[p])[1]]
    # Only those between the borders move: of 0.5 to 0.1, about 160 of 400, all to the better arm.
    assert 120 < len(moved) < 200
    assert {allocated(then[p])[1] for p in moved} == {"new"}
    met = Counter(allocated(variant)[1] for variant in first.values())
    assert found.ratio.counts == met


# When


@pytest.mark.parametrize(
    ("age_hours", "since_hours", "due"),
    [(100, None, True), (100, 2.0, True), (100, 1.9, False), (1, 0.02, True)],
)
def test_the_older_it_is_the_rarer_the_looks(
    age_hours: float, since_hours: float | None, due: bool
) -> None:
    now = START + timedelta(hours=age_hours)
    last = None if since_hours is None else now - timedelta(hours=since_hours)
    assert is_due(started_at=START, last=last, now=now) is due


def test_each_running_experiment_is_asked_for_once(make, embedded: Installation) -> None:
    lab = make()
    later = dataclasses.replace(embedded.runtime, clock=lambda: START + timedelta(days=1))
    for _ in range(2):
        job_id = embedded.enqueue("experiments.look")
        run(later, job_id=job_id, worker="test", work=enqueue_looks)
    assert asked_for(embedded) == [{"experiment_id": lab.id}]


def asked_for(installation: Installation) -> list[dict]:
    with read_session(installation.runtime.sessions) as session:
        statement = select(Job.arguments).where(Job.task == "experiments.evaluate")
        return list(session.scalars(statement))


def test_the_timetable_asks_for_looks_only_while_an_experiment_runs(
    embedded: Installation, tmp_path: Path
) -> None:
    enqueue_due(embedded.runtime)
    assert tasks(embedded).count("experiments.look") == 0
    Lab(embedded, tmp_path / "artifacts")
    for _ in range(2):
        enqueue_due(embedded.runtime)
    assert tasks(embedded).count("experiments.look") == 1


def tasks(installation: Installation) -> list[str]:
    with read_session(installation.runtime.sessions) as session:
        return list(session.scalars(select(Job.task)))
