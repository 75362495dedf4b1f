"""From an experiment's sums to what one look says. Pure."""

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from api.artifact.schema import Task
from api.core.experiments.measures import HIGHER_IS_BETTER
from api.core.experiments.results import ArmResult, Effect, GuardrailResult, RatioResult, Result
from api.core.experiments.summary import Cell, Summary
from api.core.experiments.types import Measure, Plan
from api.core.experiments.wording import stop_reason, title
from monitoring.experiments import result as statistics
from monitoring.experiments import sentence, sentence_pt
from monitoring.experiments.adaptive import Adaptive, Batch, check_changing_ratio
from monitoring.experiments.judge import Constant, Measured, Rates, judge_measured
from monitoring.experiments.plan import ExperimentPlan, Guardrail
from monitoring.sequential import rate
from monitoring.sequential.moments import Moments, merge
from monitoring.sequential.rate import RateCounts

Shares = Mapping[str, float]
ByArm = dict[str, Moments]
Failures = tuple[int, int]
"""(requests that the version failed to answer, requests)"""


@dataclass(frozen=True)
class Seen:
    """All that a look knows."""

    plan: Plan
    task: Task
    allocations: Mapping[int, Shares]
    """Shares by number."""
    summary: Summary
    failures: Mapping[Cell, Failures]
    """Of requests; empty where no guardrail asks for them."""
    overdue: bool
    """Its days are over."""


def judge(seen: Seen) -> Result:
    """What the experiment has learnt; too little data is never a win."""
    plan = statistical_plan(seen.plan)
    found = judge_measured(
        plan,
        check_changing_ratio(_assigned(seen)),
        _measured(seen, seen.plan.goal.measure),
        {limit.measure: _measured(seen, limit.measure) for limit in seen.plan.guardrails},
        overdue=seen.overdue,
    )
    ratio = found.sample_ratio
    harmful = tuple(arm.name for arm in found.arms if arm.harmful)
    shares = seen.allocations[max(seen.allocations)]
    said = _sentences(seen, plan, found)
    why = stop_reason(found.decision.value, harmful)
    return Result(
        decision=found.decision.value,
        winner=found.winner,
        stops=None if why is None else f"{why}: {said['en']}",
        sentences=said,
        arms=_arms(seen, found, shares),
        guardrails=_guardrails(seen, found),
        ratio=RatioResult(ratio.mismatch, ratio.counts, ratio.expected_shares),
        rows=seen.summary.rows,
        subjects=found.subjects,
        with_past=seen.summary.with_past if seen.plan.mode == "fixed" else 0,
        allocation=max(seen.allocations),
    )


def statistical_plan(plan: Plan) -> ExperimentPlan:
    """With the measures' keys as names."""
    return ExperimentPlan(
        goal=plan.goal.measure,
        higher_is_better=HIGHER_IS_BETTER[plan.goal.measure],
        minimum_effect=plan.minimum_effect,
        control=plan.control,
        shares=plan.shares,
        horizon_subjects=plan.horizon.subjects,
        minimum_subjects=plan.minimum_subjects,
        alpha=1.0 - plan.confidence,
        guardrails=tuple(
            Guardrail(limit.measure, limit.tolerance, HIGHER_IS_BETTER[limit.measure])
            for limit in plan.guardrails
        ),
    )


def by_arm(plan: Plan, cells: Mapping[Cell, Moments]) -> ByArm:
    """Of all allocations together."""
    found: ByArm = {name: Moments() for name in plan.shares}
    for (_, arm), moments in cells.items():
        found[arm] = merge(found[arm], moments)
    return found


def _measured(seen: Seen, measure: Measure) -> Measured:
    if measure == "errors":
        return Rates(_failures(seen))
    cells = seen.summary.values.get(measure, {})
    if seen.plan.mode == "fixed":
        return Constant(by_arm(seen.plan, cells))
    names = tuple(seen.plan.shares)
    return Adaptive(
        [
            Batch(shares, {name: cells.get((number, name), Moments()) for name in names})
            for number, shares in sorted(seen.allocations.items())
        ]
    )


def _failures(seen: Seen) -> dict[str, RateCounts]:
    found = {name: RateCounts() for name in seen.plan.shares}
    for (_, arm), (failed, requests) in seen.failures.items():
        found[arm] = rate.merge(found[arm], RateCounts(failed, requests))
    return found


def _assigned(seen: Seen) -> Sequence[tuple[Shares, dict[str, int]]]:
    counts = seen.summary.assigned
    return [
        (shares, {name: counts.get((number, name), 0) for name in shares})
        for number, shares in sorted(seen.allocations.items())
    ]


def _sentences(
    seen: Seen, plan: ExperimentPlan, found: statistics.ExperimentResult
) -> dict[str, str]:
    said = {}
    for language, learnt in (("en", sentence.learnt), ("pt-BR", sentence_pt.learnt)):
        named = replace(plan, goal=title(seen.plan.goal.measure, seen.task, language))
        arms = tuple(
            replace(
                arm,
                breached=tuple(title(m, seen.task, language) for m in arm.breached),
                unjudged=tuple(title(m, seen.task, language) for m in arm.unjudged),
            )
            for arm in found.arms
        )
        said[language] = learnt(named, found.decision, arms, found.sample_ratio, found.subjects)
    return said


def _arms(seen: Seen, found: statistics.ExperimentResult, shares: Shares) -> tuple[ArmResult, ...]:
    assigned: dict[str, int] = defaultdict(int)
    for (_, name), subjects in seen.summary.assigned.items():
        assigned[name] += subjects
    goal = by_arm(seen.plan, seen.summary.values[seen.plan.goal.measure])
    judged = {arm.name: arm for arm in found.arms}
    return tuple(
        ArmResult(
            name=arm.name,
            version=arm.version,
            share=shares[arm.name],
            subjects=assigned[arm.name],
            measured=goal[arm.name].count,
            mean=_mean(goal[arm.name]),
            effect=_effect(judged.get(arm.name)),
            verdict=judged[arm.name].verdict.value if arm.name in judged else None,
            breached=judged[arm.name].breached if arm.name in judged else (),
            unjudged=judged[arm.name].unjudged if arm.name in judged else (),
        )
        for arm in seen.plan.arms
    )


def _guardrails(seen: Seen, found: statistics.ExperimentResult) -> tuple[GuardrailResult, ...]:
    results = []
    for limit in seen.plan.guardrails:
        values = _means(seen, limit.measure)
        results.append(
            GuardrailResult(
                measure=limit.measure,
                tolerance=limit.tolerance,
                means={name: mean for name, (mean, _) in values.items()},
                counted={name: count for name, (_, count) in values.items()},
                broken_by=tuple(a.name for a in found.arms if limit.measure in a.breached),
            )
        )
    return tuple(results)


def _means(seen: Seen, measure: Measure) -> dict[str, tuple[float | None, int]]:
    """(mean, subjects or requests) by arm."""
    if measure == "errors":
        return {name: (_known(c.rate), c.rows) for name, c in _failures(seen).items()}
    values = by_arm(seen.plan, seen.summary.values[measure])
    return {name: (_mean(moments), moments.count) for name, moments in values.items()}


def _effect(arm: statistics.ArmResult | None) -> Effect | None:
    if arm is None:
        return None
    found = arm.improvement
    return Effect(_known(found.estimate), _known(found.lower), _known(found.upper))


def _mean(moments: Moments) -> float | None:
    return moments.mean_y if moments.count else None


def _known(value: float) -> float | None:
    return value if math.isfinite(value) else None
