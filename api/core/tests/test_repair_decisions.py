"""Whether a model is retrained, recalibrated or left alone, worked out by hand."""

from datetime import UTC, datetime, timedelta

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.core.policies.observations import (
    DriftObservation,
    Observations,
    PastRepair,
    QualityObservation,
    Repair,
    RepairHistory,
    Severity,
)
from api.core.policies.repairs import RepairDecision, decide_retraining
from api.core.policies.severity import (
    drift_severity,
    quality_severity,
    serious_checks_running,
)
from api.core.policies.types import DEFAULT, Policy, Recalibration, Retraining

TRAINED = datetime(2013, 1, 1, tzinfo=UTC)
NOW = datetime(2013, 3, 1, tzinfo=UTC)
AUTOMATIC = msgspec.structs.replace(DEFAULT, retraining=Retraining(automatic=True))


def policy(**settings: object) -> Policy:
    rules = msgspec.structs.replace(AUTOMATIC.retraining, **settings)
    return msgspec.structs.replace(AUTOMATIC, retraining=rules)


def drift(*shares: float, rows: int = 5_000) -> tuple[DriftObservation, ...]:
    """Daily checks, newest last."""
    days = range(len(shares), 0, -1)
    return tuple(
        DriftObservation(NOW - timedelta(days=day), rows, share)
        for day, share in zip(days, shares, strict=True)
    )


LOST = QualityObservation(
    rows=5_000,
    loss_increase=0.2,
    loss_increase_lower=0.1,
    auc_loss=0.0,
    calibration_shift=0.06,
    calibration_shift_lower=0.04,
    calibration_shift_upper=0.08,
)


def quality(**figures: object) -> QualityObservation:
    return msgspec.structs.replace(LOST, **figures)


def history(*repairs: tuple[float, Repair], under_way: str | None = None) -> RepairHistory:
    """Repairs by how many days ago they were asked for."""
    past = tuple(PastRepair(NOW - timedelta(days=days), repair) for days, repair in repairs)
    return RepairHistory(TRAINED, past, under_way)


UNREPAIRED = history()


def decide(
    rules: Policy = AUTOMATIC, past: RepairHistory = UNREPAIRED, **seen: object
) -> RepairDecision:
    return decide_retraining(rules, Observations(**seen), past, NOW)  # type: ignore[arg-type]  # a test's own words


def test_nothing_is_repaired_without_a_reason() -> None:
    assert decide() == RepairDecision(None, "a reason to repair it")


def test_a_policy_that_is_off_starts_nothing() -> None:
    decision = decide(DEFAULT, quality=LOST, drift=drift(1, 1, 1))
    assert (decision.repair, decision.until) == (None, None)
    assert "a person" in decision.reason


def test_a_repair_under_way_is_waited_for() -> None:
    decision = decide(past=history(under_way="version 5 is in shadow"), drift=drift(1, 1))
    assert decision == RepairDecision(None, "the repair under way: version 5 is in shadow")


def test_drift_must_be_serious_as_often_running_as_the_policy_says() -> None:
    assert decide(drift=drift(0.5)).repair is None
    assert decide(drift=drift(0.5, 0.5)) == RepairDecision(
        Repair.RETRAIN, "drift was serious in 2 checks running"
    )
    assert decide(drift=drift(0.5, 0.2, 0.5)).repair is None
    assert decide(policy(drift_checks=None), drift=drift(0.5, 0.5)).repair is None


def test_a_check_with_too_little_data_neither_counts_nor_breaks_the_run() -> None:
    thin = drift(1.0, rows=499)
    serious = drift(0.3)
    assert serious_checks_running(AUTOMATIC, thin * 5) == 0
    assert serious_checks_running(AUTOMATIC, serious + thin + serious) == 2


def test_severity_is_reached_at_its_border() -> None:
    levels = [drift_severity(DEFAULT, d) for d in drift(0.09, 0.1, 0.29, 0.3)]
    assert levels == [Severity.NONE, Severity.MODERATE, Severity.MODERATE, Severity.SERIOUS]


