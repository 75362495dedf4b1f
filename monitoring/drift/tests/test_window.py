import json
from dataclasses import asdict

import numpy as np
import pytest

from monitoring.drift.joint_profile import profile_joint
from monitoring.drift.profile import profile_categories, profile_numbers
from monitoring.drift.stored import read_reference, read_window
from monitoring.drift.window import Reference, Window, count_chunk, count_chunks


def table(rows, seed):
    generator = np.random.default_rng(seed)
    place = np.array(["JFK", "EWR", ""], dtype=object)[generator.integers(0, 3, rows)]
    return {"delay": generator.normal(size=rows), "place": place, "speed": generator.random(rows)}


TRAINING = table(1000, seed=1)
COLUMNS = {
    "delay": profile_numbers(TRAINING["delay"]),
    "place": profile_categories(TRAINING["place"]),
    "speed": profile_numbers(TRAINING["speed"]),
}
REFERENCE = Reference(COLUMNS, profile_joint(TRAINING, COLUMNS))


def pieces(chunk, size):
    return [
        {name: values[start : start + size] for name, values in chunk.items()}
        for start in range(0, len(chunk["delay"]), size)
    ]


def test_a_window_in_chunks_is_the_window_at_once() -> None:
    rows = table(500, seed=2)
    whole, parts = count_chunk(rows, REFERENCE), count_chunks(pieces(rows, 70), REFERENCE)
    assert (whole.rows, whole.columns) == (parts.rows, parts.columns)
    assert whole.joint.total == pytest.approx(parts.joint.total)


def test_no_rows_are_the_empty_window_which_changes_nothing() -> None:
    assert count_chunk(table(0, seed=3), REFERENCE) == Window() == count_chunks([], REFERENCE)
    rows = count_chunk(table(9, seed=3), REFERENCE)
    assert rows + Window() == rows == Window() + rows


def test_a_version_sealed_without_a_joint_profile_is_counted_without() -> None:
    assert count_chunk(table(9, seed=3), Reference(COLUMNS)).joint is None


def test_joint_errors_of_part_of_the_rows_are_not_passed_off_as_all() -> None:
    rows = table(9, seed=3)
    total = count_chunk(rows, REFERENCE) + count_chunk(rows, Reference(COLUMNS))
    assert (total.rows, total.joint) == (18, None)


def test_columns_that_the_reference_does_not_know_are_left_alone() -> None:
    rows = {**table(9, seed=3), "subject": np.array(["someone"] * 9, dtype=object)}
    assert count_chunk(rows, REFERENCE).columns.keys() == COLUMNS.keys()


def test_refuses_a_chunk_without_a_column_or_with_uneven_ones() -> None:
    rows = table(9, seed=3)
    with pytest.raises(ValueError, match=r"\[5, 9\]"):
        count_chunk({**rows, "speed": rows["speed"][:5]}, REFERENCE)
    del rows["place"]
    with pytest.raises(KeyError, match="place"):
        count_chunk(rows, REFERENCE)


def test_refuses_to_add_windows_of_different_columns() -> None:
    rows = table(9, seed=3)
    fewer = Reference({"delay": COLUMNS["delay"]})
    with pytest.raises(ValueError, match="different columns"):
        count_chunk(rows, REFERENCE) + count_chunk(rows, fewer)


def test_references_and_windows_survive_being_stored() -> None:
    window = count_chunk(table(50, seed=4), REFERENCE)
    stored = json.loads(json.dumps(asdict(REFERENCE)))
    assert read_reference(stored["columns"], stored["joint"]) == REFERENCE
    assert read_window(json.loads(json.dumps(asdict(window)))) == window


def test_a_profile_sealed_before_the_joint_check_can_be_read() -> None:
    stored = json.loads(json.dumps(asdict(REFERENCE)))
    del stored["columns"]["delay"]["standard_deviation"]
    found = read_reference(stored["columns"], stored.get("absent"))
    assert (found.joint, found.columns["delay"].standard_deviation) == (None, None)
