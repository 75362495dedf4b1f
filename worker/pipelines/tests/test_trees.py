import lightgbm as lgb
import numpy as np
import onnxruntime as ort
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from onnx import TensorProto

from worker.pipelines.onnx_graph import make_graph
from worker.pipelines.trees import float32_at_most, tree_node

SETTINGS = {
    "verbose": -1,
    "num_threads": 1,
    "min_data_in_leaf": 1,
    "min_data_in_bin": 1,
    "deterministic": True,
}


def boost(inputs, target, trees=20, **settings) -> lgb.Booster:
    return lgb.train({**SETTINGS, **settings}, lgb.Dataset(inputs, target), trees)


def run(boosters, inputs) -> np.ndarray:
    graph = make_graph(
        "trees",
        [tree_node(boosters, features="features", scores="scores", name="trees")],
        {"features": (TensorProto.FLOAT, inputs.shape[1])},
        {"scores": len(boosters)},
        [],
    )
    session = ort.InferenceSession(graph.SerializeToString(), providers=["CPUExecutionProvider"])
    return session.run(None, {"features": inputs})[0]


@given(st.floats(allow_nan=False, allow_infinity=False, min_value=-1e38, max_value=1e38))
def test_a_threshold_becomes_the_largest_float32_that_is_not_above_it(value) -> None:
    rounded = np.float32(float32_at_most(value))
    assert float(rounded) <= value < float(np.nextafter(rounded, np.float32(np.inf)))


def test_a_threshold_above_every_float32_lets_all_of_them_pass() -> None:
    assert float32_at_most(1e300) == np.finfo(np.float32).max


@settings(max_examples=25)
@given(st.integers(0, 2**32 - 1), st.booleans(), st.booleans())
def test_the_node_gives_what_the_booster_gives(seed, missing_seen, missing_served) -> None:
    generator = np.random.default_rng(seed)
    inputs = generator.normal(size=(300, 4)).astype(np.float32)
    if missing_seen:
        inputs[generator.random(inputs.shape) < 0.1] = np.nan
    target = np.nansum(inputs, axis=1) + generator.normal(size=300)
    booster = boost(inputs, target)
    served = inputs.copy()
    if missing_served:
        served[generator.random(inputs.shape) < 0.2] = np.nan
    expected = booster.predict(served, raw_score=True)
    assert run([booster], served)[:, 0] == pytest.approx(expected, abs=1e-5)


def test_neighbouring_float32_values_are_never_sent_down_the_other_branch() -> None:
    low = np.float32(16_777_217.0 / 3)
    inputs = np.array([low, np.nextafter(low, np.float32(np.inf))] * 50, np.float32)[:, None]
    target = np.array([0.0, 1.0] * 50)
    booster = boost(inputs, target, trees=1, learning_rate=1.0)
    assert run([booster], inputs)[:, 0].tolist() == booster.predict(inputs).tolist()


def test_several_boosters_share_one_node_and_keep_their_columns() -> None:
    inputs = np.random.default_rng(1).normal(size=(200, 3)).astype(np.float32)
    boosters = [boost(inputs, inputs[:, i].copy()) for i in range(3)]
    expected = np.column_stack([booster.predict(inputs) for booster in boosters])
    assert run(boosters, inputs) == pytest.approx(expected, abs=1e-5)


def test_native_categorical_splits_are_refused() -> None:
    inputs = np.random.default_rng(2).integers(0, 8, size=(200, 1)).astype(float)
    data = lgb.Dataset(inputs, inputs[:, 0] % 2, categorical_feature=[0])
    booster = lgb.train({**SETTINGS, "min_data_per_group": 1, "cat_smooth": 0}, data, 3)
    with pytest.raises(ValueError, match="encode categories as numbers"):
        tree_node([booster], features="f", scores="s", name="trees")
