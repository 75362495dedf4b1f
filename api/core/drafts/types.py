"""What a draft says of the model that it is to become, and what was found in its graph."""

from typing import Any, Literal

import msgspec

from api.artifact.documents import Example, Presentation
from api.artifact.schema import Datatype, Localised, Schema

DraftState = Literal["checking", "refused", "editing", "registering", "registered"]


class DraftDocument(msgspec.Struct, frozen=True):
    """Proposed when the graph was checked, and edited from then on."""

    title: Localised
    summary: Localised
    schema: Schema
    presentation: Presentation
    examples: tuple[Example, ...]


class Tensor(msgspec.Struct, frozen=True):
    """An input as the graph declares it, or an output as it was seen when the graph was run."""

    name: str
    datatype: Datatype
    shape: tuple[int | None, ...]
    """Of one row; None where the graph leaves it free."""


class Findings(msgspec.Struct, frozen=True):
    """What the graph is made of."""

    nodes: int
    operators: dict[str, int]
    """Version of each set of operators."""
    inputs: tuple[Tensor, ...]
    outputs: tuple[Tensor, ...]
    notes: tuple[str, ...]


class Checked(msgspec.Struct, frozen=True):
    """What the process that looks at a graph answers: a refusal, or the rest."""

    refusal: str | None = None
    document: DraftDocument | None = None
    findings: Findings | None = None


class TriedRow(msgspec.Struct, frozen=True):
    """The answer to one row, or why there is none."""

    prediction: dict[str, Any] | None = None
    error: str | None = None


class Trial(msgspec.Struct, frozen=True):
    """Rows asked of the graph in a process of its own."""

    rows: tuple[dict[str, Any], ...]
    schema_sha256: str
    """Of the schema that they were tried with: another one needs another trial."""
    results: tuple[TriedRow, ...] | None = None
    seconds: float | None = None
    """What the rows took together, without loading the graph."""

    def succeeded_with(self, schema_sha256: str) -> bool:
        answered = self.results is not None and all(one.error is None for one in self.results)
        return answered and self.schema_sha256 == schema_sha256
