"""The stop rules: what the figures of all arms say, at any look."""

from monitoring.experiments.arms import difference_interval
from monitoring.experiments.plan import ExperimentPlan, Guardrail
from monitoring.experiments.result import ArmResult, Decision, ExperimentResult
from monitoring.experiments.sentence import learnt
from monitoring.sequential.comparison import Verdict, compare
from monitoring.sequential.interval import Interval
from monitoring.sequential.moments import Moments
from monitoring.sequential.sample_ratio import SampleRatio, check_sample_ratio

MomentsByArm = dict[str, Moments]


def judge_experiment(
    plan: ExperimentPlan,
    assigned: dict[str, int],
    goal: MomentsByArm,
    guardrails: dict[str, MomentsByArm] | None = None,
) -> ExperimentResult:
    """Judge what is known now.

    ``assigned`` counts the subjects of each arm, with or without an outcome. ``goal`` and each of
    ``guardrails`` hold moments of (covariate, outcome) by arm, one pair a subject (see ``arms``).
    """
    ratio = check_sample_ratio(assigned, plan.shares)
    arms = tuple(_judge_arm(plan, name, goal, guardrails or {}) for name in plan.arms)
    subjects = sum(assigned.values())
    decision = _decide(plan, ratio, arms, subjects)
    winner = max((a for a in arms if a.wins), key=lambda a: a.improvement.estimate, default=None)
    named = winner.name if winner and decision is Decision.WIN else None
    said = learnt(plan, decision, arms, ratio, subjects)
    return ExperimentResult(decision, named, arms, ratio, subjects, said)


def _judge_arm(
    plan: ExperimentPlan, name: str, goal: MomentsByArm, guardrails: dict[str, MomentsByArm]
) -> ArmResult:
    improvement = _improvement(plan, goal, name, higher_is_better=plan.higher_is_better)
    enough = _enough(plan, goal, name)
    verdict = (
        compare(improvement, margin=plan.minimum_effect).verdict
        if enough
        else Verdict.TOO_LITTLE_DATA
    )
    breached = tuple(
        guardrail.name
        for guardrail in plan.guardrails
        if _breaks(plan, guardrail, guardrails[guardrail.name], name)
    )
    hopeless = enough and improvement.upper < plan.minimum_effect
    return ArmResult(name, improvement, verdict, hopeless, breached)


def _breaks(plan: ExperimentPlan, guardrail: Guardrail, values: MomentsByArm, name: str) -> bool:
    found = _improvement(plan, values, name, higher_is_better=guardrail.higher_is_better)
    return _enough(plan, values, name) and found.upper < -guardrail.tolerance


def _enough(plan: ExperimentPlan, values: MomentsByArm, name: str) -> bool:
    return min(values[plan.control].count, values[name].count) >= plan.minimum_subjects


def _improvement(
    plan: ExperimentPlan, values: MomentsByArm, name: str, *, higher_is_better: bool
) -> Interval:
    found = difference_interval(
        values[plan.control],
        values[name],
        planned_subjects=plan.horizon_subjects * (plan.shares[plan.control] + plan.shares[name]),
        alpha=plan.alpha_each,
    )
    if higher_is_better:
        return found
    return Interval(-found.estimate, -found.upper, -found.lower, found.units, found.alpha)


def _decide(
    plan: ExperimentPlan, ratio: SampleRatio, arms: tuple[ArmResult, ...], subjects: int
) -> Decision:
    rules = (
        (ratio.mismatch, Decision.RATIO_MISMATCH),
        (any(arm.wins for arm in arms), Decision.WIN),
        (all(arm.harmful for arm in arms), Decision.HARM),
        (all(arm.harmful or arm.hopeless for arm in arms), Decision.FUTILE),
        (subjects >= plan.horizon_subjects, Decision.HORIZON),
    )
    return next((decision for holds, decision in rules if holds), Decision.CONTINUE)
