"""Every step of every stage, by the table and by the named rules."""

from datetime import UTC, datetime

import pytest

from api.core.policies.types import DEFAULT
from api.core.rollouts.rules import TRANSITIONS, RolloutRefused, Step
from api.core.rollouts.step_rules import Proposal, next_weight, require_step
from api.core.rollouts.types import RolloutState, Stage

NOW = datetime(2026, 11, 22, tzinfo=UTC)
ALLOWED: dict[Stage, dict[Step, Stage]] = {
    Stage.PROPOSED: {
        Step.CLEAR_GATE: Stage.GATED,
        Step.PROMOTE_NOW: Stage.PROMOTED,
        Step.REJECT: Stage.REJECTED,
        Step.ABORT: Stage.ABORTED,
    },
    Stage.GATED: {
        Step.START_SHADOW: Stage.SHADOW,
        Step.PROMOTE_NOW: Stage.PROMOTED,
        Step.REJECT: Stage.REJECTED,
        Step.ABORT: Stage.ABORTED,
        Step.PAUSE: Stage.GATED,
        Step.RESUME: Stage.GATED,
        Step.APPROVE: Stage.GATED,
    },
    Stage.SHADOW: {
        Step.START_CANARY: Stage.CANARY,
        Step.PROMOTE_NOW: Stage.PROMOTED,
        Step.REJECT: Stage.REJECTED,
        Step.ABORT: Stage.ABORTED,
        Step.PAUSE: Stage.SHADOW,
        Step.RESUME: Stage.SHADOW,
        Step.APPROVE: Stage.SHADOW,
    },
    Stage.CANARY: {
        Step.WIDEN: Stage.CANARY,
        Step.PROMOTE: Stage.PROMOTED,
        Step.PROMOTE_NOW: Stage.PROMOTED,
        Step.ROLL_BACK: Stage.ROLLED_BACK,
        Step.ABORT: Stage.ABORTED,
        Step.PAUSE: Stage.CANARY,
        Step.RESUME: Stage.CANARY,
        Step.APPROVE: Stage.CANARY,
    },
    Stage.PROMOTED: {
        Step.SETTLE: Stage.SETTLED,
        Step.SUPERSEDE: Stage.SUPERSEDED,
        Step.ROLL_BACK: Stage.ROLLED_BACK,
        Step.PAUSE: Stage.PROMOTED,
        Step.RESUME: Stage.PROMOTED,
        Step.APPROVE: Stage.PROMOTED,
    },
    Stage.SETTLED: {Step.SUPERSEDE: Stage.SUPERSEDED, Step.ROLL_BACK: Stage.ROLLED_BACK},
    Stage.SUPERSEDED: {Step.RESTORE: Stage.PROMOTED},
    Stage.ROLLED_BACK: {},
    Stage.REJECTED: {},
    Stage.ABORTED: {},
}


def proposal(
    step: Step,
    stage: Stage,
    *,
    actor: str = "person:ada",
    has_evidence: bool = True,
    approvals: tuple[str, ...] = (),
    wider: float | None = None,
    **standing: object,
) -> Proposal:
    state: dict[str, object] = {
        "id": 1,
        "model": "demo",
        "version": 2,
        "stage": stage,
        "weight": 0.05 if stage is Stage.CANARY else 0.0,
        "revision": 3,
        "since": NOW,
        "paused_at": None,
        "held_seconds": 0.0,
        "approved": False,
        "probation_until": None,
        "champion": 1,
        "under_way": None,
        "newest_proposed": None,
    }
    return Proposal(
        step,
        RolloutState(**(state | standing)),  # type: ignore[arg-type]  # a test's own words
        actor,
        approvals,  # type: ignore[arg-type]  # as above
        wider,
        has_evidence,
    )


def refusal(step: Step, stage: Stage, **given: object) -> str:
    with pytest.raises(RolloutRefused) as refused:
        require_step(proposal(step, stage, **given))  # type: ignore[arg-type]  # as above
    return str(refused.value)


def test_the_table_is_the_one_that_was_agreed() -> None:
    agreed = {(s, step): after for s, steps in ALLOWED.items() for step, after in steps.items()}
    assert agreed == TRANSITIONS


@pytest.mark.parametrize("stage", Stage)
@pytest.mark.parametrize("step", Step)
def test_a_step_that_is_not_in_the_table_is_refused(stage: Stage, step: Step) -> None:
    if step not in ALLOWED[stage]:
        assert f"cannot {step} a rollout that is" in refusal(step, stage)


