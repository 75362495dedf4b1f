from dataclasses import replace

import numpy as np
import pytest

from monitoring.drift.check import check_drift
from monitoring.drift.joint_profile import profile_joint
from monitoring.drift.limits import DriftLimits
from monitoring.drift.noise_floor import Floors
from monitoring.drift.profile import profile_categories, profile_numbers
from monitoring.drift.window import Reference, Window, count_chunk

PLACES = np.array(["JFK", "EWR", "LGA"], dtype=object)


def table(rows, seed):
    generator = np.random.default_rng(seed)
    return {
        "delay": generator.normal(10, 5, size=rows),
        "speed": np.where(generator.random(rows) < 0.02, np.nan, generator.random(rows)),
        "place": PLACES[generator.integers(0, 3, rows)],
    }


TRAINING = table(20_000, seed=1)
COLUMNS = {
    "delay": profile_numbers(TRAINING["delay"]),
    "speed": profile_numbers(TRAINING["speed"]),
    "place": profile_categories(TRAINING["place"]),
}
REFERENCE = Reference(COLUMNS, profile_joint(TRAINING, COLUMNS))
FLOORS = Floors(COLUMNS, seed=1)


def check(chunk, reference=REFERENCE, **limits):
    return check_drift(reference, count_chunk(chunk, reference), DriftLimits(**limits), FLOORS)


def feature(report, name):
    return next(found for found in report.features if found.name == name)


def test_a_stable_window_has_no_drift() -> None:
    report = check(table(5000, seed=2))
    assert (report.severity, report.alarms, report.flagged) == ("none", False, ())
    assert report.reason == "None of 3 features has drifted."
    assert feature(report, "delay").reason.startswith("No more different")


def test_a_moved_number_is_flagged_with_its_direction() -> None:
    rows = table(5000, seed=2)
    report = check({**rows, "delay": rows["delay"] + 5})
    found = feature(report, "delay")
    assert (found.severity, report.severity) == ("serious", "serious")
    assert found.reason.startswith("Values are higher than in training, by 1.2 standard deviations")
    assert report.reason == "1 of 3 features has drifted. Seriously: delay."
    assert [other.name for other in report.flagged] == ["delay"]


def test_new_categories_are_named() -> None:
    rows = table(5000, seed=2)
    rows["place"][:600] = "SFO"
    found = feature(check(rows), "place")
    assert found.severity == "serious"
    assert "12.0% of known values are categories that training did not have, such as SFO" in (
        found.reason
    )


def test_more_missing_is_told_in_shares() -> None:
    rows = table(5000, seed=2)
    rows["speed"][:1500] = np.nan
    assert feature(check(rows), "speed").reason == "Missing in 31.6% of rows; 2.1% in training."


def test_values_outside_the_range_are_told_with_the_range() -> None:
    rows = table(5000, seed=2)
    rows["speed"][:400] = 7.0
    found = feature(check(rows), "speed")
    assert found.severity == "serious"
    assert "lie outside the range seen in training" in found.reason


def test_a_change_in_spread_alone_has_no_direction() -> None:
    rows = table(5000, seed=2)
    spread = 10 + 2 * (rows["delay"] - 10)
    found = feature(check({**rows, "delay": spread}), "delay")
    assert found.flagged
    assert abs(found.mean_shift) < 0.1


def test_many_rows_do_not_alarm_about_nothing() -> None:
    rows = table(400_000, seed=2)
    report = check({**rows, "delay": rows["delay"] + 0.2})
    found = feature(report, "delay")
    assert found.adjusted_exceedance < 1e-6
    assert (found.severity, report.severity) == ("none", "none")
    assert found.reason == "Differs from training by more than chance, but too little to matter."


def test_few_rows_do_not_alarm_about_noise() -> None:
    report = check(table(200, seed=3))
    assert max(effect.value for effect in feature(report, "delay").effects) > 0.1
    assert report.severity == "none"


