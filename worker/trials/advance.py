"""A model's open rollouts, one step after another, until each of them waits.

Every step is a transaction of its own, decided on the rollout as it then stood. Whoever acts in
between wins: the step is refused by the revision it was decided on, and is decided again. So two
workers at once, or one that was killed after any step, leave a state that the next look goes on
from.
"""

from dataclasses import dataclass
from datetime import datetime

from api.core.models.clock import set_clock
from api.core.models.queries import get_model
from api.core.policies.queries import current_policy
from api.core.predictions.truths import TruthClock
from api.core.rollouts import operations, queries
from api.core.rollouts.decisions import Decision, decide
from api.core.rollouts.evidence import Evidence
from api.core.rollouts.rules import RolloutRefused, Step
from api.core.rollouts.types import RolloutState, Stage
from worker.alerts.loop import tell_of_step
from worker.context import JobContext
from worker.trials.evidence import trial_evidence
from worker.trials.gate import gate_evidence, is_next
from worker.trials.trial import trial_of

MOST_REFUSED = 10
"""Steps refused in one run; the next look is soon enough."""


@dataclass(frozen=True)
class Advanced:
    """A step that was taken."""

    rollout: int
    version: int
    step: Step
    reason: str


@dataclass(frozen=True)
class Clock:
    """What time it is."""

    at: datetime
    """By the model's clock."""
    truths: TruthClock
    """In a replay a truth is known once it was observed, whenever it was received."""


def advance(
    context: JobContext, *, model: str, as_of: datetime | None = None
) -> tuple[Advanced, ...]:
    """Decide on every open rollout of the model, oldest first, until all of them wait.

    ``as_of`` sets the model's own clock first, as a replay does; without it the clock is what it
    is: the model's, or the wall's. Raises ClockRefused for a time that has passed, an Interruption
    when the job should stop, and LeaseLost when it is somebody else's.
    """
    clock = _clock(context, model, as_of)
    taken: list[Advanced] = []
    waiting: set[tuple[int, int]] = set()
    refused = 0
    while refused < MOST_REFUSED and (state := _next(context, model, waiting)) is not None:
        context.check_cancelled()
        try:
            decision = _decide_and_carry_out(context, state, clock)
        except RolloutRefused as error:
            refused += 1
            context.log(f"version {state.version}: {error}")
            continue
        if decision.step is None:
            waiting.add((state.id, state.revision))
            continue
        taken.append(Advanced(state.id, state.version, decision.step, decision.reason))
        context.log(f"version {state.version}: {decision.step}: {decision.reason}")
        # One step may be what another waited for.
        waiting.clear()
    return tuple(taken)


def _clock(context: JobContext, model: str, as_of: datetime | None) -> Clock:
    if as_of is not None:
        with context.session() as session:
            set_clock(session, model, as_of)
    with context.reading() as session:
        own = get_model(session, model).clock_at
    return Clock(context.now(), "wall") if own is None else Clock(own, "event")


def gather(context: JobContext, state: RolloutState, clock: Clock) -> Evidence:
    """What is known now about a rollout in its stage."""
    if state.stage is Stage.PROPOSED:
        if not is_next(state):
            return Evidence()
        return Evidence(gate=gate_evidence(context, state, at=clock.at, clock=clock.truths))
    with context.reading() as session:
        trial = trial_of(session, state, clock.at)
        if trial is None:
            return Evidence()
        return trial_evidence(session, trial, wall=context.now())


def _next(context: JobContext, model: str, waiting: set[tuple[int, int]]) -> RolloutState | None:
    with context.reading() as session:
        states = queries.open_states(session, model)
    return next((state for state in states if (state.id, state.revision) not in waiting), None)


def _decide_and_carry_out(context: JobContext, state: RolloutState, clock: Clock) -> Decision:
    evidence = gather(context, state, clock)
    with context.session() as session:
        decision = decide(current_policy(session, state.model), state, evidence, clock.at)
        operations.carry_out(
            session,
            decided_on=state,
            decision=decision,
            evidence=evidence,
            actor=f"policy:{state.model}",
            now=context.now(),
        )
        if decision.step is not None:
            tell_of_step(session, state, decision.step, decision.reason, now=context.now())
    return decision
