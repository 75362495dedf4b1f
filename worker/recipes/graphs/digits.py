"""The digits network: 784 grey values through one hidden layer to ten probabilities."""

from dataclasses import dataclass

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

OPSET = 17
INK = 255.0
"""Grey value of full ink; the network works on 0–1."""


@dataclass(frozen=True)
class Network:
    """Weights as (inputs, outputs), and the temperature that divides the last layer's scores."""

    hidden_weights: NDArray[np.float64]
    hidden_bias: NDArray[np.float64]
    output_weights: NDArray[np.float64]
    output_bias: NDArray[np.float64]
    temperature: float = 1.0


def scores(network: Network, images: NDArray[np.uint8]) -> NDArray[np.float64]:
    """(n, 10) scores before the temperature, in double precision, of (n, 28, 28) grey values."""
    inputs = images.reshape(len(images), -1) / INK
    hidden = np.maximum(inputs @ network.hidden_weights + network.hidden_bias, 0.0)
    return np.asarray(hidden @ network.output_weights + network.output_bias)


def probabilities(network: Network, images: NDArray[np.uint8]) -> NDArray[np.float64]:
    """(n, 10) probabilities."""
    scaled = scores(network, images) / network.temperature
    powers = np.exp(scaled - scaled.max(axis=1, keepdims=True))
    return np.asarray(powers / powers.sum(axis=1, keepdims=True))


def build_graph(network: Network) -> onnx.ModelProto:
    """``image`` (n, 28, 28) UINT8 to ``probabilities`` (n, 10): scaling and temperature inside."""
    pixels = len(network.hidden_weights)
    constants = [
        numpy_helper.from_array(np.array([-1, pixels], dtype=np.int64), "flat_shape"),
        _constant("hidden_weights", network.hidden_weights / INK),
        _constant("hidden_bias", network.hidden_bias),
        _constant("output_weights", network.output_weights / network.temperature),
        _constant("output_bias", network.output_bias / network.temperature),
    ]
    nodes = [
        helper.make_node("Cast", ["image"], ["grey"], to=TensorProto.FLOAT),
        helper.make_node("Reshape", ["grey", "flat_shape"], ["flat"]),
        helper.make_node("Gemm", ["flat", "hidden_weights", "hidden_bias"], ["hidden"]),
        helper.make_node("Relu", ["hidden"], ["active"]),
        helper.make_node("Gemm", ["active", "output_weights", "output_bias"], ["scores"]),
        helper.make_node("Softmax", ["scores"], ["probabilities"], axis=1),
    ]
    digits = len(network.output_bias)
    graph = helper.make_graph(
        nodes,
        "digits",
        [helper.make_tensor_value_info("image", TensorProto.UINT8, ["rows", 28, 28])],
        [helper.make_tensor_value_info("probabilities", TensorProto.FLOAT, ["rows", digits])],
        constants,
    )
    opsets = [helper.make_opsetid("", OPSET)]
    return helper.make_model(graph, opset_imports=opsets, ir_version=8, producer_name="farol")


def _constant(name: str, values: NDArray[np.float64]) -> onnx.TensorProto:
    return numpy_helper.from_array(values.astype(np.float32), name)
