"""A candidate's way through the stages, kept in the database step by step."""

import threading
from datetime import datetime, timedelta

import msgspec
import pytest
from sqlalchemy.orm import Session, sessionmaker

from api.adapters.database import read_session, write_session
from api.artifact.snapshot import Variant
from api.core import audit
from api.core.policies.operations import set_policy
from api.core.policies.types import DEFAULT, Probation
from api.core.rollouts import operations, queries
from api.core.rollouts.decisions import Decision
from api.core.rollouts.evidence import Evidence
from api.core.rollouts.queries import RolloutAbsent
from api.core.rollouts.rules import RolloutRefused, Step
from api.core.rollouts.types import RolloutState, Stage
from api.core.tables import Rollout, RolloutTransition
from api.core.tests.test_rollout_decisions import GATE, HELD, PAIRS

Sessions = sessionmaker[Session]
ADA = {"actor": "person:ada", "reason": "better in March"}
POLICY = "policy:rollouts"
WELL = Evidence(gate=GATE, pairs=PAIRS, guardrails=HELD)
TO_CANARY = (Step.CLEAR_GATE, Step.START_SHADOW, Step.START_CANARY)
TO_CHAMPION = (*TO_CANARY, Step.WIDEN, Step.WIDEN, Step.PROMOTE)


class Trial:
    """Version 1 is the champion and versions 2 and 3 wait; no policy asks anybody."""

    def __init__(self, sessions: Sessions, now: datetime) -> None:
        self.sessions = sessions
        self.now = now
        with write_session(sessions) as session:
            operations.promote(session, model="demo", version=1, now=now, **ADA)
            set_policy(
                session, model="demo", policy=msgspec.structs.replace(DEFAULT, approvals=()),
                seen_number=0, now=now, **ADA,
            )  # fmt: skip

    def propose(self, version: int = 2) -> int:
        with write_session(self.sessions) as session:
            return operations.propose(
                session, model="demo", version=version, now=self.now, **ADA
            ).id

    def take(
        self, rollout: int, *steps: Step, actor: str = POLICY, seen: int | None = None
    ) -> Rollout:
        for step in steps:
            with write_session(self.sessions) as session:
                taken = operations.take(
                    session, rollout_id=rollout, step=step, seen_revision=seen, actor=actor,
                    reason=f"to {step}", now=self.now, evidence=WELL,
                )  # fmt: skip
        return taken

    def roll_back(self, version: int | None = None) -> int:
        with write_session(self.sessions) as session:
            return operations.roll_back(
                session, model="demo", version=version, now=self.now, **ADA
            ).version

    def promote(self, version: int) -> None:
        with write_session(self.sessions) as session:
            operations.promote(session, model="demo", version=version, now=self.now, **ADA)

    def steps(self, rollout: int) -> list[RolloutTransition]:
        with read_session(self.sessions) as session:
            return list(queries.transitions(session, [rollout])[rollout])

    def state(self, rollout: int) -> RolloutState:
        with read_session(self.sessions) as session:
            return queries.state(session, rollout)

    def stages(self) -> list[tuple[int, str]]:
        with read_session(self.sessions) as session:
            return [(r.version, r.stage) for r in queries.history(session, "demo")]

    def traffic(self) -> tuple[tuple[Variant, ...], tuple[int, ...]]:
        with read_session(self.sessions) as session:
            (model,) = queries.snapshot(session).models
        return model.variants, model.shadows

    def revision(self) -> int:
        with read_session(self.sessions) as session:
            return queries.revision(session)


@pytest.fixture
def trial(sessions: Sessions, register, now: datetime) -> Trial:
    for _ in range(3):
        register()
    return Trial(sessions, now)


def test_a_candidate_goes_all_the_way(trial: Trial) -> None:
    rollout = trial.propose()
    seen = []
    for step in TO_CHAMPION:
        trial.take(rollout, step)
        variants, shadows = trial.traffic()
        seen.append(([(v.version, v.weight) for v in variants], shadows))
    assert seen == [
        ([(1, 1.0)], ()),
        ([(1, 1.0)], (2,)),
        ([(2, 0.05), (1, 0.95)], (1, 2)),
        ([(2, 0.25), (1, 0.75)], (1, 2)),
        ([(2, 0.5), (1, 0.5)], (1, 2)),
        ([(2, 1.0)], (1,)),
    ]
    trial.take(rollout, Step.SETTLE)
    assert trial.traffic() == ((Variant("champion", 2, 1.0),), ())
    assert trial.stages() == [(2, "settled"), (1, "superseded")]


