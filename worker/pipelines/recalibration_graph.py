"""A recalibration line inside a graph: the last nodes before the probability, and only once.

They compute in double precision: near 0 and 1, the log-odds of a float32 lose their digits.
"""

from collections.abc import Iterator

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

from monitoring.quality.arrays import SMALLEST_PROBABILITY
from worker.pipelines.recalibration_line import RecalibrationLine

PREFIX = "recalibration/"
STATED = f"{PREFIX}stated"
"""What the probability is called before it is corrected."""


def recalibrated(graph: onnx.ModelProto, output: str, line: RecalibrationLine) -> onnx.ModelProto:
    """A copy whose ``output`` (a probability of any shape) is corrected by ``line``, in place of
    any line that it had."""
    return with_line(graph, output, slope=line.slope, intercept=line.intercept)


def with_line(
    graph: onnx.ModelProto, output: str, *, slope: float, intercept: float
) -> onnx.ModelProto:
    """The same with the line's two numbers."""
    copy = uncalibrated(graph, output)
    dtype = next(o for o in copy.graph.output if o.name == output).type.tensor_type.elem_type
    _rename(copy.graph, output, STATED)
    copy.graph.node.extend(_nodes(output, dtype))
    copy.graph.initializer.extend(
        numpy_helper.from_array(np.array(value, np.float64), PREFIX + name)
        for name, value in (
            ("slope", slope),
            ("intercept", intercept),
            ("lowest", SMALLEST_PROBABILITY),
            ("highest", 1.0 - SMALLEST_PROBABILITY),
            ("one", 1.0),
        )
    )
    onnx.checker.check_model(copy)
    return copy


def uncalibrated(graph: onnx.ModelProto, output: str) -> onnx.ModelProto:
    """A copy without the line that ``recalibrated`` added; an equal copy where there is none."""
    copy = onnx.ModelProto()
    copy.CopyFrom(graph)
    if not is_recalibrated(copy):
        return copy
    nodes = [node for node in copy.graph.node if not node.name.startswith(PREFIX)]
    values = [value for value in copy.graph.initializer if not value.name.startswith(PREFIX)]
    del copy.graph.node[:], copy.graph.initializer[:]
    copy.graph.node.extend(nodes)
    copy.graph.initializer.extend(values)
    _rename(copy.graph, STATED, output)
    return copy


def is_recalibrated(graph: onnx.ModelProto) -> bool:
    return any(node.name.startswith(PREFIX) for node in graph.graph.node)


def _nodes(output: str, dtype: int) -> Iterator[onnx.NodeProto]:
    steps = (
        ("Clip", ("double", "lowest", "highest"), "clipped"),
        ("Sub", ("one", "clipped"), "other"),
        ("Div", ("clipped", "other"), "odds"),
        ("Log", ("odds",), "log_odds"),
        ("Mul", ("log_odds", "slope"), "sloped"),
        ("Add", ("sloped", "intercept"), "shifted"),
        ("Sigmoid", ("shifted",), "corrected"),
    )
    yield _cast(STATED, f"{PREFIX}double", TensorProto.DOUBLE)
    for operator, inputs, result in steps:
        names = [PREFIX + name for name in inputs]
        yield helper.make_node(operator, names, [PREFIX + result], name=PREFIX + result)
    yield _cast(f"{PREFIX}corrected", output, dtype)


def _cast(source: str, target: str, dtype: int) -> onnx.NodeProto:
    name = PREFIX + target.removeprefix(PREFIX)
    return helper.make_node("Cast", [source], [target], name=name, to=dtype)


def _rename(graph: onnx.GraphProto, old: str, new: str) -> None:
    """The tensor ``old`` wherever nodes make or take it, subgraphs included; not as an output."""
    for node in graph.node:
        for names in (node.input, node.output):
            for position, name in enumerate(names):
                if name == old:
                    names[position] = new
        for attribute in node.attribute:
            for subgraph in (
                *attribute.graphs,
                *([attribute.g] if attribute.HasField("g") else []),
            ):
                _rename(subgraph, old, new)
