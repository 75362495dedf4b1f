"""Artifacts of every task, made from small ONNX graphs that can be worked by hand."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

from api.artifact.schema import Field, GraphInput, Output, Schema

_TYPES = {
    "FP32": TensorProto.FLOAT,
    "INT64": TensorProto.INT64,
    "UINT8": TensorProto.UINT8,
    "BYTES": TensorProto.STRING,
}


def save_graph(
    path: Path,
    nodes: Sequence[onnx.NodeProto],
    inputs: dict[str, tuple[str, list[Any]]],
    outputs: dict[str, tuple[str, list[Any]]],
    constants: dict[str, Any],
) -> None:
    graph = helper.make_graph(
        list(nodes),
        "test",
        [helper.make_tensor_value_info(n, _TYPES[t], s) for n, (t, s) in inputs.items()],
        [helper.make_tensor_value_info(n, _TYPES[t], s) for n, (t, s) in outputs.items()],
        [numpy_helper.from_array(np.asarray(value), name) for name, value in constants.items()],
    )
    opsets = [helper.make_opsetid("", 17), helper.make_opsetid("ai.onnx.ml", 3)]
    model = helper.make_model(graph, opset_imports=opsets, ir_version=8)
    onnx.checker.check_model(model)
    path.write_bytes(model.SerializeToString())


def save_artifact(directory: Path, schema: Schema, **files: Any) -> Path:
    (directory / "schema.json").write_bytes(msgspec.json.encode(schema))
    for name, value in files.items():
        (directory / f"{name}.json").write_bytes(msgspec.json.encode(value))
    return directory


def binary_schema() -> Schema:
    """p = sigmoid(delay × 1 + wind × −2 (0 where null) + 3 where carrier is "AA")."""
    return Schema(
        task="binary",
        fields=(
            Field("delay", "number", "FP32", minimum=-10, maximum=10, unit="min"),
            Field("carrier", "category", "BYTES", choices=("AA", "UA", "É")),
            Field("wind", "number", "FP32", nullable=True),
            Field("origin", "category", "BYTES", choices=("JFK",), unknown="allow", nullable=True),
        ),
        graph_inputs=(
            GraphInput("numbers", "FP32", ("delay", "wind")),
            GraphInput("texts", "BYTES", ("carrier", "origin")),
        ),
        outputs=(Output("probability", "FP32", "probability"),),
        labels=("on time", "late"),
        max_rows=50,
    )


def make_binary(directory: Path, *, bias: float = 0.0) -> Path:
    directory.mkdir(parents=True, exist_ok=True)
    node = helper.make_node
    encoder = node(
        "LabelEncoder",
        ["carrier"],
        ["code"],
        domain="ai.onnx.ml",
        keys_strings=["AA"],
        values_floats=[3.0],
        default_float=0.0,
    )
    save_graph(
        directory / "model.onnx",
        [
            node("IsNaN", ["numbers"], ["missing"]),
            node("Where", ["missing", "zero", "numbers"], ["filled"]),
            node("MatMul", ["filled", "weights"], ["linear"]),
            node("Gather", ["texts", "first"], ["carrier"], axis=1),
            encoder,
            node("Add", ["linear", "code"], ["sum"]),
            node("Add", ["sum", "bias"], ["shifted"]),
            node("Sigmoid", ["shifted"], ["probability"]),
        ],
        {"numbers": ("FP32", [None, 2]), "texts": ("BYTES", [None, 2])},
        {"probability": ("FP32", [None, 1])},
        {
            "zero": np.float32(0),
            "weights": np.array([[1], [-2]], np.float32),
            "first": np.array([0], np.int64),
            "bias": np.array([bias], np.float32),
        },
    )
    background = [
        {"delay": float(d), "carrier": c, "wind": w, "origin": "JFK"}
        for d, c, w in [(0, "AA", 1.0), (5, "UA", None), (-5, "UA", 0.5), (2, "AA", 3.0)]
    ]
    return save_artifact(directory, binary_schema(), background=background)


def text_schema() -> Schema:
    return Schema(
        task="binary",
        fields=(Field("text", "text", "BYTES", max_length=200),),
        graph_inputs=(GraphInput("text", "BYTES", ("text",)),),
        outputs=(Output("probability", "FP32", "probability"),),
        labels=("negative", "positive"),
        max_rows=20,
    )


def make_text(directory: Path) -> Path:
    """p = sigmoid(2 × count of "good" − 3 × count of "bad")."""
    directory.mkdir(parents=True, exist_ok=True)
    node = helper.make_node
    tfidf = node(
        "TfIdfVectorizer",
        ["words"],
        ["counts"],
        mode="TF",
        min_gram_length=1,
        max_gram_length=1,
        max_skip_count=0,
        ngram_counts=[0],
        ngram_indexes=[0, 1],
        pool_strings=["good", "bad"],
    )
    split = node("StringSplit", ["flat"], ["words", "lengths"], delimiter=" ")
    graph = helper.make_graph(
        [
            node("Reshape", ["text", "minus_one"], ["flat"]),
            split,
            tfidf,
            node("MatMul", ["counts", "weights"], ["linear"]),
            node("Sigmoid", ["linear"], ["probability"]),
        ],
        "text",
        [helper.make_tensor_value_info("text", TensorProto.STRING, [None, 1])],
        [helper.make_tensor_value_info("probability", TensorProto.FLOAT, [None, 1])],
        [
            numpy_helper.from_array(np.array([-1], np.int64), "minus_one"),
            numpy_helper.from_array(np.array([[2], [-3]], np.float32), "weights"),
        ],
    )
    opsets = [helper.make_opsetid("", 20), helper.make_opsetid("ai.onnx.ml", 3)]
    model = helper.make_model(graph, opset_imports=opsets, ir_version=9)
    (directory / "model.onnx").write_bytes(model.SerializeToString())
    return save_artifact(directory, text_schema())


def image_schema() -> Schema:
    return Schema(
        task="multiclass",
        fields=(Field("image", "tensor", "UINT8", shape=(4, 4), minimum=0, maximum=255),),
        graph_inputs=(GraphInput("image", "UINT8", ("image",)),),
        outputs=(Output("probabilities", "FP32", "probabilities", shape=(3,)),),
        labels=("left", "right", "none"),
        top_k=3,
        max_rows=20,
    )


def make_image(directory: Path) -> Path:
    """softmax of (light in the left half, light in the right half, 2)."""
    directory.mkdir(parents=True, exist_ok=True)
    node = helper.make_node
    left = np.zeros((4, 4, 3), np.float32)
    left[:, :2, 0] = left[:, 2:, 1] = 1 / 255
    save_graph(
        directory / "model.onnx",
        [
            node("Cast", ["image"], ["numbers"], to=TensorProto.FLOAT),
            node("Reshape", ["numbers", "flat_shape"], ["flat"]),
            node("Gemm", ["flat", "weights", "bias"], ["scores"]),
            node("Softmax", ["scores"], ["probabilities"], axis=1),
        ],
        {"image": ("UINT8", [None, 4, 4])},
        {"probabilities": ("FP32", [None, 3])},
        {
            "flat_shape": np.array([-1, 16], np.int64),
            "weights": left.reshape(16, 3),
            "bias": np.array([0, 0, 2], np.float32),
        },
    )
    return save_artifact(directory, image_schema())


def regression_schema() -> Schema:
    return Schema(
        task="regression",
        fields=(
            Field("hour", "integer", "INT64", minimum=0, maximum=23),
            Field("warm", "boolean", "INT64"),
        ),
        graph_inputs=(GraphInput("numbers", "INT64", ("hour", "warm")),),
        outputs=(
            Output("value", "FP32", "value"),
            Output("lower", "FP32", "lower"),
            Output("upper", "FP32", "upper"),
        ),
        coverage=0.9,
        max_rows=100,
    )


def make_regression(directory: Path) -> Path:
    """value = 10 hour + 100 warm; lower and upper 1 below and above."""
    directory.mkdir(parents=True, exist_ok=True)
    node = helper.make_node
    save_graph(
        directory / "model.onnx",
        [
            node("Cast", ["numbers"], ["floats"], to=TensorProto.FLOAT),
            node("MatMul", ["floats", "weights"], ["value"]),
            node("Sub", ["value", "one"], ["lower"]),
            node("Add", ["value", "one"], ["upper"]),
        ],
        {"numbers": ("INT64", [None, 2])},
        {name: ("FP32", [None, 1]) for name in ("value", "lower", "upper")},
        {"weights": np.array([[10], [100]], np.float32), "one": np.float32(1)},
    )
    return save_artifact(directory, regression_schema())


def tensor_schema() -> Schema:
    return Schema(
        task="tensor",
        fields=(Field("values", "tensor", "FP32", shape=(3,)),),
        graph_inputs=(GraphInput("values", "FP32", ("values",)),),
        outputs=(Output("doubled", "FP32", "tensor", shape=(3,)),),
        max_rows=20,
    )


def make_tensor(directory: Path) -> Path:
    directory.mkdir(parents=True, exist_ok=True)
    save_graph(
        directory / "model.onnx",
        [helper.make_node("Add", ["values", "values"], ["doubled"])],
        {"values": ("FP32", [None, 3])},
        {"doubled": ("FP32", [None, 3])},
        {},
    )
    return save_artifact(directory, tensor_schema())


MAKERS: dict[str, Callable[[Path], Path]] = {
    "binary": make_binary,
    "text": make_text,
    "image": make_image,
    "regression": make_regression,
    "tensor": make_tensor,
}
