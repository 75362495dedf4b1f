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
    for rows in chunks:
        judged = judge_rows(schema, [row.output for row in rows], [row.truth for row in rows])
        slices = _slices(schema, recipe, rows, judged)
        if counted is not None and reference is not None:
            live = np.array([row.is_live for row in rows], dtype=bool)
            counted.rows += int(live.sum())
            _count(counted, rows, live, slices, version, schema, reference)
        for answerer, its in _by_answerer(rows).items():
            found = _quality(schema, rows, its, slices, judged)
            day.quality[answerer] = day.quality.get(answerer, QualitySums()) + found
    return day


def _slices(
    schema: Schema, recipe: Recipe | None, rows: Sequence[AnsweredRow], judged: Judged | None
) -> dict[str, Texts]:
    """Column -> (rows,) the slice of each row, for what is counted and for what is judged."""
    truths: list[object] = [row.truth for row in rows]
    if judged is not None:
        for number, label in zip(judged.kept.tolist(), judged.label, strict=bool(judged.label)):
            truths[number] = label
    return {
        column: cast(Texts, np.array(values, dtype=object))
        for column, values in slice_values(schema, recipe, rows, truths).items()
    }


def _count(
    day: CountedDay,
    rows: Sequence[AnsweredRow],
    live: NDArray[np.bool_],
    slices: Mapping[str, Texts],
    version: int,
    schema: Schema,
    reference: SealedReference,
) -> None:
    counted = [row for row, is_live in zip(rows, live, strict=True) if is_live]
    if not counted:
        return
    inputs = input_columns(schema, counted)
    outputs = output_columns(list(reference.outputs.columns), counted)
    own = np.array([row.version == version for row in counted])
    day.inputs += count_chunk(inputs, reference.inputs)
    day.outputs += count_chunk(_part(outputs, own), reference.outputs)
    for (column, value), known in reference.slices.items():
        if column not in slices:
            continue
        inside = slices[column][live] == value
        if not inside.any():
            continue
        window = SliceWindow(
            count_chunk(_part(inputs, inside), known.inputs),
            count_chunk(_part(outputs, inside & own), known.outputs),
        )
        key = (column, value)
        day.slices[key] = day.slices.get(key, SliceWindow()) + window


def _part(columns: Chunk, rows: NDArray[np.bool_]) -> Chunk:
    """Nothing is encoded yet: these are plain arrays."""
    return {name: cast(Floats | Texts, column)[rows] for name, column in columns.items()}


def _by_answerer(rows: Sequence[AnsweredRow]) -> dict[Answerer, NDArray[np.bool_]]:
    """Answerer -> (rows,) whether a row is its own."""
    found: dict[Answerer, list[int]] = defaultdict(list)
    for number, row in enumerate(rows):
        found[row.version, row.variant].append(number)
    return {answerer: np.isin(np.arange(len(rows)), its) for answerer, its in found.items()}


def _quality(
    schema: Schema,
    rows: Sequence[AnsweredRow],
    its: NDArray[np.bool_],
    slices: Mapping[str, Texts],
    judged: Judged | None,
) -> QualitySums:
    count = int(its.sum())
    if judged is None:
        return QualitySums(rows=count)
    own = its[judged.kept]
    kept = judged.kept[own]
    measures = {name: values[own] for name, values in judged.measures.items()}
    loss = judged.loss(schema.task)[own]
    labels = np.array(judged.label, dtype=object)[own] if judged.label else None
    return QualitySums(
        rows=count,
        truths=len(kept),
        measures={name: _sums(values) for name, values in measures.items()},
        labels={} if labels is None else _by_value(labels, measures["accuracy"]),
        slices={column: _by_value(values[kept], loss) for column, values in slices.items()},
        scores=_scores(rows, its, judged) if schema.task == "binary" else None,
    )


def _sums(values: Floats) -> MeasureSums:
    return measure_sums(values[~np.isnan(values)])


def _by_value(labels: Texts, measured: Floats) -> dict[str, MeasureSums]:
    return {str(value): _sums(measured[labels == value]) for value in sorted(set(labels.tolist()))}


def _scores(rows: Sequence[AnsweredRow], its: NDArray[np.bool_], judged: Judged) -> ScoreCounts:
    stated = np.array([row.output["probability"] for row in rows], dtype=np.float64)
    has_truth = np.zeros(len(rows), dtype=bool)
    has_truth[judged.kept] = True
    truth = np.zeros(len(rows), dtype=np.int64)
    truth[judged.kept] = judged.happened
    return score_counts(stated[its], truth[its], has_truth[its])