@pytest.mark.parametrize(
    ("seen", "expected"),
    [
        (None, Severity.TOO_LITTLE_DATA),
        (quality(rows=499), Severity.TOO_LITTLE_DATA),
        (quality(loss_increase=0.08), Severity.SERIOUS),
        (quality(loss_increase=0.079), Severity.MODERATE),
        (quality(loss_increase=0.029), Severity.NONE),
        (quality(loss_increase_lower=-0.01), Severity.NONE),
        (quality(loss_increase_lower=float("nan")), Severity.NONE),
    ],
)
def test_a_loss_of_quality_counts_only_when_it_is_shown(
    seen: QualityObservation | None, expected: Severity
) -> None:
    assert quality_severity(DEFAULT, seen) is expected


def test_a_moved_base_rate_is_recalibrated() -> None:
    decision = decide(quality=LOST)
    assert decision.repair is Repair.RECALIBRATE
    assert decision.reason == (
        "its loss rose by 20.0%; it still tells cases apart, but its predictions are +6.0% off "
        "the truth on average: recalibrating is enough"
    )


def test_lost_discrimination_is_retrained() -> None:
    decision = decide(quality=quality(auc_loss=0.05))
    assert decision.repair is Repair.RETRAIN
    assert decision.reason == (
        "its loss rose by 20.0%, and it tells cases apart less well than it did (AUC -0.050)"
    )


@pytest.mark.parametrize(
    "seen",
    [
        quality(auc_loss=None),
        quality(calibration_shift=None),
        quality(rows=999),
        quality(auc_loss=float("nan")),
    ],
    ids=["no AUC", "no probability", "too little truth", "AUC unknown"],
)
def test_what_cannot_be_shown_to_need_only_recalibration_is_retrained(
    seen: QualityObservation,
) -> None:
    assert decide(quality=seen).repair is Repair.RETRAIN


def test_recalibration_may_be_switched_off() -> None:
    rules = policy(recalibration=Recalibration(allowed=False))
    assert decide(rules, quality=LOST).repair is Repair.RETRAIN


def test_a_loss_that_neither_would_mend_is_waited_out() -> None:
    for shift in ({"calibration_shift": 0.01}, {"calibration_shift_lower": -0.01}):
        decision = decide(quality=quality(**shift))
        assert decision.repair is None
        assert "the cases became harder" in decision.reason


def test_drift_without_harm_to_calibration_is_retrained() -> None:
    good = quality(loss_increase=0.0, calibration_shift=0.0)
    assert decide(quality=good, drift=drift(0.5, 0.5)).repair is Repair.RETRAIN


def test_the_schedule_counts_from_the_last_retraining() -> None:
    monthly = policy(schedule_days=30.0)
    assert decide(monthly).repair is Repair.RETRAIN
    waiting = decide(monthly, history((10, Repair.RETRAIN), (5, Repair.RECALIBRATE)))
    assert waiting == RepairDecision(None, "a reason to repair it", NOW + timedelta(days=20))
    assert decide(monthly, history((30, Repair.RETRAIN))).repair is Repair.RETRAIN


def test_new_truth_is_enough_at_the_number_asked_for() -> None:
    rules = policy(new_truth_rows=10_000)
    assert decide(rules, new_truth_rows=9_999).repair is None
    assert decide(rules, new_truth_rows=10_000).reason == "the truth of 10,000 new rows has come"


def test_new_truth_is_enough_at_the_share_asked_for_of_what_it_was_trained_on() -> None:
    rules = policy(new_truth_share=0.3)
    assert decide(rules, new_truth_rows=2_999, trained_rows=10_000).repair is None
    grown = decide(rules, new_truth_rows=3_000, trained_rows=10_000)
    assert grown.repair is Repair.RETRAIN
    assert grown.reason == "the truth of 3,000 new rows has come, 30% of what it was trained on"
    assert decide(rules, new_truth_rows=9_999_999).repair is None


