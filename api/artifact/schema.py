"""What a model takes and gives: the schema sealed beside its graph.

The schema is the only description of a model's inputs. The request decoder, the V2 metadata, the
demo form, the batch reader and the drift profile are all made from it.
"""

from typing import Literal

import msgspec

Localised = dict[str, str]
"""Text by language tag; always has ``en``, and ``pt-BR`` for everything that Farol ships."""

FieldKind = Literal["number", "integer", "boolean", "category", "text", "tensor"]
Datatype = Literal["BOOL", "UINT8", "INT32", "INT64", "FP32", "FP64", "BYTES"]
"""Names of the Open Inference Protocol V2; BYTES is UTF-8 text."""

Task = Literal["binary", "multiclass", "regression", "tensor"]


class Field(msgspec.Struct, frozen=True, omit_defaults=True):
    """One named input of a row.

    ``nullable`` fields may be null or absent: a number becomes NaN inside the graph, a text or
    category the empty string, anything else its ``default``. NaN and infinity are never accepted
    from outside.
    """

    name: str
    kind: FieldKind
    datatype: Datatype
    title: Localised = {}
    description: Localised = {}
    unit: str = ""
    nullable: bool = False
    default: float | int | str | bool | None = None
    minimum: float | None = None
    maximum: float | None = None
    choices: tuple[str, ...] = ()
    unknown: Literal["refuse", "allow"] = "refuse"
    """What to do with a category outside ``choices``."""
    max_length: int = 10_000
    """Characters of a text."""
    shape: tuple[int, ...] = ()
    """Per-row shape of a tensor; a tensor is given as nested lists or flat, in row-major order."""


class GraphInput(msgspec.Struct, frozen=True):
    """One input of the ONNX graph and the fields that make its columns, in order.

    Scalar fields of one datatype may be packed: the graph input then has shape (rows, len(fields)).
    A tensor field stands alone: its graph input has shape (rows, *field.shape).
    """

    name: str
    datatype: Datatype
    fields: tuple[str, ...]


class Output(msgspec.Struct, frozen=True, omit_defaults=True):
    """One output of the graph.

    ``shape`` is per row: () for a scalar, for which the graph may give (rows, 1).
    """

    name: str
    datatype: Datatype
    role: Literal["probability", "probabilities", "value", "lower", "upper", "tensor"]
    shape: tuple[int, ...] = ()


class Schema(msgspec.Struct, frozen=True, omit_defaults=True):
    """A model's inputs and outputs.

    What a prediction looks like in JSON, by task:

    - ``binary``: ``{"probability": p, "label": labels[p >= threshold]}``; one output with role
      ``probability`` (of ``labels[1]``).
    - ``multiclass``: ``{"label": l, "probability": p, "probabilities": {label: p, …}}`` with the
      ``top_k`` most likely labels, most likely first; one output with role ``probabilities``.
    - ``regression``: ``{"value": v, "lower": l, "upper": u}``; the bounds only where the graph has
      them, with ``coverage`` the nominal share of truths inside.
    - ``tensor``: ``{output name: nested lists}``.
    """

    task: Task
    fields: tuple[Field, ...]
    graph_inputs: tuple[GraphInput, ...]
    outputs: tuple[Output, ...]
    labels: tuple[str, ...] = ()
    threshold: float = 0.5
    top_k: int = 10
    coverage: float | None = None
    unit: str = ""
    max_rows: int = 1_000
    """Rows that one online request may hold; more go to a batch prediction."""
