from dataclasses import replace

from monitoring.experiments.plan import ExperimentPlan
from monitoring.experiments.simulation import clicks, play_experiments, visits

PLAN = ExperimentPlan(
    goal="visits",
    higher_is_better=True,
    minimum_effect=0.1,
    control="A",
    shares={"A": 0.4, "B": 0.3, "C": 0.3},
    horizon_subjects=4_000,
)


def test_equal_arms_are_told_apart_no_more_often_than_stated() -> None:
    played = play_experiments(PLAN, visits({}), runs=100, batch=200, seed=1)
    assert played.false_words <= 0.05
    assert played.decisions.get("win", 0) + played.decisions.get("harm", 0) <= 5


def test_rare_outcomes_in_a_small_arm_raise_no_more_alarms_than_stated() -> None:
    plan = replace(PLAN, minimum_effect=0.005, shares={"A": 0.95, "B": 0.05})
    assert play_experiments(plan, clicks(0.01), runs=100, batch=200, seed=4).false_words <= 0.05


def test_a_true_effect_is_found_in_fewer_subjects_where_the_past_explains_more() -> None:
    lift = {"B": 0.2}
    much, little = (
        play_experiments(PLAN, visits(lift, explained=share), runs=40, batch=100, seed=2)
        for share in (0.7, 0.0)
    )
    assert much.decisions["win"] >= 36
    assert much.mean_subjects < 0.75 * little.mean_subjects


def test_a_harmful_arm_stops_the_play() -> None:
    played = play_experiments(PLAN, visits({"C": -0.3}), runs=20, batch=100, seed=3)
    assert played.false_words == 1.0
    assert played.mean_subjects < 3_000
