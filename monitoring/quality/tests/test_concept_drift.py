import numpy as np
import pytest
from river.drift import ADWIN

from monitoring.quality.concept_drift import (
    DELTA,
    ConceptDrift,
    find_concept_drift,
    likeliest_split,
)
from monitoring.quality.estimate import TooLittleData


def wrong(seed: int, *parts: tuple[int, float]) -> np.ndarray:
    """0 or 1 by row: so many rows with such a chance of an error, part after part."""
    generator = np.random.default_rng(seed)
    return np.concatenate([generator.random(rows) < chance for rows, chance in parts]).astype(float)


def test_the_alarm_is_rivers() -> None:
    errors, window, alarms = wrong(1, (2_000, 0.2), (1_000, 0.4)), ADWIN(delta=DELTA), []
    for position, error in enumerate(errors):
        window.update(error)
        if window.drift_detected:
            alarms.append(position)
    assert alarms[0] == find_concept_drift(errors).changes[0].detected_at


def test_says_when_it_began_and_how_much_it_was() -> None:
    found = find_concept_drift(wrong(2, (3_000, 0.2), (2_000, 0.35)))
    (change,) = found.changes
    assert change.began_at == pytest.approx(3_000, abs=150)
    assert change.began_at < change.detected_at < 3_600
    assert (change.before, change.after) == pytest.approx((0.2, 0.35), abs=0.03)
    assert found.total_change == pytest.approx(0.15, abs=0.04)


def test_levels_between_two_changes_belong_to_both() -> None:
    found = find_concept_drift(wrong(3, (2_000, 0.1), (2_000, 0.5), (2_000, 0.2)))
    first, second = found.changes
    assert first.after == second.before == pytest.approx(0.5, abs=0.04)
    assert found.total_change == pytest.approx(0.1, abs=0.04)


def test_the_split_explains_most_of_the_variance() -> None:
    values = np.random.default_rng(4).random(40)
    explained = [
        k * (values[:k].mean() - values.mean()) ** 2
        + (40 - k) * (values[k:].mean() - values.mean()) ** 2
        for k in range(1, 40)
    ]
    assert int(np.argmax(explained)) + 1 == likeliest_split(values)


def test_stable_errors_are_left_alone() -> None:
    drifted = [find_concept_drift(wrong(seed, (3_000, 0.2))).drifted for seed in range(100)]
    assert np.mean(drifted) <= 0.02


def test_errors_of_any_unit_are_scaled_by_their_limit() -> None:
    errors = wrong(5, (1_000, 0.2), (1_000, 0.6))
    minutes = find_concept_drift(30 * errors, largest_error=30.0)
    assert minutes.changes[0].began_at == find_concept_drift(errors).changes[0].began_at
    assert minutes.total_change == pytest.approx(30 * find_concept_drift(errors).total_change)


def test_without_change_nothing_changed() -> None:
    assert find_concept_drift(np.full(100, 0.3)) == ConceptDrift(100, ())
    assert find_concept_drift(np.full(100, 0.3)).total_change == 0.0


def test_few_errors_are_too_few_and_impossible_ones_refused() -> None:
    assert isinstance(find_concept_drift(np.zeros(39)), TooLittleData)
    for error in (np.nan, -0.1, 1.1):
        with pytest.raises(ValueError, match="outside"):
            find_concept_drift(np.full(50, error))