def test_too_few_rows_are_too_little_data_and_not_a_pass() -> None:
    report = check(table(199, seed=3))
    assert (report.severity, report.alarms) == ("too little data", False)
    assert report.reason == "Too little data: 199 rows, 200 are needed."
    assert {found.severity for found in report.features} == {"too little data"}
    assert check_drift(REFERENCE, Window(), DriftLimits(), FLOORS).severity == "too little data"


def test_a_feature_with_few_known_values_is_judged_by_what_is_missing() -> None:
    rows = table(5000, seed=2)
    rows["speed"][100:] = np.nan
    found = feature(check(rows), "speed")
    assert (found.severity, [effect.name for effect in found.effects]) == (
        "serious",
        ["missing_difference"],
    )


def test_a_feature_that_was_hardly_known_in_training_is_too_little_data() -> None:
    speed = np.full(20_000, np.nan)
    speed[:50] = 0.5
    reference = Reference({"speed": profile_numbers(speed)})
    window = count_chunk({"speed": speed[:5000]}, reference)
    report = check_drift(reference, window, DriftLimits(), Floors(reference.columns, seed=1))
    assert (report.severity, report.features[0].severity) == ("too little data",) * 2
    assert "50 known values in training" in report.features[0].reason


def test_features_that_no_longer_go_together_alarm_by_themselves() -> None:
    generator = np.random.default_rng(5)
    first = generator.normal(size=10_000)
    training = {name: first + 0.3 * generator.normal(size=10_000) for name in "abcd"}
    columns = {name: profile_numbers(values) for name, values in training.items()}
    reference = Reference(columns, profile_joint(training, columns))
    shuffled = {name: generator.permutation(values) for name, values in training.items()}
    report = check_drift(
        reference, count_chunk(shuffled, reference), DriftLimits(), Floors(columns, seed=1)
    )
    assert (report.flagged, report.joint.severity, report.severity) == ((), "serious", "serious")
    assert report.reason == "Rows combine their features in ways that were rare in training."


def test_a_reference_without_a_joint_profile_says_so() -> None:
    report = check(table(500, seed=2), reference=Reference(COLUMNS))
    assert report.joint.severity == "too little data"
    assert "without a reference" in report.joint.reason
    assert report.severity == "none"


def test_only_features_that_drifted_are_flagged_among_many() -> None:
    generator = np.random.default_rng(6)
    training = {f"f{i:02d}": generator.normal(size=5000) for i in range(40)}
    columns = {name: profile_numbers(values) for name, values in training.items()}
    later = {f"f{i:02d}": generator.normal(size=2000) + (i < 4) for i in range(40)}
    reference = Reference(columns)
    report = check_drift(
        reference, count_chunk(later, reference), DriftLimits(), Floors(columns, seed=2)
    )
    assert [found.name for found in report.flagged] == ["f00", "f01", "f02", "f03"]
    assert report.reason.endswith("Seriously: f00, f01, f02 and 1 more.")


def test_the_same_seed_gives_the_same_report() -> None:
    window = count_chunk(table(3000, seed=9), REFERENCE)
    fresh = [check_drift(REFERENCE, window, DriftLimits(), Floors(COLUMNS, seed=4)) for _ in "ab"]
    assert fresh[0] == fresh[1]


def test_the_limits_are_parameters() -> None:
    rows = table(5000, seed=2)
    moved = {**rows, "delay": rows["delay"] + 1.5}
    strict = {name: replace(limit, moderate=0.0) for name, limit in DriftLimits().effects.items()}
    assert check(moved, fewest_rows=5001).severity == "too little data"
    assert len(check(moved, effects=strict).flagged) >= len(check(moved).flagged)


def test_refuses_a_window_without_one_of_the_columns() -> None:
    window = count_chunk(table(500, seed=2), Reference({"delay": COLUMNS["delay"]}))
    with pytest.raises(KeyError, match="speed"):
        check_drift(REFERENCE, window, DriftLimits(), FLOORS)
