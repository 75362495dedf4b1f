"""What a policy does next with a rollout: a step, or a wait that says for what and until when.

Pure. In every stage harm comes first, as an interval that may be looked at continuously shows it
at any size; then the deadline of what has not been shown; too little data is never a pass.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from api.core.policies.types import CanaryStep, Policy
from api.core.rollouts import verdicts
from api.core.rollouts.evidence import Evidence, PairedEvidence
from api.core.rollouts.rules import Step, worded
from api.core.rollouts.step_rules import APPROVAL, next_weight
from api.core.rollouts.types import RolloutState, Stage

AWAITS_A_PERSON = "a person's approval"
"""What a rollout's wait begins with where a person has to say something."""


@dataclass(frozen=True)
class Decision:
    step: Step | None
    """None is a wait."""
    reason: str
    """For a wait, what it waits for."""
    until: datetime | None = None
    """When a wait ends by itself; None where nothing but an event ends it."""


@dataclass(frozen=True)
class _Case:
    policy: Policy
    state: RolloutState
    evidence: Evidence
    now: datetime

    def after(self, *, days: float = 0.0, hours: float = 0.0) -> datetime:
        """That long into the stage, pauses not counted."""
        return self.state.since + timedelta(days, self.state.held_seconds, hours=hours)

    @property
    def tolerated(self) -> float:
        """Loss above the champion's that is borne, in units of the loss."""
        pairs = self.evidence.pairs
        loss = pairs.champion_loss if pairs else 0.0
        return verdicts.tolerance(self.policy.shadow.demand, self.policy.gate.margin, loss)

    @property
    def harm(self) -> str | None:
        """Why it must go now, if anything says so."""
        broken = verdicts.breach(self.evidence.guardrails)
        pairs = self.evidence.pairs
        if broken is None and pairs and verdicts.is_worse(pairs, tolerated=self.tolerated):
            return f"it proved worse: {verdicts.comparison(pairs)}"
        return broken


def decide(policy: Policy, state: RolloutState, evidence: Evidence, now: datetime) -> Decision:
    """The next step of ``state``, or what it waits for.

    ``evidence`` is of this stage and, in the canary, of this weight: it begins at ``state.since``.
    The paired interval alone goes over the whole trial.
    """
    decide_stage = _BY_STAGE.get(state.stage)
    if decide_stage is None:
        return Decision(None, f"nothing: it is {worded(state.stage)}")
    return decide_stage(_Case(policy, state, evidence, now))


def _proposed(case: _Case) -> Decision:
    state = case.state
    if state.newest_proposed is not None and state.newest_proposed > state.version:
        newer = state.newest_proposed
        return Decision(Step.REJECT, f"version {newer} is newer: only the newest proposal waits")
    if state.champion is None:
        return Decision(None, "a person who promotes it: there is no champion to compare it with")
    if state.under_way is not None:
        return Decision(None, f"version {state.under_way}, which is being tried, to be decided")
    return _judged(case)


def _judged(case: _Case) -> Decision:
    gate = case.evidence.gate
    if gate is None:
        return _or_deadline(case, "the gate", days=case.policy.gate.max_wait_days)
    faults = verdicts.gate_faults(case.policy.gate, gate)
    if gate.lacking:
        awaited = f"the gate to have enough to judge by: {'; '.join(gate.lacking)}"
        return _or_deadline(case, awaited, days=case.policy.gate.max_wait_days)
    if faults:
        return Decision(Step.REJECT, f"the gate refused it: {'; '.join(faults)}")
    return Decision(
        Step.CLEAR_GATE,
        f"on {gate.rows:,} held-out rows it is not worse than the champion by more than "
        f"{case.policy.gate.margin:.1%} of the loss, and {gate.latency_ratio:.2f} times as slow",
    )


def _gated(case: _Case) -> Decision:
    if case.state.paused_at is not None:
        return _paused(case)
    reason = "it passed the gate: live rows are scored in shadow, where no user depends on them"
    return _approved(case, Decision(Step.START_SHADOW, reason))


def _shadow(case: _Case) -> Decision:
    demands = case.policy.shadow
    if case.harm:
        return Decision(Step.REJECT, f"in shadow {case.harm}")
    if case.state.paused_at is not None:
        return _paused(case)
    missing = _missing(case, min_rows=demands.min_rows, from_time=case.after(days=demands.min_days))
    if missing:
        return _or_deadline(case, missing, days=demands.max_days)
    if case.state.experiment is not None:
        return Decision(None, f"the experiment {case.state.experiment!r} to end")
    return _approved(case, Decision(Step.START_CANARY, _shown(case)))


def _canary(case: _Case) -> Decision:
    if case.harm:
        return _taken_back(case, f"at {case.state.weight:.0%} of the traffic {case.harm}")
    if case.state.paused_at is not None:
        return _paused(case)
    wider = next_weight(case.policy.canary, case.state.weight)
    at = _canary_step(case.policy, case.state.weight)
    missing = _missing(case, min_rows=at.min_rows, from_time=case.after(hours=at.min_hours))
    if missing:
        return _or_deadline(
            case, missing, days=case.policy.canary.max_days, otherwise=Step.ROLL_BACK
        )
    if wider is not None:
        return Decision(Step.WIDEN, f"to {wider:.0%} of the traffic: {_shown(case)}")
    return _approved(case, Decision(Step.PROMOTE, _shown(case)), otherwise=Step.ROLL_BACK)


