from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitoring.quality.accuracy import accuracy
from monitoring.quality.auc import auc
from monitoring.quality.brier import brier
from monitoring.quality.expected_auc import expected_auc
from monitoring.quality.expected_quality import (
    ASSUMPTIONS,
    Evidence,
    Refusal,
    expected_quality,
)
from monitoring.quality.log_loss import log_loss

SOUND = Evidence(
    calibration_error=0.01, reference_rows=20_000, unseen_share=0.001, concept_drift=False
)


def probabilities(rows: int = 500) -> np.ndarray:
    return np.random.default_rng(1).beta(1.5, 4.0, size=rows)


def test_two_probabilities_by_hand() -> None:
    # p = 0.2: Brier 0.16, right with 0.8; p = 0.6: Brier 0.24, right with 0.6.
    found = expected_quality(np.tile([0.2, 0.6], 50), SOUND)
    assert found.brier.value == pytest.approx(0.20)
    assert found.accuracy.value == pytest.approx(0.70)
    entropy = [-p * np.log(p) - (1 - p) * np.log(1 - p) for p in (0.2, 0.6)]
    assert found.log_loss.value == pytest.approx(np.mean(entropy))
    assert found.assumptions == ASSUMPTIONS


def test_the_truth_lands_in_the_intervals_as_often_as_they_say_if_calibrated() -> None:
    p = probabilities()
    found = expected_quality(p, SOUND)
    generator = np.random.default_rng(2)
    truths = [(generator.random(len(p)) < p).astype(int) for _ in range(1_000)]
    realised = {
        "brier": [brier(truth, p).mean() for truth in truths],
        "log_loss": [log_loss(truth, p).mean() for truth in truths],
        "accuracy": [accuracy(truth, (p >= 0.5).astype(int)).mean() for truth in truths],
        "auc": [auc(truth, p) for truth in truths],
    }
    for name, values in realised.items():
        one = getattr(found, name)
        assert np.mean(values) == pytest.approx(one.value, abs=4 * np.std(values) / np.sqrt(1_000))
        inside = (one.lower <= np.array(values)) & (np.array(values) <= one.upper)
        assert inside.mean() == pytest.approx(0.95, abs=0.025)


@given(st.lists(st.sampled_from([0.0, 0.1, 0.3, 0.5, 0.8, 1.0]), min_size=2, max_size=25))
def test_the_expected_area_counts_the_expected_pairs(values) -> None:
    p = np.array(values)
    chance = np.outer(p, 1 - p) * (1 - np.eye(len(p)))
    right = (p[:, None] > p) + 0.5 * (p[:, None] == p)
    found = expected_auc(p, 0.95)
    if found is None:
        assert chance.sum() == pytest.approx(0) or ((p == 0) | (p == 1)).all()
    else:
        assert found.value == pytest.approx((chance * right).sum() / chance.sum())


@pytest.mark.parametrize(
    ("reason", "changed"),
    [
        ("off by 0.080 in calibration", {"calibration_error": 0.08}),
        ("off by nan in calibration", {"calibration_error": float("nan")}),
        ("300 reference rows only", {"reference_rows": 300}),
        ("12.0% of rows lie outside", {"unseen_share": 0.12}),
        ("concept drift", {"concept_drift": True}),
    ],
)
def test_outside_its_assumptions_the_answer_is_the_reason(reason, changed) -> None:
    found = expected_quality(probabilities(), replace(SOUND, **changed))
    assert isinstance(found, Refusal)
    assert len(found.reasons) == 1
    assert reason in found.reasons[0]


def test_all_reasons_are_told_together() -> None:
    bad = replace(SOUND, unseen_share=0.5, concept_drift=True)
    found = expected_quality(np.array([0.5, np.nan]), bad)
    assert [reason.split(" ")[0] for reason in found.reasons] == ["2", "some", "50.0%", "the"]


def test_certain_probabilities_have_no_expected_area() -> None:
    found = expected_quality(np.tile([0.0, 1.0], 60), SOUND)
    assert found.auc is None
    assert found.brier.value == 0.0
