"""A small sealed model of every kind of field, whose answers are worked out by hand.

probability = sigmoid(amount + count + bonus), where bonus is 1 for the kind "vip", else 0.
"""

import math
from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

from api.artifact.canonical import canonical_json
from api.artifact.manifest import Manifest
from api.artifact.schema import Field, GraphInput, Output, Schema
from api.artifact.sealing import seal

SCHEMA = Schema(
    task="binary",
    fields=(
        Field("amount", "number", "FP32", nullable=False),
        Field("count", "integer", "INT64", minimum=0),
        Field("kind", "category", "BYTES", choices=("plain", "vip")),
        Field("divisor", "number", "FP32", nullable=True),
    ),
    graph_inputs=(
        GraphInput("amount", "FP32", ("amount",)),
        GraphInput("count", "INT64", ("count",)),
        GraphInput("kind", "BYTES", ("kind",)),
        GraphInput("divisor", "FP32", ("divisor",)),
    ),
    outputs=(Output("probability", "FP32", "probability"),),
    labels=("no", "yes"),
)


def probability(amount: float, count: int, kind: str) -> float:
    return 1 / (1 + math.exp(-(amount + count + (kind == "vip"))))


def graph() -> onnx.ModelProto:
    """``divisor`` does nothing unless it is null: then the answer is no number, the row poison."""
    nodes = [
        helper.make_node("Cast", ["count"], ["count_float"], to=TensorProto.FLOAT),
        helper.make_node(
            "LabelEncoder",
            ["kind"],
            ["bonus"],
            domain="ai.onnx.ml",
            keys_strings=["vip"],
            values_floats=[1.0],
            default_float=0.0,
        ),
        helper.make_node("Mul", ["divisor", "zero"], ["nothing"]),
        helper.make_node("Sum", ["amount", "count_float", "bonus", "nothing"], ["logit"]),
        helper.make_node("Sigmoid", ["logit"], ["probability"]),
    ]
    kinds = {
        "amount": TensorProto.FLOAT,
        "count": TensorProto.INT64,
        "kind": TensorProto.STRING,
        "divisor": TensorProto.FLOAT,
    }
    return helper.make_model(
        helper.make_graph(
            nodes,
            "tiny",
            [helper.make_tensor_value_info(n, kind, ["rows", 1]) for n, kind in kinds.items()],
            [helper.make_tensor_value_info("probability", TensorProto.FLOAT, ["rows", 1])],
            [numpy_helper.from_array(np.array([0.0], np.float32), "zero")],
        ),
        opset_imports=[helper.make_opsetid("", 17), helper.make_opsetid("ai.onnx.ml", 3)],
        ir_version=9,
    )


def write(directory: Path) -> None:
    directory.mkdir(parents=True, exist_ok=True)
    (directory / "model.onnx").write_bytes(graph().SerializeToString())
    (directory / "schema.json").write_bytes(canonical_json(SCHEMA))


def write_sealed(directory: Path, *, created_at: str = "2026-01-01T00:00:00Z") -> str:
    write(directory)
    manifest = Manifest(
        model="tiny",
        task="binary",
        title={"en": "Tiny"},
        summary={"en": "A test's model"},
        created_at=created_at,
        origin="upload",
        data=None,
        code_commit="",
        parameters={},
        libraries={},
        files={},
    )
    return seal(directory, manifest)
