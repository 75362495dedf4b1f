"""Whoever does what when, the rollouts of a model keep their promises."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import msgspec
import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy.orm import Session, sessionmaker

from api.adapters.database import read_session, write_session
from api.core.policies import queries as policies
from api.core.policies.operations import set_policy
from api.core.policies.types import DEFAULT
from api.core.rollouts import operations, queries
from api.core.rollouts.decisions import decide
from api.core.rollouts.rules import TRANSITIONS, RolloutRefused, Step
from api.core.rollouts.types import CHAMPION_STAGES, UNDER_WAY, Stage
from api.core.tables import Rollout, RolloutTransition
from api.core.tests.test_rollout_decisions import EVIDENCE, GATE, HELD, PAIRS, Evidence

VERSIONS = 4
BY_HAND = [Step.APPROVE, Step.PAUSE, Step.RESUME, Step.ABORT, Step.PROMOTE_NOW, Step.ROLL_BACK]
LADDER = [Stage.PROPOSED, Stage.GATED, Stage.SHADOW, Stage.CANARY, Stage.PROMOTED]
ALL_WELL = Evidence(gate=GATE, pairs=PAIRS, guardrails=HELD)
WHO = {"actor": "person:ada", "reason": "because"}


class Rollouts(RuleBasedStateMachine):
    """People and a policy act on one model; the policy's approvals change between runs."""

    sessions: sessionmaker[Session]

    @initialize(approvals=st.sampled_from([(), (), ("promotion",), ("shadow", "canary")]))
    def begin(self, approvals: tuple[str, ...]) -> None:
        self.now = datetime(2026, 11, 22, tzinfo=UTC)
        with write_session(self.sessions) as session:
            session.query(RolloutTransition).delete()
            session.query(Rollout).delete()
            newest = policies.current_policy(session, "demo")
            if newest.approvals != approvals:
                set_policy(
                    session, model="demo", seen_number=_number(session), now=self.now, **WHO,
                    policy=msgspec.structs.replace(DEFAULT, approvals=approvals),
                )  # fmt: skip
            operations.promote(session, model="demo", version=1, now=self.now, **WHO)
            operations.propose(session, model="demo", version=2, now=self.now, **WHO)

    @rule(hours=st.sampled_from([1, 30, 400]))
    def wait(self, hours: int) -> None:
        self.now += timedelta(hours=hours)

    @rule(version=st.integers(1, VERSIONS))
    def propose(self, version: int) -> None:
        self.attempt(operations.propose, version=version)

    @rule(version=st.integers(1, VERSIONS))
    def promote(self, version: int) -> None:
        self.attempt(operations.promote, version=version)

    @rule()
    def roll_back(self) -> None:
        self.attempt(operations.roll_back)

    @rule(step=st.sampled_from(BY_HAND), place=st.integers(0, 2))
    def act(self, step: Step, place: int) -> None:
        with read_session(self.sessions) as session:
            rollouts = queries.history(session, "demo")
        rollout = rollouts[min(place, len(rollouts) - 1)]
        try:
            with write_session(self.sessions) as session:
                operations.take(
                    session, rollout_id=rollout.id, step=step, seen_revision=rollout.revision,
                    now=self.now, **WHO,
                )  # fmt: skip
        except RolloutRefused:
            return

    @rule(days=st.integers(1, 7))
    def all_goes_well(self, days: int) -> None:
        for _ in range(days):
            self.now += timedelta(hours=30)
            self.look_at(ALL_WELL)

    @rule(evidence=EVIDENCE)
    def look(self, evidence: Evidence) -> None:
        self.look_at(evidence)

    def look_at(self, evidence: Evidence) -> None:
        """The policy decides about every open rollout, and does it."""
        with read_session(self.sessions) as session:
            open_ids = [state.id for state in queries.open_states(session, "demo")]
        for number in open_ids:
            with write_session(self.sessions) as session:
                policy = policies.current_policy(session, "demo")
                state = queries.state(session, number)
                decision = decide(policy, state, evidence, self.now)
                # What the policy decides, the rules let it do.
                operations.carry_out(
                    session, decided_on=state, decision=decision, evidence=evidence,
                    actor="policy:rollouts", now=self.now,
                )  # fmt: skip

    def attempt(self, operation, **given: object) -> None:
        try:
            with write_session(self.sessions) as session:
                operation(session, model="demo", now=self.now, **WHO, **given)
        except RolloutRefused:
            return

    @invariant()
    def one_champion_and_one_candidate(self) -> None:
        with read_session(self.sessions) as session:
            stages = [Stage(rollout.stage) for rollout in queries.history(session, "demo")]
        if stages:
            assert sum(stage in CHAMPION_STAGES for stage in stages) == 1
            assert sum(stage in UNDER_WAY for stage in stages) <= 1

    @invariant()
    def traffic_adds_up_and_only_goes_to_whom_it_may(self) -> None:
        with read_session(self.sessions) as session:
            snapshot = queries.snapshot(session)
            rollouts = queries.history(session, "demo")
        for model in snapshot.models:
            assert sum(variant.weight for variant in model.variants) == pytest.approx(1.0)
            allowed = {r.version for r in rollouts if Stage(r.stage) in CHAMPION_STAGES}
            allowed |= {r.version for r in rollouts if r.stage == Stage.CANARY.value}
            assert {variant.version for variant in model.variants} <= allowed
            ended = {Stage.REJECTED, Stage.ABORTED, Stage.ROLLED_BACK}
            # A version that was refused may have been proposed again since.
            newest = {r.version: Stage(r.stage) for r in reversed(rollouts)}
            served = {v.version for v in model.variants if v.weight > 0}
            assert not [v for v in served if newest[v] in ended and v not in allowed]

    @invariant()
    def the_steps_tell_how_it_came(self) -> None:
        with read_session(self.sessions) as session:
            rollouts = queries.history(session, "demo")
            steps = queries.transitions(session, [rollout.id for rollout in rollouts])
        for rollout in rollouts:
            told = steps[rollout.id]
            assert [step.revision for step in told] == list(range(rollout.revision + 1))
            assert told[-1].to_stage == rollout.stage
            assert told[-1].weight == rollout.weight
            for earlier, later in pairwise(told):
                assert later.from_stage == earlier.to_stage
                key = (Stage(earlier.to_stage), Step(later.step))
                assert TRANSITIONS[key] is Stage(later.to_stage)
                assert later.reason
            self.no_stage_was_skipped(told)

    def no_stage_was_skipped(self, told) -> None:
        for step in told[1:]:
            before, after = Stage(step.from_stage), Stage(step.to_stage)
            if before in LADDER and after in LADDER and before is not after:
                by_hand = step.step in {Step.PROMOTE_NOW.value, Step.RESTORE.value}
                assert by_hand or LADDER.index(after) == LADDER.index(before) + 1
                assert not (step.actor.startswith("policy:") and by_hand)


def _number(session: Session) -> int:
    newest = policies.newest_version(session, "demo")
    return newest.number if newest else 0


@pytest.mark.slow
def test_whoever_does_what_when_the_promises_are_kept(
    sessions: sessionmaker[Session], register
) -> None:
    class OnThisDatabase(Rollouts):
        pass

    OnThisDatabase.sessions = sessions
    for _ in range(VERSIONS):
        register()
    run_state_machine_as_test(
        OnThisDatabase,
        settings=settings(
            max_examples=10,
            stateful_step_count=20,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
