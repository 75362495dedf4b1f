"""Drills: candidates that must be stopped, sent the way of every candidate through a running Farol.

A drill is passed when the candidate is refused with a reason, before it had more than a canary's
first share of the traffic.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from sqlalchemy.orm import Session

from api.core.rollouts import operations, queries
from api.core.rollouts.queries import OPEN
from api.core.rollouts.rules import Step
from api.core.rollouts.types import CHAMPION_STAGES, Stage
from api.core.tables import RolloutTransition
from api.serving.measuring import measure
from worker.context import JobContext
from worker.publishing import Origin, publish
from worker.replays.bad_candidates import Candidate
from worker.trials.advance import advance

LARGEST_WEIGHT = 0.05
STOPPED = frozenset({Stage.REJECTED.value, Stage.ROLLED_BACK.value})
"""Where a candidate ends that Farol stopped; a drill that it did not stop is aborted."""
ACTOR = "system"
DRILL = "drill: "
"""How the reason of a drill's proposal begins."""


@dataclass(frozen=True)
class DrillResult:
    name: str
    version: int
    refused_at_stage: str | None
    """``proposed``, ``shadow``, ``canary`` …; None where it was never refused."""
    max_weight: float
    """Largest share of live traffic that it ever had, 0–1."""
    reason: str
    """Why it was refused, or what was still waited for."""

    @property
    def passed(self) -> bool:
        return self.refused_at_stage is not None and self.max_weight <= LARGEST_WEIGHT


def run_drills(
    context: JobContext,
    candidates: Iterable[Candidate],
    *,
    recipe: str,
    play_on: Callable[[], bool],
) -> list[DrillResult]:
    """Propose each candidate in turn and let the policy decide until its rollout is over.

    ``play_on`` plays some more of the model's life (questions, truths, its clock) and says whether
    there was any left; it is called whenever the rollout waits. Each is tried alone: what was being
    tried of its model before is aborted first, and a drill that nothing stopped afterwards.
    """
    results = []
    for candidate in candidates:
        model = candidate.artifact.manifest.model
        _withdraw(context, model, "a drill begins: nothing else is tried meanwhile")
        version = _propose(context, candidate, recipe)
        results.append(_drill(context, candidate, version, play_on))
        context.log(f"drill {candidate.name}: {results[-1].reason}")
        _withdraw(context, model, "the drill is over and nothing has stopped it")
    return results


def _withdraw(context: JobContext, model: str, reason: str) -> None:
    """Abort every candidate of the model; its champion stays."""
    with context.session() as session:
        for state in queries.open_states(session, model):
            if state.stage not in CHAMPION_STAGES:
                operations.take(
                    session,
                    rollout_id=state.id,
                    step=Step.ABORT,
                    seen_revision=None,
                    actor=ACTOR,
                    reason=reason,
                    now=context.now(),
                )


def _propose(context: JobContext, candidate: Candidate, recipe: str) -> int:
    artifact = context.store.path(context.store.put(candidate.artifact.directory))
    execution = measure(artifact)
    origin = Origin(actor=ACTOR, reason=f"{DRILL}{candidate.name}", recipe=recipe)
    with context.session() as session:
        return publish(session, context, candidate.artifact, execution, origin).version


def _drill(
    context: JobContext, candidate: Candidate, version: int, play_on: Callable[[], bool]
) -> DrillResult:
    model = candidate.artifact.manifest.model
    while True:
        advance(context, model=model)
        with context.reading() as session:
            result = _result(session, candidate.name, model, version)
        if result.refused_at_stage is not None or not play_on():
            return result


def _result(session: Session, name: str, model: str, version: int) -> DrillResult:
    rollout = next(r for r in queries.history(session, model) if r.version == version)
    steps = queries.transitions(session, [rollout.id])[rollout.id]
    is_open = Stage(rollout.stage) in OPEN
    return DrillResult(
        name=name,
        version=version,
        refused_at_stage=None if is_open else _left(steps[-1]),
        max_weight=max(step.weight for step in steps),
        reason=rollout.waits_for or rollout.reason if is_open else rollout.reason,
    )


def _left(last: RolloutTransition) -> str | None:
    """The stage that the rollout ended in; a champion's end is no refusal."""
    return last.from_stage if last.to_stage in STOPPED else None
