import numpy as np
import pandas as pd

from api.artifact.schema import Field
from worker.pipelines.profile import profile_field


def profile(kind, datatype, values, **more):
    return profile_field(Field(name="x", kind=kind, datatype=datatype, **more), pd.Series(values))


def test_booleans_are_counted_by_their_json_words() -> None:
    assert profile("boolean", "BOOL", [True, False, True]).counts == {"true": 2, "false": 1}


def test_texts_are_profiled_by_their_length() -> None:
    found = profile("text", "BYTES", ["four", None, "sixsix"])
    assert (found.minimum, found.maximum, found.missing) == (0, 6, 0)


def test_tensors_are_profiled_by_their_mean() -> None:
    found = profile("tensor", "FP32", [np.zeros((2, 2)), np.full((2, 2), 3.0)], shape=(2, 2))
    assert (found.minimum, found.maximum) == (0, 3)


def test_missing_numbers_and_categories_are_counted_as_missing() -> None:
    assert profile("number", "FP32", [1.0, None]).missing == 1
    assert profile("category", "BYTES", ["JFK", None]).missing == 1
