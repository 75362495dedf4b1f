from dataclasses import replace

import numpy as np
import pytest

from monitoring.experiments.judge import Constant, Rates, judge_experiment, judge_measured
from monitoring.experiments.plan import ExperimentPlan, Guardrail
from monitoring.experiments.result import Decision
from monitoring.sequential.comparison import Verdict
from monitoring.sequential.moments import Moments, update
from monitoring.sequential.rate import RateCounts
from monitoring.sequential.sample_ratio import check_sample_ratio

PLAN = ExperimentPlan(
    goal="thumbs up",
    higher_is_better=True,
    minimum_effect=0.02,
    control="A",
    shares={"A": 0.5, "B": 0.5},
    horizon_subjects=20_000,
)


def rate(share: float, subjects: int) -> Moments:
    """Subjects of whom exactly this share said yes."""
    outcome = np.zeros(subjects)
    outcome[: round(share * subjects)] = 1.0
    return update(Moments(), np.zeros(subjects), outcome)


def judged(plan=PLAN, guardrails=None, **arms):
    assigned = {name: arm.count for name, arm in arms.items()}
    return judge_experiment(plan, assigned, arms, guardrails)


def test_an_arm_shown_to_be_better_wins() -> None:
    found = judged(A=rate(0.30, 5_000), B=rate(0.36, 5_000))
    assert (found.decision, found.winner, found.stops) == (Decision.WIN, "B", True)
    assert found.sentence.startswith(
        "B is better than A: it improves thumbs up by 0.06, between 0.0"
    )
    assert found.sentence.endswith("(95% sure, on 10,000 subjects).")


def test_where_lower_is_better_a_fall_is_an_improvement() -> None:
    plan = replace(PLAN, goal="complaints", higher_is_better=False)
    found = judged(plan, A=rate(0.36, 5_000), B=rate(0.30, 5_000))
    assert found.winner == "B"
    assert found.arms[0].improvement.estimate == pytest.approx(0.06)


def test_an_arm_shown_to_be_worse_ends_the_experiment() -> None:
    found = judged(A=rate(0.36, 5_000), B=rate(0.30, 5_000))
    assert found.decision is Decision.HARM
    assert found.winner is None
    assert found.sentence.startswith("A stays: B worsens thumbs up by 0.06, between 0.0")


def test_a_broken_guardrail_ends_it_even_where_the_goal_improves() -> None:
    plan = replace(PLAN, guardrails=(Guardrail("errors", 0.01, higher_is_better=False),))
    arms = {"A": rate(0.30, 5_000), "B": rate(0.36, 5_000)}
    errors = {"A": rate(0.01, 5_000), "B": rate(0.06, 5_000)}
    found = judged(plan, {"errors": errors}, **arms)
    assert found.decision is Decision.HARM
    assert "B breaks the guardrail on errors" in found.sentence
    within = judged(plan, {"errors": {**errors, "B": rate(0.015, 5_000)}}, **arms)
    assert within.decision is Decision.WIN


def test_no_effect_worth_having_is_futile() -> None:
    found = judged(A=rate(0.30, 9_900), B=rate(0.29, 9_900))
    assert found.decision is Decision.FUTILE
    assert "by the 0.02 that was asked for" in found.sentence


def test_an_improvement_shown_to_be_too_small_to_matter_does_not_win() -> None:
    plan = replace(PLAN, minimum_effect=0.2)
    found = judged(plan, A=rate(0.30, 5_000), B=rate(0.36, 5_000))
    assert found.arms[0].verdict is Verdict.BETTER
    assert (found.decision, found.winner) == (Decision.FUTILE, None)


def test_the_horizon_ends_what_was_not_decided() -> None:
    arms = {"A": rate(0.30, 5_000), "B": rate(0.31, 5_000)}
    assert judged(**arms).decision is Decision.CONTINUE
    ended = judged(replace(PLAN, horizon_subjects=10_000), **arms)
    assert ended.decision is Decision.HORIZON
    assert ended.sentence.startswith("The experiment ended without a decision: B changes thumbs up")