def test_every_step_is_kept_with_who_when_why_and_on_what(trial: Trial) -> None:
    rollout = trial.propose()
    trial.take(rollout, *TO_CANARY)
    told = trial.steps(rollout)
    assert [(t.step, t.from_stage, t.to_stage, t.weight, t.actor) for t in told] == [
        ("propose", None, "proposed", 0.0, "person:ada"),
        ("clear the gate", "proposed", "gated", 0.0, POLICY),
        ("start shadow", "gated", "shadow", 0.0, POLICY),
        ("start canary", "shadow", "canary", 0.05, POLICY),
    ]
    assert [t.revision for t in told] == [0, 1, 2, 3]
    assert (told[3].reason, told[3].at) == ("to start canary", trial.now)
    assert told[3].evidence is not None
    assert told[3].evidence["pairs"]["rows"] == 2_000


def test_every_step_is_audited_once(trial: Trial) -> None:
    rollout = trial.propose()
    trial.take(rollout, *TO_CHAMPION)
    with read_session(trial.sessions) as session:
        entries = audit.entries(session, subject="model:demo")
    actions = [entry.action for entry in reversed(entries) if entry.actor == POLICY]
    assert actions == [
        "rollout.clear_the_gate",
        "rollout.start_shadow",
        "rollout.start_canary",
        "rollout.widen",
        "rollout.widen",
        "rollout.promote",
    ]
    assert entries[0].after is not None
    assert (entries[0].after["champion"], entries[0].after["weight"]) == (2, 1.0)


def test_the_data_plane_is_told_of_every_change_of_traffic_and_of_no_other(trial: Trial) -> None:
    rollout = trial.propose()
    told = []
    for step in (*TO_CANARY, Step.PAUSE, Step.RESUME, Step.WIDEN, Step.ROLL_BACK):
        before = trial.revision()
        trial.take(rollout, step, actor="person:ada")
        told.append(trial.revision() - before)
    assert told == [0, 1, 1, 0, 0, 1, 1]


def test_a_second_candidate_waits_for_the_first(trial: Trial) -> None:
    first, second = trial.propose(2), trial.propose(3)
    trial.take(first, Step.CLEAR_GATE)
    with pytest.raises(RolloutRefused, match="version 2 of demo is being tried"):
        trial.take(second, Step.CLEAR_GATE)
    assert trial.state(second).under_way == 2
    trial.take(first, Step.REJECT)
    trial.take(second, Step.CLEAR_GATE)
    assert trial.stages()[:2] == [(3, "gated"), (2, "rejected")]


def test_a_version_that_is_being_tried_is_not_proposed_again(trial: Trial) -> None:
    trial.take(trial.propose(), Step.CLEAR_GATE)
    with pytest.raises(RolloutRefused, match="proposed already"):
        trial.propose()


def test_rolling_back_takes_the_canary_before_the_champion(trial: Trial) -> None:
    trial.promote(3)
    rollout = trial.propose(2)
    trial.take(rollout, *TO_CANARY)
    assert trial.roll_back() == 3
    assert trial.traffic()[0] == (Variant("champion", 3, 1.0),)
    assert trial.state(rollout).stage is Stage.ROLLED_BACK
    assert trial.roll_back() == 1


def test_a_rollback_that_means_one_version_takes_back_no_other(trial: Trial) -> None:
    trial.promote(3)
    trial.take(trial.propose(2), *TO_CANARY)
    assert trial.roll_back(version=2) == 3
    with pytest.raises(RolloutRefused, match="would now take back version 3 of demo, not version"):
        trial.roll_back(version=2)
    assert trial.roll_back(version=3) == 1


@pytest.mark.parametrize("steps", [TO_CANARY[:1], TO_CANARY[:2], TO_CANARY])
def test_a_change_of_champion_ends_the_trial_against_the_old_one(
    trial: Trial, steps: tuple[Step, ...]
) -> None:
    rollout = trial.propose(2)
    trial.take(rollout, *steps)
    trial.promote(3)
    assert trial.stages() == [(3, "promoted"), (2, "aborted"), (1, "superseded")]
    assert trial.steps(rollout)[-1].reason == (
        "the champion that it was compared with was replaced: better in March"
    )
    assert trial.traffic() == ((Variant("champion", 3, 1.0),), (1,))


def test_a_candidate_may_be_promoted_by_hand_from_any_stage(trial: Trial) -> None:
    rollout = trial.propose(2)
    trial.take(rollout, *TO_CANARY[:2])
    trial.take(rollout, Step.PROMOTE_NOW, actor="person:ada")
    assert trial.stages() == [(2, "promoted"), (1, "superseded")]
    assert [t.step for t in trial.steps(rollout)][-1] == "promote now"


def test_a_policy_takes_a_champion_back_during_probation(trial: Trial) -> None:
    rollout = trial.propose()
    trial.take(rollout, *TO_CHAMPION)
    state = trial.state(rollout)
    assert state.probation_until == trial.now + timedelta(days=14)
    trial.take(rollout, Step.ROLL_BACK, seen=state.revision)
    assert trial.stages() == [(2, "rolled_back"), (1, "promoted")]
    assert trial.traffic() == ((Variant("champion", 1, 1.0),), ())


