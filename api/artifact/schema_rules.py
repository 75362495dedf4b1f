"""Whether a schema makes sense by itself. Whether the graph fits it is seen by loading both."""

from collections import Counter
from collections.abc import Callable, Iterator

from api.artifact.schema import Field, GraphInput, Schema

MAX_FIELDS = 2_000
MAX_ROWS = 100_000
DATATYPES = {
    "text": {"BYTES"},
    "category": {"BYTES"},
    "boolean": {"BOOL"},
    "integer": {"UINT8", "INT32", "INT64", "FP32", "FP64"},
    "number": {"FP32", "FP64"},
    "tensor": {"BOOL", "UINT8", "INT32", "INT64", "FP32", "FP64", "BYTES"},
}
ROLES = {
    "binary": {"probability": 1},
    "multiclass": {"probabilities": 1},
    "regression": {"value": 1},
    "tensor": {},
}


def faults(schema: Schema) -> Iterator[str]:
    """What is wrong with it, each in words that follow a colon."""
    for rule in RULES:
        yield from rule(schema)


def _names(schema: Schema) -> Iterator[str]:
    if not 1 <= len(schema.fields) <= MAX_FIELDS:
        yield f"it has {len(schema.fields)} fields, not 1 to {MAX_FIELDS:,}"
    if not schema.outputs:
        yield "it names no outputs"
    for what, names in (
        ("field", [field.name for field in schema.fields]),
        ("graph input", [graph_input.name for graph_input in schema.graph_inputs]),
        ("output", [output.name for output in schema.outputs]),
    ):
        for name, count in Counter(names).items():
            if count > 1:
                yield f"the {what} {name!r} is there {count} times"
            if not 1 <= len(name) <= 200:
                yield f"the {what} {name[:40]!r} has {len(name)} characters, not 1 to 200"


def _fields(schema: Schema) -> Iterator[str]:
    for field in schema.fields:
        if field.datatype not in DATATYPES[field.kind]:
            yield f"field {field.name!r} is a {field.kind} and cannot be {field.datatype}"
        if (field.kind == "tensor") != bool(field.shape):
            yield f"field {field.name!r}: a tensor has a shape, and nothing else has one"
        if any(size < 1 for size in field.shape):
            yield f"field {field.name!r} has the shape {field.shape}"
        if field.kind == "category" and not field.choices and field.unknown == "refuse":
            yield f"field {field.name!r} refuses unknown categories and names no choices"


def _graph_inputs(schema: Schema) -> Iterator[str]:
    fields = {field.name: field for field in schema.fields}
    used = Counter(name for graph_input in schema.graph_inputs for name in graph_input.fields)
    for name, count in used.items():
        if name not in fields:
            yield f"a graph input is made of {name!r}, which is no field"
        elif count > 1:
            yield f"field {name!r} goes into {count} graph inputs"
    for name in fields:
        if name not in used:
            yield f"field {name!r} goes into no graph input"
    for graph_input in schema.graph_inputs:
        yield from _one_graph_input(
            graph_input, [fields[name] for name in graph_input.fields if name in fields]
        )


def _one_graph_input(graph_input: GraphInput, fields: list[Field]) -> Iterator[str]:
    if not fields:
        yield f"graph input {graph_input.name!r} is made of no field"
    for field in fields:
        if field.datatype != graph_input.datatype:
            yield (
                f"graph input {graph_input.name!r} is {graph_input.datatype}, "
                f"its field {field.name!r} {field.datatype}"
            )
        if field.kind == "tensor" and len(fields) > 1:
            yield f"the tensor {field.name!r} shares graph input {graph_input.name!r}"


def _answer(schema: Schema) -> Iterator[str]:
    roles: Counter[str] = Counter(output.role for output in schema.outputs)
    for role, count in ROLES[schema.task].items():
        if roles[role] != count:
            yield f"a {schema.task} model has {count} output with the role {role}"
    labels = len(schema.labels)
    if len(set(schema.labels)) != labels:
        yield "a label is there twice"
    if schema.task == "binary" and labels != 2:
        yield f"a binary model has 2 labels, not {labels}"
    if schema.task == "multiclass":
        shapes = [output.shape for output in schema.outputs if output.role == "probabilities"]
        if labels < 2 or shapes != [(labels,)]:
            yield f"{labels} labels do not fit probabilities of shape {shapes[:1]}"
    if not 0 <= schema.threshold <= 1:
        yield f"the threshold is {schema.threshold}, not 0 to 1"


def _sizes(schema: Schema) -> Iterator[str]:
    if not 1 <= schema.max_rows <= MAX_ROWS:
        yield f"max_rows is {schema.max_rows}, not 1 to {MAX_ROWS:,}"
    if schema.top_k < 1:
        yield f"top_k is {schema.top_k}, not 1 or more"


RULES: tuple[Callable[[Schema], Iterator[str]], ...] = (
    _names,
    _fields,
    _graph_inputs,
    _answer,
    _sizes,
)
