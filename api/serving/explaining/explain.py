"""Chooses the method by the kind of input, and the number to explain by the task."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from api.artifact.schema import Field, Schema
from api.serving.decoder import RequestDecoder
from api.serving.errors import ImpossibleAnswer, ServingError
from api.serving.explaining.explanation import Explanation
from api.serving.explaining.patches import explain_patches
from api.serving.explaining.tabular import explain_tabular
from api.serving.explaining.text import explain_text
from api.serving.session import GraphSession

SEED = 20_131_105
"""Any fixed number: the same row is always explained by the same numbers."""
CHUNK_ROWS = 128


class NotExplainable(ServingError):
    status = 422
    title = "This version cannot be explained"


class Explainer:
    """Explains single rows of one loaded version. Safe for several threads."""

    def __init__(
        self,
        decoder: RequestDecoder,
        session: GraphSession,
        background: Sequence[dict[str, Any]],
    ) -> None:
        self._schema = decoder.schema
        self._decoder = decoder
        self._session = session
        self._background = background

    def explain(self, row: dict[str, Any]) -> tuple[Explanation, str, str | None]:
        """(explanation, output explained, its label). Raises RowsRefused, NotExplainable."""
        self._decoder.check_rows([row])
        column, output, label = self._explained(row)

        def score(rows: Sequence[dict[str, Any]]) -> NDArray[np.float64]:
            chunks = range(0, len(rows), CHUNK_ROWS)
            return np.concatenate([self._run(rows[i : i + CHUNK_ROWS], column) for i in chunks])

        single = _single_field(self._schema)
        if single is not None and single.kind == "text":
            explanation = explain_text(row, single.name, score)
        elif single is not None and single.kind == "tensor":
            explanation = explain_patches(row, single, score)
        else:
            explanation = self._explain_fields(row, score)
        return explanation, output, label

    def _explain_fields(self, row: dict[str, Any], score: Any) -> Explanation:
        if not self._background:
            raise NotExplainable("It was sealed without background rows to compare with.")
        names = [field.name for field in self._schema.fields]
        return explain_tabular(row, names, self._background, score, seed=SEED)

    def _explained(self, row: dict[str, Any]) -> tuple[tuple[int, int | None], str, str | None]:
        """((output, class or None), output's name, label)."""
        roles = {output.role: at for at, output in enumerate(self._schema.outputs)}
        labels = self._schema.labels
        if self._schema.task == "binary":
            at = roles["probability"]
            return (at, None), self._schema.outputs[at].name, labels[1]
        if self._schema.task == "regression":
            at = roles["value"]
            return (at, None), self._schema.outputs[at].name, None
        if self._schema.task == "multiclass":
            at = roles["probabilities"]
            chosen = int(np.argmax(self._arrays([row])[at][0]))
            return (at, chosen), self._schema.outputs[at].name, labels[chosen]
        raise NotExplainable("Its answer is a tensor: there is no one number to explain.")

    def _run(
        self, rows: Sequence[dict[str, Any]], column: tuple[int, int | None]
    ) -> NDArray[np.float64]:
        at, chosen = column
        values = self._arrays(rows)[at].astype(np.float64)
        numbers: NDArray[np.float64] = values if chosen is None else values[:, chosen]
        strange = numbers[~np.isfinite(numbers)]
        if strange.size:
            # The row asked about, or one like it that the method made.
            raise ImpossibleAnswer(float(strange[0]), 0)
        return numbers

    def _arrays(self, rows: Sequence[dict[str, Any]]) -> list[NDArray[Any]]:
        return self._session.run(self._decoder.pack(self._decoder.convert(rows)), len(rows))


def _single_field(schema: Schema) -> Field | None:
    return schema.fields[0] if len(schema.fields) == 1 else None
