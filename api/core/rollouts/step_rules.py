"""The named rules that a step of one rollout must pass, besides the table of transitions. Pure.

Each answers with the refusal as a sentence, or None. A new rule is a function in ``RULES``.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass

from api.core.policies.types import Approval, Canary
from api.core.rollouts.rules import RolloutRefused, Step, next_stage, worded
from api.core.rollouts.types import RolloutState, Stage

FORWARD = frozenset(
    {Step.CLEAR_GATE, Step.START_SHADOW, Step.START_CANARY, Step.WIDEN, Step.PROMOTE}
)
JUDGED = FORWARD - {Step.START_SHADOW}
"""Steps that only evidence allows."""
FORWARD = JUDGED | {Step.START_SHADOW}
"""The shadow begins on the gate's evidence."""
BY_HAND = frozenset({Step.PROMOTE_NOW, Step.ABORT, Step.APPROVE, Step.PAUSE, Step.RESUME})
POLICY = "policy:"
APPROVAL: dict[Step, Approval] = {
    Step.START_SHADOW: "shadow",
    Step.START_CANARY: "canary",
    Step.PROMOTE: "promotion",
}
AWAITED = {Stage.GATED: Step.START_SHADOW, Stage.SHADOW: Step.START_CANARY}
"""What a stage leads to; a canary leads to its promotion at its last weight only."""


@dataclass(frozen=True)
class Proposal:
    """A step that somebody wants to take, with all that the rules ask about."""

    step: Step
    state: RolloutState
    actor: str
    approvals: Collection[Approval]
    next_weight: float | None
    """Of the canary; None where it is as wide as the policy lets it be."""
    has_evidence: bool


Rule = Callable[[Proposal], str | None]


def require_step(proposal: Proposal) -> Stage:
    """The stage after the step. Raises RolloutRefused with the first rule's reason against it."""
    following = next_stage(proposal.state.stage, proposal.step)
    for rule in RULES:
        refusal = rule(proposal)
        if refusal is not None:
            raise RolloutRefused(refusal)
    return following


def next_weight(canary: Canary, weight: float) -> float | None:
    """The first of the policy's weights above the present one; None past the last."""
    return next((step.weight for step in canary.steps if step.weight > weight), None)


def awaited_step(state: RolloutState, wider: float | None) -> Step | None:
    """The next step that may need a person's agreement."""
    if state.stage is Stage.CANARY:
        return Step.PROMOTE if wider is None else Step.WIDEN
    return AWAITED.get(state.stage)


def by_a_person(proposal: Proposal) -> str | None:
    if proposal.step in BY_HAND and proposal.actor.startswith(POLICY):
        return f"a policy may not {proposal.step}: that is for a person to decide"
    return None


def one_at_a_time(proposal: Proposal) -> str | None:
    other = proposal.state.under_way
    if proposal.step is Step.CLEAR_GATE and other is not None:
        return f"version {other} of {proposal.state.model} is being tried: one candidate at a time"
    return None


def against_a_champion(proposal: Proposal) -> str | None:
    if proposal.step in FORWARD and proposal.state.champion is None:
        return f"{proposal.state.model} has no champion to compare with: promote it by hand"
    return None


def no_canary_beside_an_experiment(proposal: Proposal) -> str | None:
    name = proposal.state.experiment
    if proposal.step is Step.START_CANARY and name is not None:
        return f"the experiment {name!r} divides the users of {proposal.state.model}: stop it first"
    return None


def not_paused(proposal: Proposal) -> str | None:
    paused = proposal.state.paused_at
    if paused is None:
        return None
    if proposal.step is Step.PAUSE:
        return f"the rollout is paused already, since {paused:%Y-%m-%d %H:%M} UTC"
    if proposal.step in FORWARD | {Step.SETTLE}:
        return f"the rollout is paused since {paused:%Y-%m-%d %H:%M} UTC: resume it first"
    return None


def paused_before_resumed(proposal: Proposal) -> str | None:
    if proposal.step is Step.RESUME and proposal.state.paused_at is None:
        return "the rollout is not paused"
    return None


def approved_where_asked(proposal: Proposal) -> str | None:
    needed = APPROVAL.get(proposal.step)
    if needed in proposal.approvals and not proposal.state.approved:
        return f"the policy wants a person's approval before the {needed}"
    return None


def approval_is_awaited(proposal: Proposal) -> str | None:
    """A promoted version's approval ends its probation."""
    if proposal.step is not Step.APPROVE:
        return None
    if proposal.state.approved:
        return "the rollout is approved already"
    if proposal.state.stage is Stage.PROMOTED:
        return None
    awaited = awaited_step(proposal.state, proposal.next_weight)
    if awaited is None or APPROVAL.get(awaited) not in proposal.approvals:
        return f"a rollout that is {worded(proposal.state.stage)} waits for no approval now"
    return None


def as_wide_as_it_gets(proposal: Proposal) -> str | None:
    wider = proposal.next_weight
    if proposal.step is Step.PROMOTE and wider is not None:
        return f"the canary goes to {wider:.0%} of the traffic before it is promoted"
    if proposal.step is Step.WIDEN and wider is None:
        return "the canary is as wide as the policy lets it be: promotion comes next"
    return None


def rests_on_evidence(proposal: Proposal) -> str | None:
    if proposal.step in JUDGED and not proposal.has_evidence:
        return f"cannot {proposal.step} without evidence: too little data is never a pass"
    return None


RULES: tuple[Rule, ...] = (
    by_a_person,
    one_at_a_time,
    against_a_champion,
    no_canary_beside_an_experiment,
    not_paused,
    paused_before_resumed,
    approved_where_asked,
    approval_is_awaited,
    as_wide_as_it_gets,
    rests_on_evidence,
)
