"""What an experiment has learnt, in one sentence for a business user."""

import math

from monitoring.experiments.plan import ExperimentPlan
from monitoring.experiments.result import ArmResult, Decision
from monitoring.sequential.comparison import Verdict
from monitoring.sequential.sample_ratio import SampleRatio


def learnt(
    plan: ExperimentPlan,
    decision: Decision,
    arms: tuple[ArmResult, ...],
    ratio: SampleRatio,
    subjects: int,
) -> str:
    best = max(arms, key=lambda arm: (arm.wins, arm.improvement.upper))
    effects = "; ".join(f"{arm.name} {_effect(plan, arm)}" for arm in arms)
    sure = f"{1 - plan.alpha:.0%} sure, on {subjects:,} subjects"
    match decision:
        case Decision.RATIO_MISMATCH:
            return f"Nothing can be learnt: {_mismatch(ratio)}."
        case Decision.WIN:
            return f"{best.name} is better than {plan.control}: it {_effect(plan, best)} ({sure})."
        case Decision.HARM:
            return f"{plan.control} stays: {effects} ({sure})."
        case Decision.FUTILE:
            return (
                f"No arm improves {plan.goal} by the {plan.minimum_effect:.3g} that was asked for: "
                f"{effects} ({sure})."
            )
        case Decision.HORIZON:
            return f"The experiment ended without a decision: {effects} ({sure})."
        case Decision.CONTINUE:
            planned = f"of {plan.horizon_subjects:,} planned"
            return f"Not decided yet: {effects} ({sure} {planned})."


def _effect(plan: ExperimentPlan, arm: ArmResult) -> str:
    if arm.breached:
        return f"breaks the guardrail on {' and '.join(arm.breached)}"
    found = arm.improvement
    if arm.verdict is Verdict.TOO_LITTLE_DATA or not math.isfinite(found.upper - found.lower):
        return "has too few subjects to tell"
    span = f"between {found.lower:.3g} and {found.upper:.3g}"
    match arm.verdict:
        case Verdict.BETTER:
            unknown = f", but too little is known of {' and '.join(arm.unjudged)}"
            said = f"improves {plan.goal} by {found.estimate:.3g}, {span}"
            return said + unknown if arm.unjudged else said
        case Verdict.WORSE:
            span = f"between {-found.upper:.3g} and {-found.lower:.3g}"
            return f"worsens {plan.goal} by {-found.estimate:.3g}, {span}"
        case _:
            return f"changes {plan.goal} for the better by {span}"


def _mismatch(ratio: SampleRatio) -> str:
    total = sum(ratio.counts.values())
    parts = [
        f"{name} {count / total:.1%} instead of {ratio.expected_shares[name]:.1%}"
        for name, count in ratio.counts.items()
    ]
    return "subjects did not reach the arms in the set shares (" + ", ".join(parts) + ")"
