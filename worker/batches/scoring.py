"""Scores the good rows of a chunk and says of each of the others what is wrong with it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from api.serving.errors import ModelFailed, RowError, RowsRefused
from api.serving.scoring import Scorer
from worker.batches.files import Chunk, Fault, Row

_WHOLE_ROW = ""


@dataclass(frozen=True)
class Scored:
    rows: list[Row]
    predictions: list[dict[str, Any]]
    faults: list[Fault]
    """In the order of the file."""


def score(scorer: Scorer, chunk: Chunk) -> Scored:
    """All at once where every row is good, which is the common case; else looked at one by one."""
    faults = list(chunk.faults)
    rows = chunk.rows
    try:
        return Scored(rows, scorer.score([row.values for row in rows]), faults)
    except RowsRefused:
        rows = _fitting(scorer, rows, faults)
    except ModelFailed:
        pass  # some row of them is poison to the graph, and is looked for below
    kept, predictions = _halve(scorer, rows, faults)
    return Scored(kept, predictions, sorted(faults, key=lambda fault: fault.row))


def _fitting(scorer: Scorer, rows: Sequence[Row], faults: list[Fault]) -> list[Row]:
    fitting = []
    for row in rows:
        try:
            scorer.decode_row(row.values)
        except RowError as error:
            reason = f"expected {error.expected}, got {error.got}"
            faults.append(Fault(row.number, row.line, error.field, reason))
        else:
            fitting.append(row)
    return fitting


def _halve(
    scorer: Scorer, rows: Sequence[Row], faults: list[Fault]
) -> tuple[list[Row], list[dict[str, Any]]]:
    """Score; when the graph fails, each half by itself, down to the rows that make it fail."""
    if not rows:
        return [], []
    try:
        return list(rows), scorer.score([row.values for row in rows])
    except (RowsRefused, ModelFailed) as error:
        if len(rows) == 1:
            faults.append(Fault(rows[0].number, rows[0].line, _WHOLE_ROW, str(error)))
            return [], []
    middle = len(rows) // 2
    left, left_predictions = _halve(scorer, rows[:middle], faults)
    right, right_predictions = _halve(scorer, rows[middle:], faults)
    return left + right, left_predictions + right_predictions