def _promoted(case: _Case) -> Decision:
    state = case.state
    if state.probation_until is not None and case.harm:
        return _taken_back(case, f"on probation {case.harm}")
    if state.paused_at is not None:
        return _paused(case)
    if state.probation_until is None:
        return Decision(Step.SETTLE, "it is not on probation: nothing it replaced is in shadow")
    if state.approved:
        return Decision(Step.SETTLE, "a person ended its probation")
    ends = state.probation_until + timedelta(seconds=state.held_seconds)
    missing = _missing(case, min_rows=case.policy.probation.min_rows, from_time=ends)
    if missing:
        return Decision(None, f"the end of its probation: {missing}", max(ends, case.now))
    return Decision(Step.SETTLE, f"its probation is over: {_shown(case)}")


_BY_STAGE: dict[Stage, Callable[[_Case], Decision]] = {
    Stage.PROPOSED: _proposed,
    Stage.GATED: _gated,
    Stage.SHADOW: _shadow,
    Stage.CANARY: _canary,
    Stage.PROMOTED: _promoted,
}


def _taken_back(case: _Case, reason: str) -> Decision:
    if case.policy.takes_back:
        return Decision(Step.ROLL_BACK, reason)
    return Decision(None, f"a person to roll it back, as the policy does not: {reason}")


def _paused(case: _Case) -> Decision:
    return Decision(None, f"a person to resume it, paused since {case.state.paused_at:%Y-%m-%d}")


def _or_deadline(
    case: _Case, awaited: str, *, days: float, otherwise: Step = Step.REJECT
) -> Decision:
    due = case.after(days=days)
    if case.now >= due:
        return Decision(otherwise, f"after {days:g} days it still waited for {awaited}")
    return Decision(None, awaited, due)


def _approved(case: _Case, decision: Decision, *, otherwise: Step = Step.REJECT) -> Decision:
    """``decision``, or a wait for the person whom the policy wants to ask before it."""
    needed = APPROVAL.get(decision.step) if decision.step else None
    if needed is None or needed not in case.policy.approvals or case.state.approved:
        return decision
    awaited = f"{AWAITS_A_PERSON} before the {needed} ({decision.reason})"
    days = case.policy.shadow.approval_days
    if case.state.stage is Stage.SHADOW:
        days += case.policy.shadow.max_days
    elif case.state.stage is Stage.CANARY:
        days += case.policy.canary.max_days
    return _or_deadline(case, awaited, days=days, otherwise=otherwise)


def _canary_step(policy: Policy, weight: float) -> CanaryStep:
    """The step that a weight belongs to, also after the policy's weights were changed."""
    reached = [step for step in policy.canary.steps if step.weight <= weight]
    return reached[-1] if reached else policy.canary.steps[0]


def _missing(case: _Case, *, min_rows: int, from_time: datetime) -> str | None:
    """What a pass still lacks, in words; None when it is one."""
    pairs = case.evidence.pairs
    lacking = list(_thin(case, pairs, min_rows))
    unjudged = verdicts.unjudged(case.evidence.guardrails)
    if unjudged:
        lacking.append(f"enough data on {', '.join(unjudged)}")
    if case.now < from_time:
        lacking.append(f"{from_time:%Y-%m-%d %H:%M} UTC, the earliest time for it")
    demand = case.policy.shadow.demand
    if pairs and not lacking:
        shown = verdicts.is_good_enough(pairs, demand=demand, tolerated=case.tolerated)
        if not shown:
            wanted = "better" if demand == "better" else "no worse than accepted"
            lacking.append(f"proof that it is {wanted} ({verdicts.comparison(pairs)})")
    return "; ".join(lacking) or None


def _thin(case: _Case, pairs: PairedEvidence | None, min_rows: int) -> tuple[str, ...]:
    demands = case.policy.shadow
    if pairs is None:
        return (f"{min_rows:,} rows that both scored and whose truth is known (none yet)",)
    lacking = []
    if pairs.rows_of_stage < min_rows:
        lacking.append(f"{min_rows:,} rows with truth ({pairs.rows_of_stage:,} so far)")
    if not pairs.truth_coverage >= demands.min_truth_coverage:
        lacking.append(
            f"the truth of {demands.min_truth_coverage:.0%} of the rows "
            f"({pairs.truth_coverage:.0%} so far)"
        )
    if not pairs.dropped_share <= demands.max_dropped_share:
        lacking.append(
            f"a shadow that leaves out at most {demands.max_dropped_share:.0%} of the rows "
            f"({pairs.dropped_share:.0%} now)"
        )
    return tuple(lacking)


def _shown(case: _Case) -> str:
    pairs = case.evidence.pairs
    # Without pairs something was missing, and this is not reached.
    return "" if pairs is None else f"it held its ground: {verdicts.comparison(pairs)}"
