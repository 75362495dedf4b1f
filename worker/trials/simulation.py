"""Simulated rollouts of versions that are equally good: how often is one taken for a worse one?

A whole rollout, from shadow to the end of probation, through the same evidence and decisions as a
real one; only the rows are drawn.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import msgspec
import numpy as np

from api.artifact.schema import Field, GraphInput, Output, Schema
from api.core.policies.types import DEFAULT, Canary, CanaryStep, Policy, Probation, ShadowDemands
from api.core.predictions.answered import RowCounts
from api.core.predictions.paired_answers import PairedAnswer
from api.core.rollouts.decisions import Decision, decide
from api.core.rollouts.evidence import Evidence, GuardrailEvidence
from api.core.rollouts.rules import Step, next_stage
from api.core.rollouts.step_rules import next_weight
from api.core.rollouts.types import RolloutState, Stage
from monitoring.metrics import LATENCY_BUCKETS_SECONDS
from monitoring.quality.arrays import Floats
from worker.trials import guardrails
from worker.trials.pairs import PairedSummary
from worker.trials.score_shift import ScoreShift

START = datetime(2013, 3, 4, tzinfo=UTC)
SCHEMA = Schema(
    task="binary",
    fields=(Field("x", "number", "FP32"),),
    graph_inputs=(GraphInput("x", "FP32", ("x",)),),
    outputs=(Output("p", "FP32", "probability"),),
    labels=("on time", "late"),
)
POLICY: Policy = msgspec.structs.replace(
    DEFAULT,
    approvals=(),
    # A margin that is reached in days: what is asked here is how often harm is seen.
    gate=msgspec.structs.replace(DEFAULT.gate, margin=0.05),
    shadow=ShadowDemands(min_rows=200, min_days=5, max_days=14),
    canary=Canary((CanaryStep(0.25, 50), CanaryStep(0.5, 50)), max_days=7),
    probation=Probation(days=5, min_rows=200),
)
LONGEST_DAYS = 30
END = START + timedelta(days=LONGEST_DAYS + 1)


@dataclass(frozen=True)
class World:
    """What the two versions have in common, and by how much luck parts them."""

    rows_a_day: int = 60
    apart: float = 0.02
    """One says so much more than the chance of a row without its day, the other so much less. On
    a day of many events the one is better, on all its rows, on a day of few the other; on the
    whole they are equally good. 0 is a version against itself."""
    days_differ: float = 0.15
    """A day's chances lie up to so much above or below those of its rows."""
    error_share: float = 0.003
    """Rows that either gets no answer to."""


@dataclass(frozen=True)
class Ended:
    stage: Stage
    reason: str

    @property
    def for_harm(self) -> bool:
        """Rather than for lack of proof, or not at all."""
        return "it proved worse" in self.reason or "broke the guardrail" in self.reason


@dataclass
class _Played:
    """Since the present stage began; the pairs since the shadow."""

    pairs: list[list[PairedAnswer]]
    summary: PairedSummary
    shift: ScoreShift
    counts: tuple[RowCounts, RowCounts]
    latencies: tuple[list[int], list[int]]


def harmed_share(runs: int, world: World, *, seed: int) -> float:
    """Share of the rollouts that ended because the candidate was held to do harm, 0–1."""
    generator = np.random.default_rng(seed)
    return float(np.mean([play_rollout(world, generator).for_harm for _ in range(runs)]))


def play_rollout(world: World, generator: np.random.Generator) -> Ended:
    """One rollout, looked at after every day."""
    state = _in_shadow()
    played = _nothing([], since=START)
    decision = Decision(None, "")
    for day in range(LONGEST_DAYS):
        _play_day(world, generator, day, state, played)
        at = START + timedelta(days=day + 1)
        decision = decide(POLICY, state, _evidence(state, played), at)
        if decision.step is None:
            continue
        state = _after(state, decision.step, at)
        if state.stage not in (Stage.CANARY, Stage.PROMOTED):
            break
        # A promotion asks a new question; a wider canary does not.
        played = _nothing([] if state.stage is Stage.PROMOTED else played.pairs, since=at)
    return Ended(state.stage, decision.reason)