def test_what_there_is_to_learn_from_is_learned_by_retraining_alone() -> None:
    harmless = policy(on_quality_loss=False, new_truth_rows=10_000)
    assert decide(harmless, new_truth_rows=10_000, quality=LOST).repair is Repair.RETRAIN


def test_a_routine_recalibration_is_due_so_long_after_the_last_repair_of_either_kind() -> None:
    rules = policy(recalibration=Recalibration(schedule_days=7.0))
    due = decide(rules, history((8, Repair.RETRAIN), (7, Repair.RECALIBRATE)))
    assert due == RepairDecision(
        Repair.RECALIBRATE, "a routine recalibration is due 7 days after each repair"
    )
    waiting = decide(rules, history((6, Repair.RETRAIN), (8, Repair.RECALIBRATE)))
    assert (waiting.repair, waiting.until) == (None, NOW + timedelta(days=1))
    both = policy(recalibration=Recalibration(schedule_days=7.0), schedule_days=6.5)
    assert decide(both, history((6, Repair.RETRAIN))).until == NOW + timedelta(days=0.5)


def test_the_routine_goes_on_while_a_retraining_has_to_wait() -> None:
    rules = policy(recalibration=Recalibration(schedule_days=7.0), cooldown_hours=240.0)
    past = history((8, Repair.RETRAIN))
    meanwhile = decide(rules, past, drift=drift(0.5, 0.5))
    assert meanwhile.repair is Repair.RECALIBRATE
    assert meanwhile.reason.endswith("; a retraining waits for its turn")
    assert decide(rules, history((6, Repair.RETRAIN)), drift=drift(0.5, 0.5)).repair is None


def test_a_cooldown_holds_a_retraining_back_and_says_until_when() -> None:
    decision = decide(past=history((0.25, Repair.RETRAIN)), drift=drift(0.5, 0.5))
    assert decision == RepairDecision(
        None,
        "the cooldown after the last training to allow it to retrain: "
        "drift was serious in 2 checks running",
        NOW + timedelta(days=0.75),
    )
    assert decide(past=history((1, Repair.RETRAIN)), drift=drift(1, 1)).repair is Repair.RETRAIN


def test_a_retraining_does_not_wait_for_a_recalibration() -> None:
    past = history((0.1, Repair.RECALIBRATE))
    assert decide(past=past, drift=drift(0.5, 0.5)).repair is Repair.RETRAIN


def test_a_recalibration_has_a_cooldown_and_no_budget() -> None:
    held = decide(past=history((0.5, Repair.RETRAIN)), quality=LOST)
    assert (held.repair, held.until) == (None, NOW + timedelta(days=0.5))
    many = history(*((day, Repair.RECALIBRATE) for day in range(1, 20)))
    assert decide(past=many, quality=LOST).repair is Repair.RECALIBRATE


def test_a_spent_budget_waits_until_the_oldest_leaves_the_period() -> None:
    rules = policy(budget=2, budget_days=30.0)
    spent = history((29, Repair.RETRAIN), (10, Repair.RETRAIN), (40, Repair.RETRAIN))
    decision = decide(rules, spent, drift=drift(0.5, 0.5))
    assert (decision.repair, decision.until) == (None, NOW + timedelta(days=1))
    assert "the budget of 2 retrainings in 30 days" in decision.reason
    freed = history((30, Repair.RETRAIN), (10, Repair.RETRAIN))
    assert decide(rules, freed, drift=drift(0.5, 0.5)).repair is Repair.RETRAIN


@given(
    st.lists(st.integers(0, 60), max_size=8),
    st.integers(0, 4),
    st.lists(st.floats(0, 1), max_size=5),
)
def test_no_history_lets_the_budget_be_exceeded(
    days: list[int], budget: int, shares: list[float]
) -> None:
    past = history(*((day, Repair.RETRAIN) for day in days))
    decision = decide(policy(budget=budget), past, drift=drift(*shares), quality=LOST)
    if decision.repair is Repair.RETRAIN:
        assert sum(day < 30 for day in days) < budget
    if decision.until is not None:
        assert decision.until > NOW