@pytest.mark.parametrize(
    "step", [Step.PROMOTE_NOW, Step.ABORT, Step.APPROVE, Step.PAUSE, Step.RESUME]
)
def test_a_policy_may_not_do_what_a_person_decides(step: Step) -> None:
    assert "that is for a person" in refusal(step, Stage.SHADOW, actor="policy:rollouts")


def test_no_stage_is_skipped_but_by_hand() -> None:
    skipping = {
        (stage, after)
        for (stage, step), after in TRANSITIONS.items()
        if step is not Step.PROMOTE_NOW and after is not stage
    }
    ladder = [Stage.PROPOSED, Stage.GATED, Stage.SHADOW, Stage.CANARY, Stage.PROMOTED]
    for place, stage in enumerate(ladder):
        reached = {after for before, after in skipping if before is stage} & set(ladder)
        assert reached == set(ladder[place + 1 : place + 2])


def test_one_candidate_is_tried_at_a_time() -> None:
    assert refusal(Step.CLEAR_GATE, Stage.PROPOSED, under_way=4) == (
        "version 4 of demo is being tried: one candidate at a time"
    )


def test_without_a_champion_nothing_can_be_compared() -> None:
    assert "has no champion" in refusal(Step.CLEAR_GATE, Stage.PROPOSED, champion=None)


@pytest.mark.parametrize(
    ("step", "stage"),
    [
        (Step.START_SHADOW, Stage.GATED),
        (Step.START_CANARY, Stage.SHADOW),
        (Step.WIDEN, Stage.CANARY),
        (Step.PROMOTE, Stage.CANARY),
        (Step.SETTLE, Stage.PROMOTED),
    ],
)
def test_a_paused_rollout_does_not_move_on(step: Step, stage: Stage) -> None:
    wider = 0.25 if step is Step.WIDEN else None
    assert "is paused since 2026-11-22 00:00 UTC: resume it first" in refusal(
        step, stage, paused_at=NOW, wider=wider
    )


@pytest.mark.parametrize(
    ("step", "stage", "after"),
    [
        (Step.ROLL_BACK, Stage.CANARY, Stage.ROLLED_BACK),
        (Step.REJECT, Stage.SHADOW, Stage.REJECTED),
        (Step.ABORT, Stage.CANARY, Stage.ABORTED),
        (Step.PROMOTE_NOW, Stage.SHADOW, Stage.PROMOTED),
    ],
)
def test_a_paused_rollout_can_be_ended(step: Step, stage: Stage, after: Stage) -> None:
    assert require_step(proposal(step, stage, paused_at=NOW)) is after


def test_a_pause_begins_once_and_ends_once() -> None:
    assert "is paused already" in refusal(Step.PAUSE, Stage.SHADOW, paused_at=NOW)
    assert refusal(Step.RESUME, Stage.SHADOW) == "the rollout is not paused"


@pytest.mark.parametrize(
    ("step", "stage", "approval"),
    [
        (Step.START_SHADOW, Stage.GATED, "shadow"),
        (Step.START_CANARY, Stage.SHADOW, "canary"),
        (Step.PROMOTE, Stage.CANARY, "promotion"),
    ],
)
def test_what_needs_approval_waits_for_it(step: Step, stage: Stage, approval: str) -> None:
    assert f"approval before the {approval}" in refusal(step, stage, approvals=(approval,))
    require_step(proposal(step, stage, approvals=(approval,), approved=True))
    require_step(proposal(step, stage))
    require_step(proposal(Step.APPROVE, stage, approvals=(approval,)))
    assert "waits for no approval" in refusal(Step.APPROVE, stage)
    assert "approved already" in refusal(Step.APPROVE, stage, approvals=(approval,), approved=True)


def test_a_canary_that_still_widens_waits_for_no_approval() -> None:
    assert "waits for no approval" in refusal(
        Step.APPROVE, Stage.CANARY, approvals=("promotion",), wider=0.25
    )


def test_a_canary_is_promoted_only_from_its_widest() -> None:
    assert "goes to 25% of the traffic before" in refusal(Step.PROMOTE, Stage.CANARY, wider=0.25)
    assert "promotion comes next" in refusal(Step.WIDEN, Stage.CANARY)
    assert [next_weight(DEFAULT.canary, w) for w in (0.0, 0.05, 0.1, 0.5)] == [
        0.05, 0.25, 0.25, None,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("step", "stage"),
    [(Step.CLEAR_GATE, Stage.PROPOSED), (Step.START_CANARY, Stage.SHADOW)],
)
def test_what_is_not_shown_is_no_pass(step: Step, stage: Stage) -> None:
    assert "too little data is never a pass" in refusal(step, stage, has_evidence=False)
