import numpy as np
import pytest

from monitoring.experiments.adaptive import Adaptive, Batch, check_changing_ratio, stand_ins
from monitoring.experiments.judge import judge_measured
from monitoring.experiments.plan import ExperimentPlan
from monitoring.experiments.propensity import weighted_outcomes
from monitoring.experiments.thompson import allocation, best_mean_probabilities
from monitoring.sequential.moments import Moments, add_rows, merge, update
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


def play(rates: dict[str, float], *, seed: int, batches: int = 20, size: int = 200):
    """Thompson's shares, the judge after every batch; the result at which it stops."""
    generator = np.random.default_rng(seed)
    shares, seen, counts = dict(SHARES), [], []
    for number in range(batches):
        reached = generator.multinomial(size, list(shares.values()))
        drawn = {
            arm: moments(generator.random(subjects) < rates[arm])
            for arm, subjects in zip(shares, reached, strict=True)
        }
        seen.append(Batch(shares, drawn))
        counts.append((shares, {arm: m.count for arm, m in drawn.items()}))
        result = judge_measured(PLAN, check_changing_ratio(counts), Adaptive(seen), {})
        if result.stops:
            return result, shares
        pooled = [merge_of(seen, arm) for arm in SHARES]
        chances = best_mean_probabilities(tuple(pooled), seed=number, draws=200)
        new = allocation(chances, floor=0.1)
        shares = dict(zip(SHARES, (float(share) for share in new), strict=True))
    return result, shares


def merge_of(seen, arm: str) -> Moments:
    found = Moments()
    for batch in seen:
        found = merge(found, batch.moments[arm])
    return found


def test_equal_arms_are_hardly_ever_told_apart() -> None:
    equal = dict.fromkeys(SHARES, 0.3)
    results = [play(equal, seed=seed, batches=12)[0] for seed in range(100)]
    false = [
        r.sample_ratio.mismatch or any(a.verdict in ("better", "worse") for a in r.arms)
        for r in results
    ]
    assert sum(false) <= 5


def test_a_better_arm_wins_and_gets_most_of_the_subjects() -> None:
    plan_won = [play({"A": 0.3, "B": 0.5, "C": 0.3}, seed=seed) for seed in range(10)]
    assert [result.winner for result, _ in plan_won] == ["B"] * 10
    assert np.mean([shares["B"] for _, shares in plan_won]) > 0.5


def test_the_interval_covers_the_true_difference_where_the_plain_mean_is_biased() -> None:
    rates = {"A": 0.3, "B": 0.35, "C": 0.3}
    hits = 0
    for seed in range(40):
        result, _ = play(rates, seed=100 + seed, batches=8)
        improvement = result.arms[0].improvement
        hits += improvement.lower <= 0.05 <= improvement.upper
    assert hits >= 38


def test_the_days_that_are_over_end_it_whatever_the_subjects() -> None:
    batch = Batch(SHARES, {arm: moments([0, 1] * 100) for arm in SHARES})
    ratio = check_changing_ratio([(SHARES, {"A": 200, "B": 120, "C": 80})])
    going = judge_measured(PLAN, ratio, Adaptive([batch]), {})
    assert going.decision.value == "continue"
    ended = judge_measured(PLAN, ratio, Adaptive([batch]), {}, overdue=True)
    assert ended.decision.value == "horizon reached"
