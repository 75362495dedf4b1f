"""A schema read off a graph that came without one: names, types and shapes, and no meaning."""

from typing import Any

import onnxruntime as ort

from api.artifact.schema import Datatype, Field, FieldKind, GraphInput, Output, Schema
from api.serving.decoder import RequestDecoder
from api.serving.made_up_rows import made_up_rows
from worker.registrations.limits import GraphRefused

DATATYPES: dict[str, Datatype] = {
    "tensor(bool)": "BOOL",
    "tensor(uint8)": "UINT8",
    "tensor(int32)": "INT32",
    "tensor(int64)": "INT64",
    "tensor(float)": "FP32",
    "tensor(double)": "FP64",
    "tensor(string)": "BYTES",
}
KINDS: dict[Datatype, FieldKind] = {
    "BOOL": "boolean",
    "UINT8": "integer",
    "INT32": "integer",
    "INT64": "integer",
    "FP32": "number",
    "FP64": "number",
    "BYTES": "text",
}
BRING_A_SCHEMA = "Bring a schema.json that says what it takes."
_TRIED_ROWS = 3


def infer_schema(session: ort.InferenceSession) -> Schema:
    """Raises GraphRefused where the graph does not say enough."""
    fields = tuple(_field(node) for node in session.get_inputs())
    inputs = tuple(GraphInput(field.name, field.datatype, (field.name,)) for field in fields)
    unfinished = Schema(task="tensor", fields=fields, graph_inputs=inputs, outputs=())
    outputs = _outputs(session, unfinished)
    if len(outputs) == 1 and outputs[0].datatype in ("FP32", "FP64") and not outputs[0].shape:
        value = Output(outputs[0].name, outputs[0].datatype, "value")
        return Schema(task="regression", fields=fields, graph_inputs=inputs, outputs=(value,))
    return Schema(task="tensor", fields=fields, graph_inputs=inputs, outputs=outputs)


def _field(node: Any) -> Field:
    datatype = datatype_of("Input", node)
    if not node.shape or isinstance(node.shape[0], int):
        raise GraphRefused(
            f"Input {node.name!r} has the shape {node.shape}: its first dimension must be free, "
            "for the rows."
        )
    shape = tuple(node.shape[1:])
    if any(not isinstance(size, int) or size < 1 for size in shape):
        raise GraphRefused(
            f"Input {node.name!r} has the shape {node.shape}, of which more than the rows is "
            f"free. {BRING_A_SCHEMA}"
        )
    if shape in ((), (1,)):
        return Field(node.name, KINDS[datatype], datatype, title={"en": node.name})
    return Field(node.name, "tensor", datatype, title={"en": node.name}, shape=shape)


def _outputs(session: ort.InferenceSession, schema: Schema) -> tuple[Output, ...]:
    """Their shapes are seen by running the graph: what it declares is often incomplete."""
    nodes = session.get_outputs()
    datatypes = [datatype_of("Output", node) for node in nodes]
    decoder = RequestDecoder(schema)
    feed = decoder.pack(decoder.convert(made_up_rows(schema, _TRIED_ROWS, seed=1)))
    try:
        arrays = session.run([node.name for node in nodes], feed)
    except Exception as error:
        first = str(error).strip().partition("\n")[0][:300]
        raise GraphRefused(f"The graph failed on made-up rows: {first}") from error
    return tuple(
        _output(node.name, datatype, tuple(array.shape))
        for node, datatype, array in zip(nodes, datatypes, arrays, strict=True)
    )


def _output(name: str, datatype: Datatype, shape: tuple[int, ...]) -> Output:
    if not shape or shape[0] != _TRIED_ROWS:
        raise GraphRefused(
            f"Output {name!r} has the shape {shape} for {_TRIED_ROWS} rows: it does not answer "
            "row by row."
        )
    per_row = shape[1:] if shape[1:] != (1,) else ()
    return Output(name, datatype, "tensor", shape=per_row)


def datatype_of(what: str, node: Any) -> Datatype:
    if node.type not in DATATYPES:
        hint = (
            " Convert scikit-learn's classifiers with zipmap=False." if "map" in node.type else ""
        )
        raise GraphRefused(
            f"{what} {node.name!r} is a {node.type}; it must be one of "
            f"{', '.join(DATATYPES)}.{hint}"
        )
    return DATATYPES[node.type]
