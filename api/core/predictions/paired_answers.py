"""The bare answers of two versions to the same live rows: what a trial is judged on.

A row of ``paired`` has its whole inputs and outputs; decoding them is most of its cost. Here the
database picks the one value of each answer that a loss is made of.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, select, type_coerce
from sqlalchemy.orm import Session

from api.artifact.schema import Task
from api.core.predictions.paired import NOT_LIVE, Pair
from api.core.predictions.quality import Truth
from api.core.tables import Prediction
from api.core.tables.base import Json

Answer = float | str
ANSWER: dict[Task, str] = {"binary": "probability", "multiclass": "label", "regression": "value"}
"""Key of a prediction's JSON that a loss is made of."""
CHUNK_ROWS = 5_000


class PairedAnswer(NamedTuple):
    """One live row, whether or not both versions answered it."""

    occurred_at: datetime
    both_answered: bool
    either_failed: bool
    """One of the two was given the row and gave no answer."""
    answer_a: Answer | None
    answer_b: Answer | None
    truth: Truth | None
    """The newest one; None so far."""


def paired_answers(
    session: Session,
    *,
    model: str,
    task: Task,
    version_a: int,
    version_b: int,
    window_start: datetime,
    window_end: datetime,
) -> Iterator[list[PairedAnswer]]:
    """The live rows of [window_start, window_end) by event time, in chunks, in order.

    Streamed: never more than a chunk is in memory. ``task`` is binary, multiclass or regression.
    """
    pair = Pair(model, version_a, version_b)
    statement = pair.join(
        select(
            Prediction.occurred_at,
            pair.both_answered,
            pair.either_failed,
            _picked(pair.output(version_a, pair.shadow_a), task),
            _picked(pair.output(version_b, pair.shadow_b), task),
            pair.truth,
        )
    ).where(pair.in_window(window_start, window_end), Prediction.variant.not_in(NOT_LIVE))
    ordered = statement.order_by(Prediction.occurred_at)
    with session.execute(ordered, execution_options={"yield_per": CHUNK_ROWS}) as result:
        for chunk in result.partitions():
            yield [PairedAnswer(*row) for row in chunk]


def _picked(output: ColumnElement[Any], task: Task) -> ColumnElement[Any]:
    value = type_coerce(output, Json)[ANSWER[task]]
    picked: ColumnElement[Any] = value.as_string() if task == "multiclass" else value.as_float()
    return picked