def _in_shadow() -> RolloutState:
    return RolloutState(
        id=1,
        model="simulated",
        version=2,
        stage=Stage.SHADOW,
        weight=0.0,
        revision=0,
        since=START,
        paused_at=None,
        held_seconds=0.0,
        approved=False,
        probation_until=None,
        champion=1,
        under_way=None,
        newest_proposed=None,
    )


def _nothing(pairs: list[list[PairedAnswer]], *, since: datetime) -> _Played:
    # Every look comes at midnight: no day is ever in part, whatever the summary takes for now.
    summary, shift = PairedSummary(SCHEMA, "UTC", since, END), ScoreShift()
    for rows in pairs:
        summary.add(rows)
        shift.add(rows)
    bins = len(LATENCY_BUCKETS_SECONDS) + 1
    counts, latencies = (RowCounts(), RowCounts()), ([0] * bins, [0] * bins)
    return _Played(pairs, summary, shift, counts, latencies)


def _after(state: RolloutState, step: Step, at: datetime) -> RolloutState:
    stage = next_stage(state.stage, step)
    weight = next_weight(POLICY.canary, state.weight) or 1.0 if stage is Stage.CANARY else 0.0
    until = at + timedelta(days=POLICY.probation.days) if stage is Stage.PROMOTED else None
    return replace(state, stage=stage, weight=weight, since=at, probation_until=until)


def _play_day(
    world: World,
    generator: np.random.Generator,
    day: int,
    state: RolloutState,
    played: _Played,
) -> None:
    rows = list(_rows(world, generator, day))
    played.pairs.append(rows)
    played.summary.add(rows)
    played.shift.add(rows)
    failed = generator.binomial(world.rows_a_day, world.error_share, size=2)
    champion, candidate = (RowCounts(world.rows_a_day, int(number)) for number in failed)
    played.counts = (played.counts[0] + champion, played.counts[1] + candidate)
    share = 1.0 if state.stage is Stage.PROMOTED else state.weight
    live = int(generator.binomial(world.rows_a_day, share))
    # On probation the old champion's requests are as many, from before the promotion.
    others = live if state.stage is Stage.PROMOTED else world.rows_a_day - live
    for counts, requests in zip(played.latencies, (others, live), strict=True):
        _add_latencies(counts, generator.lognormal(-7.0, 0.8, requests))


def _rows(world: World, generator: np.random.Generator, day: int) -> Iterator[PairedAnswer]:
    of_row = generator.normal(0.5, 0.12, world.rows_a_day).clip(0.2, 0.8)
    of_day = generator.uniform(-world.days_differ, world.days_differ)
    happened = generator.random(world.rows_a_day) < of_row + of_day
    for number, late in enumerate(happened):
        yield PairedAnswer(
            occurred_at=START + timedelta(days=day, minutes=number),
            both_answered=True,
            either_failed=False,
            answer_a=float(of_row[number]) + world.apart,
            answer_b=float(of_row[number]) - world.apart,
            truth="late" if late else "on time",
        )


def _add_latencies(counts: list[int], seconds: Floats) -> None:
    for bucket in np.searchsorted(LATENCY_BUCKETS_SECONDS, seconds, side="left").tolist():
        counts[bucket] += 1


def _evidence(state: RolloutState, played: _Played) -> Evidence:
    limits = POLICY.guardrails
    latency = guardrails.latency_by_gate(1.0, limit=limits.max_latency_ratio)
    if state.stage is not Stage.SHADOW:
        latency = guardrails.judge_latency(*played.latencies, limit=limits.max_latency_ratio)
    return Evidence(
        pairs=played.summary.evidence(),
        guardrails=GuardrailEvidence(
            errors=guardrails.judge_errors(*played.counts, limit=limits.max_error_share),
            latency=latency,
            score_shift=played.shift.guardrail(limit=limits.max_score_shift),
            nan_answers=guardrails.judge_not_finite(*played.counts, limit=limits.max_nan_share),
        ),
    )
