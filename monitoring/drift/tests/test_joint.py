from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitoring.drift.joint_check import joint_effect
from monitoring.drift.joint_profile import JointErrors, JointProfile, joint_errors, profile_joint
from monitoring.drift.profile import profile_categories, profile_numbers

PLACES = np.array(["JFK", "EWR", "LGA"], dtype=object)


def table(rows, correlation, seed):
    generator = np.random.default_rng(seed)
    first, noise, third = generator.normal(size=(3, rows))
    second = correlation * first + np.sqrt(1 - correlation**2) * noise
    place = PLACES[generator.choice(3, rows, p=[0.6, 0.3, 0.1])]
    return {"first": first, "second": second, "third": third, "place": place}


def profiles(chunk):
    return {
        name: profile_categories(v) if v.dtype == object else profile_numbers(v)
        for name, v in chunk.items()
    }


TRAINING = table(8000, 0.9, seed=1)
COLUMNS = profiles(TRAINING)
JOINT = profile_joint(TRAINING, COLUMNS)


def effect(chunk):
    return joint_effect(JOINT, joint_errors(chunk, COLUMNS, JOINT), 0.95)


def test_features_that_no_longer_go_together_are_noticed_though_each_looks_as_before() -> None:
    same, broken = effect(table(4000, 0.9, seed=2)), effect(table(4000, 0.0, seed=2))
    assert same.exceedance > 0.05
    assert broken.exceedance < 1e-12
    assert broken.value > 0.3 > same.floor


def test_the_errors_are_those_of_a_principal_component_analysis() -> None:
    """By the definition, with scikit-learn's components of the same rows."""
    from sklearn.decomposition import PCA  # noqa: PLC0415 - only this test needs it

    fitted = {name: values[::2] for name, values in TRAINING.items()}
    shares = {"JFK": 0.6, "EWR": 0.3, "LGA": 0.1}
    counts = COLUMNS["place"].counts
    shares = {name: counts[name] / 8000 for name in shares}

    def coded(chunk):
        place = np.array([shares[name] for name in chunk["place"]])
        return np.column_stack([chunk["first"], chunk["second"], chunk["third"], place])

    means, scales = coded(fitted).mean(axis=0), coded(fitted).std(axis=0)
    rows = np.clip((coded(fitted) - means) / scales, -5, 5)
    pca = PCA(n_components=len(JOINT.components)).fit(rows)
    window = table(500, 0.5, seed=3)
    later = np.clip((coded(window) - means) / scales, -5, 5)
    rebuilt = pca.inverse_transform(pca.transform(later))
    expected = np.sqrt(((later - rebuilt) ** 2).sum(axis=1)).sum()
    assert expected == pytest.approx(joint_errors(window, COLUMNS, JOINT).total, rel=1e-3)


def test_means_of_stable_windows_are_normal_with_the_stated_noise() -> None:
    found = [effect(table(500, 0.9, seed=seed)) for seed in range(100, 400)]
    assert np.mean([one.exceedance <= 0.05 for one in found]) == pytest.approx(0.05, abs=0.03)
    assert np.mean([abs(one.value) <= one.floor for one in found]) == pytest.approx(0.95, abs=0.03)


@given(st.lists(st.integers(0, 300), max_size=4))
def test_errors_of_chunks_add_up(cuts) -> None:
    window = table(300, 0.9, seed=4)
    bounds = [0, *sorted(cuts), 300]
    parts = sum(
        (
            joint_errors({n: v[a:b] for n, v in window.items()}, COLUMNS, JOINT)
            for a, b in pairwise(bounds)
        ),
        start=JointErrors(0, 0.0),
    )
    whole = joint_errors(window, COLUMNS, JOINT)
    assert (parts.rows, parts.total) == (300, pytest.approx(whole.total))


def test_missing_unknown_and_absurd_values_stay_bounded() -> None:
    window = {
        "first": np.array([np.nan, 1e300]),
        "second": np.array([np.inf, -np.inf]),
        "third": np.array([np.nan, np.nan]),
        "place": np.array(["", "elsewhere"], dtype=object),
    }
    assert 0 < joint_errors(window, COLUMNS, JOINT).total <= 2 * np.sqrt(4 * 25)


def test_columns_that_do_not_vary_are_left_out() -> None:
    training = {**TRAINING, "constant": np.ones(8000), "empty": np.full(8000, np.nan)}
    joint = profile_joint(training, profiles(training))
    assert joint.features == ("first", "second", "third", "place")
    assert 0 < len(joint.components) < 4


def test_there_is_nothing_to_learn_from_one_feature_or_few_rows() -> None:
    alone = {"first": TRAINING["first"]}
    assert profile_joint(alone, profiles(alone)) is None
    few = {name: values[:99] for name, values in TRAINING.items()}
    assert profile_joint(few, profiles(few)) is None


def test_a_hand_worked_effect() -> None:
    reference = JointProfile(("a", "b"), (0, 0), (1, 1), ((1, 0),), 400, 2.0, 0.5)
    found = joint_effect(reference, JointErrors(100, 210.0), 0.95)
    noise = np.sqrt(1 / 400 + 1 / 100)
    assert (found.value, found.floor) == (pytest.approx(0.2), pytest.approx(1.959964 * noise))
    # z = 1.788854, two-sided, from a normal table.
    assert found.exceedance == pytest.approx(0.0736, abs=1e-4)