def test_a_policy_without_probation_keeps_nobody_warm(trial: Trial) -> None:
    with write_session(trial.sessions) as session:
        set_policy(
            session, model="demo", policy=msgspec.structs.replace(DEFAULT, probation=Probation(0)),
            seen_number=1, now=trial.now, **ADA,
        )  # fmt: skip
    trial.promote(2)
    assert trial.traffic() == ((Variant("champion", 2, 1.0),), ())


def test_pauses_are_counted_and_forgotten_with_the_stage(trial: Trial) -> None:
    rollout = trial.propose()
    trial.take(rollout, *TO_CANARY[:2])
    began = trial.now
    for hours in (1, 2):
        trial.take(rollout, Step.PAUSE, actor="person:ada")
        trial.now += timedelta(hours=hours)
        trial.take(rollout, Step.RESUME, actor="person:ada")
    state = trial.state(rollout)
    assert (state.held_seconds, state.since, state.paused_at) == (10_800.0, began, None)
    trial.take(rollout, Step.START_CANARY)
    assert (trial.state(rollout).held_seconds, trial.state(rollout).since) == (0.0, trial.now)


def test_an_approval_counts_for_the_next_stage_only(trial: Trial) -> None:
    with write_session(trial.sessions) as session:
        asking = msgspec.structs.replace(DEFAULT, approvals=("shadow", "canary"))
        set_policy(session, model="demo", policy=asking, seen_number=1, now=trial.now, **ADA)
    rollout = trial.propose()
    trial.take(rollout, Step.CLEAR_GATE)
    with pytest.raises(RolloutRefused, match="approval before the shadow"):
        trial.take(rollout, Step.START_SHADOW)
    trial.take(rollout, Step.APPROVE, actor="person:ada")
    trial.take(rollout, Step.START_SHADOW)
    with pytest.raises(RolloutRefused, match="approval before the canary"):
        trial.take(rollout, Step.START_CANARY)


def test_a_step_decided_on_an_old_state_learns_what_happened(trial: Trial) -> None:
    rollout = trial.propose()
    seen = trial.take(rollout, *TO_CANARY[:2]).revision
    trial.take(rollout, Step.PAUSE, actor="person:ben")
    with pytest.raises(RolloutRefused) as refused:
        trial.take(rollout, Step.START_CANARY, seen=seen)
    assert str(refused.value) == (
        "the rollout of version 2 has changed since you looked and is now in shadow (person:ben, "
        "2026-11-22 12:00 UTC, pause of version 2: to pause): look again and decide anew"
    )


def test_what_a_policy_waits_for_is_noted_until_the_next_step(trial: Trial) -> None:
    rollout = trial.propose()
    state = trial.state(rollout)
    until = trial.now + timedelta(days=7)
    with write_session(trial.sessions) as session:
        operations.carry_out(
            session, decided_on=state, decision=Decision(None, "the gate", until),
            evidence=Evidence(guardrails=HELD), actor=POLICY, now=trial.now,
        )  # fmt: skip
    with read_session(trial.sessions) as session:
        row = queries.get_rollout(session, rollout)
        assert (row.waits_for, row.waits_until, row.revision) == ("the gate", until, 0)
        assert row.evidence == Evidence(guardrails=HELD).stored()
        assert row.evidence_at == trial.now
    taken = trial.take(rollout, Step.CLEAR_GATE)
    assert (taken.waits_for, taken.waits_until) == (None, None)
    assert (taken.evidence, taken.evidence_at) == (None, None)


def test_a_wait_decided_on_an_old_state_is_not_noted(trial: Trial) -> None:
    rollout = trial.propose()
    state = trial.state(rollout)
    trial.take(rollout, Step.CLEAR_GATE)
    with pytest.raises(RolloutRefused), write_session(trial.sessions) as session:
        operations.carry_out(
            session, decided_on=state, decision=Decision(None, "the gate"),
            evidence=Evidence(), actor=POLICY, now=trial.now,
        )  # fmt: skip


def test_what_is_not_there_takes_no_step(trial: Trial) -> None:
    with pytest.raises(RolloutAbsent, match="no rollout 99"):
        trial.take(99, Step.CLEAR_GATE)


@pytest.mark.parametrize(("one", "other"), [(Step.WIDEN, Step.ROLL_BACK), (Step.WIDEN, Step.WIDEN)])
def test_of_a_policy_and_a_person_acting_at_once_one_wins(
    trial: Trial, one: Step, other: Step
) -> None:
    rollout = trial.propose()
    seen = trial.take(rollout, *TO_CANARY).revision
    outcomes: list[str] = []

    def act(step: Step) -> None:
        try:
            trial.take(rollout, step, seen=seen)
        except RolloutRefused as refused:
            outcomes.append(f"{refused.kind}: {refused}")
        else:
            outcomes.append("won")

    threads = [threading.Thread(target=act, args=(step,)) for step in (one, other)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    lost, won = sorted(outcomes)
    assert won == "won"
    assert lost.startswith("conflict: the rollout of version 2 has changed since you looked")
    assert trial.state(rollout).revision == seen + 1
