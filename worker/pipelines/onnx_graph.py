"""Graphs written by hand, with the versions of the operator sets that are served."""

import onnx
from onnx import TensorProto, helper

from worker.pipelines.trees import ML_DOMAIN

OPSET = 18
ML_OPSET = 3
IR_VERSION = 10


def make_graph(
    name: str,
    nodes: list[onnx.NodeProto],
    inputs: dict[str, tuple[int, int]],
    outputs: dict[str, int],
    initializers: list[onnx.TensorProto],
) -> onnx.ModelProto:
    """A checked graph. ``inputs``: name -> (element type, columns); ``outputs``: float columns."""
    graph = helper.make_graph(
        nodes,
        name,
        [
            helper.make_tensor_value_info(key, kind, ["rows", columns])
            for key, (kind, columns) in inputs.items()
        ],
        [
            helper.make_tensor_value_info(key, TensorProto.FLOAT, ["rows", columns])
            for key, columns in outputs.items()
        ],
        initializers,
    )
    model = helper.make_model(
        graph,
        opset_imports=[helper.make_opsetid("", OPSET), helper.make_opsetid(ML_DOMAIN, ML_OPSET)],
        producer_name="farol",
        ir_version=IR_VERSION,
    )
    onnx.checker.check_model(model)
    return model
