"""A first description of a graph that came without one: what it takes and gives, to be edited."""

from dataclasses import dataclass
from typing import Any

import onnxruntime as ort

from api.artifact.documents import Group, Presentation
from api.artifact.schema import Field, GraphInput, Localised, Output, Schema
from api.core.drafts.types import DraftDocument
from api.serving.decoder import RequestDecoder
from api.serving.made_up_rows import made_up_rows
from worker.registrations.limits import GraphRefused
from worker.registrations.schema_inference import KINDS, datatype_of

MOST_COLUMNS = 200
"""Beyond this many, an input of numbers is taken for a tensor and not for named columns."""
_TRIED_ROWS = 3
_FLOATS = ("FP32", "FP64")
INPUTS: Localised = {"en": "Inputs", "pt-BR": "Entradas"}


@dataclass(frozen=True)
class _Input:
    graph_input: GraphInput
    fields: tuple[Field, ...]
    note: str | None = None


def propose(
    session: ort.InferenceSession, class_labels: tuple[str, ...]
) -> tuple[DraftDocument, tuple[Output, ...], list[str]]:
    """And all that it gives, and notes on what could not be read off it. Raises GraphRefused."""
    inputs = [_input(node) for node in session.get_inputs()]
    notes = [one.note for one in inputs if one.note is not None]
    fields = tuple(field for one in inputs for field in one.fields)
    graph_inputs = tuple(one.graph_input for one in inputs)
    outputs, failure = _outputs(session, fields, graph_inputs)
    schema = _schema(fields, graph_inputs, outputs, class_labels)
    if failure is not None:
        notes.append(failure)
    return _document(schema), outputs, notes


def _input(node: Any) -> _Input:
    datatype = datatype_of("Input", node)
    if not node.shape or isinstance(node.shape[0], int):
        raise GraphRefused(
            f"Input {node.name!r} has the shape {node.shape}: its first dimension must be free, "
            "for the rows."
        )
    sizes = node.shape[1:]
    free = [size for size in sizes if not isinstance(size, int) or size < 1]
    shape = tuple(size if isinstance(size, int) and size > 0 else 1 for size in sizes)
    note = f"input {node.name} does not say its whole shape: {list(shape)} is a guess"
    return _Input(
        *_columns(node.name, datatype, shape),
        note=note if free else None,
    )


def _columns(
    name: str, datatype: Any, shape: tuple[int, ...]
) -> tuple[GraphInput, tuple[Field, ...]]:
    """One field a column where columns can be told apart, else one tensor."""
    kind = KINDS[datatype]
    if len(shape) > 1 or (shape and shape[0] > MOST_COLUMNS):
        tensor = Field(name, "tensor", datatype, title={"en": name}, shape=shape)
        return GraphInput(name, datatype, (name,)), (tensor,)
    count = shape[0] if shape else 1
    names = [name] if count == 1 else [f"{name}_{number}" for number in range(1, count + 1)]
    fields = tuple(Field(one, kind, datatype, title={"en": one}) for one in names)
    return GraphInput(name, datatype, tuple(names)), fields


def _outputs(
    session: ort.InferenceSession, fields: tuple[Field, ...], inputs: tuple[GraphInput, ...]
) -> tuple[tuple[Output, ...], str | None]:
    """Their shapes are seen by running the graph: what it declares is often incomplete."""
    nodes = session.get_outputs()
    datatypes = [datatype_of("Output", node) for node in nodes]
    decoder = RequestDecoder(Schema("tensor", fields, inputs, ()))
    rows = made_up_rows(Schema("tensor", fields, inputs, ()), _TRIED_ROWS, seed=1)
    feed = decoder.pack(decoder.convert(rows))
    try:
        arrays = session.run([node.name for node in nodes], feed)
    except Exception as error:  # noqa: BLE001 - a stranger's graph fails in any way
        first = str(error).strip().partition("\n")[0][:200]
        shapes = [_declared(node) for node in nodes]
        failure: str | None = f"the graph failed on made-up rows, so outputs are guessed: {first}"
    else:
        shapes = [_per_row(node.name, array) for node, array in zip(nodes, arrays, strict=True)]
        failure = None
    outputs = (
        Output(node.name, datatype, "tensor", shape=shape)
        for node, datatype, shape in zip(nodes, datatypes, shapes, strict=True)
    )
    return tuple(outputs), failure


def _per_row(name: str, array: Any) -> tuple[int, ...]:
    shape = tuple(getattr(array, "shape", ()))
    if not shape or shape[0] != _TRIED_ROWS:
        raise GraphRefused(
            f"Output {name!r} has the shape {shape} for {_TRIED_ROWS} rows: it does not answer "
            "row by row."
        )
    return shape[1:] if shape[1:] != (1,) else ()


def _declared(node: Any) -> tuple[int, ...]:
    shape = tuple(size if isinstance(size, int) and size > 0 else 1 for size in node.shape[1:])
    return shape if shape != (1,) else ()


def _schema(
    fields: tuple[Field, ...],
    graph_inputs: tuple[GraphInput, ...],
    outputs: tuple[Output, ...],
    class_labels: tuple[str, ...],
) -> Schema:
    scores = [output for output in outputs if output.datatype in _FLOATS]
    others = [output for output in outputs if output.datatype not in _FLOATS]
    if len(scores) == 1 and len(scores[0].shape) == 1 and (class_labels or others):
        (score,) = scores
        count = score.shape[0]
        known = class_labels if len(class_labels) == count else ()
        labels = known or tuple(str(number) for number in range(count))
        answer = Output(score.name, score.datatype, "probabilities", score.shape)
        return Schema("multiclass", fields, graph_inputs, (answer,), labels=labels)
    if len(outputs) == 1 and scores and not scores[0].shape:
        value = Output(scores[0].name, scores[0].datatype, "value")
        return Schema("regression", fields, graph_inputs, (value,))
    return Schema("tensor", fields, graph_inputs, outputs)


def _document(schema: Schema) -> DraftDocument:
    answer, sentence = ANSWERS[schema.task]
    return DraftDocument(
        title={"en": ""},
        summary={"en": ""},
        schema=schema,
        presentation=Presentation(
            icon="box",
            answer=answer,
            sentence=sentence,
            groups=(Group(INPUTS, tuple(field.name for field in schema.fields)),),
            widgets={},
        ),
        examples=(),
    )


ANSWERS: dict[str, tuple[Any, Localised]] = {
    "binary": (
        "probability",
        {"en": "{probability}: {label}.", "pt-BR": "{probability}: {label}."},
    ),
    "multiclass": (
        "classes",
        {"en": "Most likely {label}.", "pt-BR": "Provavelmente {label}."},
    ),
    "regression": ("interval", {"en": "About {value}.", "pt-BR": "Cerca de {value}."}),
    "tensor": ("tensor", {"en": "", "pt-BR": ""}),
}
