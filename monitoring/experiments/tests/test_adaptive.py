from dataclasses import replace

import numpy as np
import pytest

from monitoring.experiments.adaptive import Adaptive, Batch, check_changing_ratio, stand_ins
from monitoring.experiments.adaptive_simulation import play_one, play_thompson
from monitoring.experiments.judge import judge_measured
from monitoring.experiments.plan import ExperimentPlan
from monitoring.experiments.propensity import weighted_outcomes
from monitoring.experiments.simulation import Outcome
from monitoring.sequential.moments import Moments, add_rows, update
from monitoring.sequential.sample_ratio import check_sample_ratio

PLAN = ExperimentPlan(
    goal="thumbs up",
    higher_is_better=True,
    minimum_effect=0.02,
    control="A",
    shares={"A": 0.5, "B": 0.3, "C": 0.2},
    horizon_subjects=4_000,
)
SHARES = {"A": 0.5, "B": 0.3, "C": 0.2}


def moments(values) -> Moments:
    return update(Moments(), np.zeros(len(values)), np.array(values, dtype=float))


def test_stand_ins_are_what_the_rows_weighted_by_their_propensities_come_to() -> None:
    generator = np.random.default_rng(1)
    chosen = generator.choice(["A", "B", "C"], p=list(SHARES.values()), size=500)
    outcome = generator.normal(size=500) + (chosen == "B")
    found = stand_ins(
        Batch(SHARES, {arm: moments(outcome[chosen == arm]) for arm in SHARES}),
        control="A",
        treated="B",
    )
    weighted = {
        arm: weighted_outcomes(
            chosen == arm, outcome, np.full(500, SHARES[arm]), baseline=outcome.mean()
        )
        for arm in ("A", "B")
    }
    rows = add_rows(Moments(), weighted["B"] - weighted["A"])
    for name in vars(rows):
        assert getattr(found, name) == pytest.approx(getattr(rows, name)), name


def test_without_subjects_nothing_is_known() -> None:
    empty = Adaptive([Batch(SHARES, dict.fromkeys(SHARES, Moments()))])
    found = empty.difference(PLAN, "B")
    assert (found.lower, found.upper, found.units) == (-np.inf, np.inf, 0)


def test_one_allocation_is_checked_as_shares_that_never_change() -> None:
    counts = {"A": 540, "B": 260, "C": 200}
    assert check_changing_ratio([(SHARES, counts)]) == check_sample_ratio(counts, SHARES)


def test_shares_that_were_right_each_time_are_no_mismatch_though_their_mixture_looks_odd() -> None:
    turned = {"A": 0.1, "B": 0.1, "C": 0.8}
    first, second = {"A": 500, "B": 300, "C": 200}, {"A": 300, "B": 300, "C": 2_400}
    found = check_changing_ratio([(SHARES, first), (turned, second)])
    assert not found.mismatch
    assert found.counts == {"A": 800, "B": 600, "C": 2_600}
    assert found.expected_shares == pytest.approx({"A": 0.2, "B": 0.15, "C": 0.65})


def test_small_deviations_in_the_same_direction_add_up_to_a_mismatch() -> None:
    off = {"A": 560, "B": 270, "C": 170}
    assert not check_changing_ratio([(SHARES, off)]).mismatch
    assert check_changing_ratio([(SHARES, off)] * 4).mismatch


def rates(**by_arm: float) -> Outcome:
    def outcome(generator: np.random.Generator, name: str, subjects: int):
        return np.zeros(subjects), (generator.random(subjects) < by_arm[name]).astype(np.float64)

    return outcome


def test_equal_arms_are_hardly_ever_told_apart() -> None:
    plan = replace(PLAN, horizon_subjects=2_400)
    found = play_thompson(plan, rates(A=0.3, B=0.3, C=0.3), runs=100, batch=200, floor=0.1, seed=1)
    assert found.false_words <= 0.05


def test_a_better_arm_wins_and_gets_most_of_the_subjects() -> None:
    generator = np.random.default_rng(2)
    outcome = rates(A=0.3, B=0.5, C=0.3)
    ends = [play_one(PLAN, outcome, generator, batch=200, floor=0.1) for _ in range(10)]
    assert [result.winner for result, _ in ends] == ["B"] * 10
    assert np.mean([shares["B"] for _, shares in ends]) > 0.5


def test_the_interval_covers_the_true_difference() -> None:
    plan = replace(PLAN, horizon_subjects=1_600)
    generator = np.random.default_rng(3)
    outcome = rates(A=0.3, B=0.35, C=0.3)
    found = [
        play_one(plan, outcome, generator, batch=200, floor=0.1)[0].arms[0].improvement
        for _ in range(40)
    ]
    assert sum(interval.lower <= 0.05 <= interval.upper for interval in found) >= 38


def test_the_days_that_are_over_end_it_whatever_the_subjects() -> None:
    batch = Batch(SHARES, {arm: moments([0, 1] * 100) for arm in SHARES})
    ratio = check_changing_ratio([(SHARES, {"A": 200, "B": 120, "C": 80})])
    going = judge_measured(PLAN, ratio, Adaptive([batch]), {})
    assert going.decision.value == "continue"
    ended = judge_measured(PLAN, ratio, Adaptive([batch]), {}, overdue=True)
    assert ended.decision.value == "horizon reached"
