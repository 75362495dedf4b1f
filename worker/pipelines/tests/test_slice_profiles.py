"""The profiles of slices: which there are, and of which rows."""

import numpy as np
import pandas as pd

from worker.pipelines.profile import profile_field, profile_outputs
from worker.pipelines.slice_profiles import FEWEST_ROWS, MOST, slice_outputs, slice_profiles
from worker.tests import tiny_model

SCHEMA = tiny_model.SCHEMA


def rows(counts: dict[str, int]) -> pd.DataFrame:
    places = np.repeat(list(counts), list(counts.values()))
    generator = np.random.default_rng(1)
    return pd.DataFrame(
        {
            "amount": generator.normal(size=len(places)),
            "count": 0,
            "kind": "plain",
            "divisor": 1.0,
            "place": places,
        }
    )


def test_a_slice_is_profiled_like_the_whole_of_its_rows() -> None:
    seen = rows({"north": FEWEST_ROWS, "south": 2 * FEWEST_ROWS, "islet": FEWEST_ROWS - 1})
    held_out = rows({"north": FEWEST_ROWS - 1, "south": FEWEST_ROWS})
    stated = np.linspace(0.1, 0.9, len(held_out))
    south, north = slice_profiles(SCHEMA, ("place", "not there"), seen, held_out, stated)
    assert (south.value, south.input_rows) == ("south", 2 * FEWEST_ROWS)
    inside = seen[seen["place"] == "south"]
    assert south.fields == {
        field.name: profile_field(field, inside[field.name]) for field in SCHEMA.fields
    }
    assert south.outputs == profile_outputs(SCHEMA, stated[FEWEST_ROWS - 1 :])
    assert (north.value, north.outputs) == ("north", {}), "too few held out to know its answers"


def test_the_largest_are_kept() -> None:
    counts = {f"place {n:02}": FEWEST_ROWS + n for n in range(MOST + 3)}
    seen = rows(counts)
    found = slice_profiles(SCHEMA, ("place",), seen, seen.head(0), np.zeros(0))
    assert [part.value for part in found] == sorted(counts, reverse=True)[:MOST]


def test_answers_of_a_column_that_is_not_there_have_no_profile() -> None:
    assert slice_outputs(SCHEMA, rows({"a": FEWEST_ROWS}), np.zeros(FEWEST_ROWS), "x", "a") == {}