def test_wrong_shares_void_even_a_clear_win() -> None:
    found = judged(A=rate(0.30, 5_000), B=rate(0.40, 4_000))
    assert (found.decision, found.winner) == (Decision.RATIO_MISMATCH, None)
    assert found.sentence == (
        "Nothing can be learnt: subjects did not reach the arms in the set shares "
        "(A 55.6% instead of 50.0%, B 44.4% instead of 50.0%)."
    )


def test_too_few_subjects_decide_nothing_however_they_differ() -> None:
    found = judged(A=rate(0.1, 90), B=rate(0.9, 90))
    assert found.decision is Decision.CONTINUE
    assert found.arms[0].verdict is Verdict.TOO_LITTLE_DATA
    assert "B has too few subjects to tell" in found.sentence


def test_the_best_of_several_winners_is_named_and_harmful_arms_are_marked() -> None:
    plan = replace(PLAN, shares={"A": 0.25, "B": 0.25, "C": 0.25, "D": 0.25})
    found = judged(
        plan,
        A=rate(0.30, 4_000),
        B=rate(0.36, 4_000),
        C=rate(0.40, 4_000),
        D=rate(0.20, 4_000),
    )
    assert (found.decision, found.winner) == (Decision.WIN, "C")
    assert [arm.name for arm in found.arms if arm.harmful] == ["D"]


def test_more_comparisons_ask_for_more_evidence() -> None:
    many = replace(
        PLAN,
        shares={"A": 0.25, "B": 0.25, "C": 0.25, "D": 0.25},
        guardrails=(Guardrail("errors", 0.01, higher_is_better=False),),
    )
    assert PLAN.alpha_each == 0.05
    assert many.alpha_each == pytest.approx(0.05 / 6)


def test_a_plan_that_cannot_be_carried_out_is_refused() -> None:
    with pytest.raises(ValueError, match="another arm"):
        replace(PLAN, shares={"A": 1.0})
    with pytest.raises(ValueError, match="minimum_effect"):
        replace(PLAN, minimum_effect=0.0)
    with pytest.raises(ValueError, match="ends before"):
        replace(PLAN, horizon_subjects=199)


def test_an_arm_does_not_win_while_too_little_is_known_of_a_guardrail() -> None:
    plan = replace(PLAN, guardrails=(Guardrail("errors", 0.01, higher_is_better=False),))
    arms = {"A": rate(0.30, 5_000), "B": rate(0.36, 5_000)}
    unknown = judged(plan, {"errors": {"A": rate(0.01, 5_000), "B": rate(0.01, 99)}}, **arms)
    assert (unknown.decision, unknown.winner) == (Decision.CONTINUE, None)
    assert unknown.arms[0].unjudged == ("errors",)
    assert ", but too little is known of errors (95% sure" in unknown.sentence
    known = judged(plan, {"errors": {"A": rate(0.01, 5_000), "B": rate(0.01, 5_000)}}, **arms)
    assert known.winner == "B"


def test_failures_that_the_control_never_has_break_a_guardrail() -> None:
    plan = replace(PLAN, guardrails=(Guardrail("errors", 0.01, higher_is_better=False),))
    goal = Constant({"A": rate(0.30, 500), "B": rate(0.30, 500)})
    ratio = check_sample_ratio({"A": 500, "B": 500}, plan.shares)
    few = Rates({"A": RateCounts(0, 500), "B": RateCounts(5, 500)})
    assert judge_measured(plan, ratio, goal, {"errors": few}).arms[0].breached == ()
    many = Rates({"A": RateCounts(0, 500), "B": RateCounts(50, 500)})
    found = judge_measured(plan, ratio, goal, {"errors": many})
    assert (found.decision, found.arms[0].breached) == (Decision.HARM, ("errors",))
