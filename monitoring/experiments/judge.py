"""The stop rules: what the figures of all arms say, at any look."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from monitoring.experiments.arms import difference_interval
from monitoring.experiments.plan import ExperimentPlan, Guardrail
from monitoring.experiments.result import ArmResult, Decision, ExperimentResult
from monitoring.experiments.sentence import learnt
from monitoring.sequential.comparison import Verdict, compare
from monitoring.sequential.interval import Interval
from monitoring.sequential.moments import Moments
from monitoring.sequential.rate import RateCounts
from monitoring.sequential.rate_difference import rate_difference_interval
from monitoring.sequential.sample_ratio import SampleRatio, check_sample_ratio

MomentsByArm = Mapping[str, Moments]


class Measured(Protocol):
    """One value by arm, and how far two arms differ in it."""

    def count(self, arm: str) -> int:
        """Subjects of the arm whose value is known."""

    def difference(self, plan: ExperimentPlan, arm: str) -> Interval:
        """Mean of the arm less that of the control, at the level of one comparison."""


@dataclass(frozen=True)
class Constant:
    """Of arms whose shares never change."""

    moments: MomentsByArm
    """Of (covariate, value), one pair a subject (see ``arms``)."""

    def count(self, arm: str) -> int:
        return self.moments[arm].count

    def difference(self, plan: ExperimentPlan, arm: str) -> Interval:
        return difference_interval(
            self.moments[plan.control],
            self.moments[arm],
            planned_subjects=plan.horizon_subjects * (plan.shares[plan.control] + plan.shares[arm]),
            alpha=plan.alpha_each,
        )


@dataclass(frozen=True)
class Rates:
    """Of events such as failed requests, which may be too rare for a mean; exact at every look,
    also where the shares changed with what was seen: an arm's rate is its own."""

    counts: Mapping[str, RateCounts]

    def count(self, arm: str) -> int:
        return self.counts[arm].rows

    def difference(self, plan: ExperimentPlan, arm: str) -> Interval:
        return rate_difference_interval(
            self.counts[plan.control], self.counts[arm], plan.alpha_each
        )


def judge_experiment(
    plan: ExperimentPlan,
    assigned: dict[str, int],
    goal: MomentsByArm,
    guardrails: Mapping[str, MomentsByArm] | None = None,
    *,
    overdue: bool = False,
) -> ExperimentResult:
    """Judge what is known now.

    ``assigned`` counts the subjects of each arm, with or without an outcome. ``goal`` and each of
    ``guardrails`` hold moments of (covariate, outcome) by arm, one pair a subject (see ``arms``).
    ``overdue``: the time for it is over, whatever the number of subjects.
    """
    ratio = check_sample_ratio(assigned, plan.shares)
    watched = {name: Constant(moments) for name, moments in (guardrails or {}).items()}
    return judge_measured(plan, ratio, Constant(goal), watched, overdue=overdue)


def judge_measured(
    plan: ExperimentPlan,
    ratio: SampleRatio,
    goal: Measured,
    guardrails: Mapping[str, Measured],
    *,
    overdue: bool = False,
) -> ExperimentResult:
    """The same, for values measured in any way."""
    arms = tuple(_judge_arm(plan, name, goal, guardrails) for name in plan.arms)
    subjects = sum(ratio.counts.values())
    decision = _decide(ratio, arms, overdue=overdue or subjects >= plan.horizon_subjects)
    winner = max((a for a in arms if a.wins), key=lambda a: a.improvement.estimate, default=None)
    named = winner.name if winner and decision is Decision.WIN else None
    said = learnt(plan, decision, arms, ratio, subjects)
    return ExperimentResult(decision, named, arms, ratio, subjects, said)


def _judge_arm(
    plan: ExperimentPlan, name: str, goal: Measured, guardrails: Mapping[str, Measured]
) -> ArmResult:
    improvement = _improvement(plan, goal, name, higher_is_better=plan.higher_is_better)
    enough = _enough(plan, goal, name)
    verdict = (
        compare(improvement, margin=plan.minimum_effect).verdict
        if enough
        else Verdict.TOO_LITTLE_DATA
    )
    found = {g.name: _is_broken(plan, g, guardrails[g.name], name) for g in plan.guardrails}
    return ArmResult(
        name,
        improvement,
        verdict,
        hopeless=enough and improvement.upper < plan.minimum_effect,
        breached=tuple(guardrail for guardrail, broken in found.items() if broken),
        unjudged=tuple(guardrail for guardrail, broken in found.items() if broken is None),
    )


def _is_broken(
    plan: ExperimentPlan, guardrail: Guardrail, values: Measured, name: str
) -> bool | None:
    """None where too little is known."""
    found = _improvement(plan, values, name, higher_is_better=guardrail.higher_is_better)
    if not _enough(plan, values, name) or not math.isfinite(found.upper - found.lower):
        return None
    return found.upper < -guardrail.tolerance


def _enough(plan: ExperimentPlan, values: Measured, name: str) -> bool:
    return min(values.count(plan.control), values.count(name)) >= plan.minimum_subjects


def _improvement(
    plan: ExperimentPlan, values: Measured, name: str, *, higher_is_better: bool
) -> Interval:
    found = values.difference(plan, name)
    if higher_is_better:
        return found
    return Interval(-found.estimate, -found.upper, -found.lower, found.units, found.alpha)


def _decide(ratio: SampleRatio, arms: tuple[ArmResult, ...], *, overdue: bool) -> Decision:
    rules = (
        (ratio.mismatch, Decision.RATIO_MISMATCH),
        (any(arm.wins for arm in arms), Decision.WIN),
        (all(arm.harmful for arm in arms), Decision.HARM),
        (all(arm.harmful or arm.hopeless for arm in arms), Decision.FUTILE),
        (overdue, Decision.HORIZON),
    )
    return next((decision for holds, decision in rules if holds), Decision.CONTINUE)
