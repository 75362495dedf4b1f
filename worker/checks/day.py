"""One day of the log, counted and judged in memory that does not grow with its rows."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import cast

import numpy as np
from numpy.typing import NDArray

from api.artifact.schema import Schema
from api.core.checks.days import Answerer, CountedDay
from api.core.checks.measures import Judged, judge_rows
from api.core.checks.rows import AnsweredRow
from api.core.checks.slices import SliceWindow
from monitoring.drift.columns import Chunk, Texts
from monitoring.drift.window import count_chunk
from monitoring.quality.arrays import Floats
from monitoring.quality.sums import (
    MeasureSums,
    QualitySums,
    ScoreCounts,
    measure_sums,
    score_counts,
)
from worker.checks.columns import input_columns, output_columns
from worker.checks.reference import SealedReference
from worker.checks.slices import slice_values
from worker.pipelines.recipe import Recipe


@dataclass
class MeasuredDay:
    counted: CountedDay | None
    """None where there is nothing to count against."""
    quality: dict[Answerer, QualitySums] = field(default_factory=dict)


def measure_day(
    chunks: Iterable[Sequence[AnsweredRow]],
    *,
    version: int,
    schema: Schema,
    reference: SealedReference | None,
    recipe: Recipe | None,
) -> MeasuredDay:
    """``version`` is the one whose ``schema`` and ``reference`` are given: the champion. Without a
    reference nothing is counted."""
    counted = None if reference is None else CountedDay()
    day = MeasuredDay(counted)
    for chunk in chunks:
        if counted is not None and reference is not None:
            live = [row for row in chunk if row.is_live]
            counted.rows += len(live)
            _count(counted, live, version, schema, reference, recipe)
        for answerer, rows in _by_answerer(chunk).items():
            found = _judge(schema, recipe, rows)
            day.quality[answerer] = day.quality.get(answerer, QualitySums()) + found
    return day


def _count(
    day: CountedDay,
    rows: Sequence[AnsweredRow],
    version: int,
    schema: Schema,
    reference: SealedReference,
    recipe: Recipe | None,
) -> None:
    if not rows:
        return
    inputs = input_columns(schema, rows)
    outputs = output_columns(list(reference.outputs.columns), rows)
    own = np.array([row.version == version for row in rows])
    day.inputs += count_chunk(inputs, reference.inputs)
    day.outputs += count_chunk(_part(outputs, own), reference.outputs)
    values = _slices(schema, recipe, rows) if reference.slices else {}
    for (column, value), known in reference.slices.items():
        inside = values[column] == value if column in values else np.zeros(len(rows), dtype=bool)
        if not inside.any():
            continue
        counted = SliceWindow(
            count_chunk(_part(inputs, inside), known.inputs),
            count_chunk(_part(outputs, inside & own), known.outputs),
        )
        key = (column, value)
        day.slices[key] = day.slices.get(key, SliceWindow()) + counted


def _slices(schema: Schema, recipe: Recipe | None, rows: Sequence[AnsweredRow]) -> dict[str, Texts]:
    return {
        column: cast(Texts, np.array(values, dtype=object))
        for column, values in slice_values(schema, recipe, rows, ()).items()
    }


def _part(columns: Chunk, rows: NDArray[np.bool_]) -> Chunk:
    """Nothing is encoded yet: these are plain arrays."""
    return {name: cast(Floats | Texts, column)[rows] for name, column in columns.items()}


def _by_answerer(rows: Sequence[AnsweredRow]) -> Mapping[Answerer, list[AnsweredRow]]:
    found: dict[Answerer, list[AnsweredRow]] = defaultdict(list)
    for row in rows:
        found[row.version, row.variant].append(row)
    return found


def _judge(schema: Schema, recipe: Recipe | None, rows: Sequence[AnsweredRow]) -> QualitySums:
    judged = judge_rows(schema, [row.output for row in rows], [row.truth for row in rows])
    if judged is None:
        return QualitySums(rows=len(rows))
    with_truth = [rows[number] for number in judged.kept.tolist()]
    slices = slice_values(schema, recipe, with_truth, judged.label)
    loss = judged.loss(schema.task)
    return QualitySums(
        rows=len(rows),
        truths=len(judged.kept),
        measures={name: _sums(values) for name, values in judged.measures.items()},
        labels=_by_value(judged.label, judged.measures["accuracy"]) if judged.label else {},
        slices={column: _by_value(values, loss) for column, values in slices.items()},
        scores=_scores(rows, judged) if schema.task == "binary" else None,
    )


def _sums(values: Floats) -> MeasureSums:
    return measure_sums(values[~np.isnan(values)])


def _by_value(values: Sequence[str], measured: Floats) -> dict[str, MeasureSums]:
    labels = np.array(values, dtype=object)
    return {value: _sums(measured[labels == value]) for value in sorted(set(values))}


def _scores(rows: Sequence[AnsweredRow], judged: Judged) -> ScoreCounts:
    stated = np.array([row.output["probability"] for row in rows], dtype=np.float64)
    has_truth = np.zeros(len(rows), dtype=bool)
    has_truth[judged.kept] = True
    truth = np.zeros(len(rows), dtype=np.int64)
    truth[judged.kept] = judged.happened
    return score_counts(stated, truth, has_truth)
