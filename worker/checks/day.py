"""One day of the log, counted and judged in memory that does not grow with its rows."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from api.artifact.schema import Schema
from api.core.checks.days import Answerer
from api.core.checks.measures import Judged, judge_rows
from api.core.checks.rows import AnsweredRow
from monitoring.drift.window import Window, count_chunk
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
    rows: int = 0
    """Live ones, whichever version answered."""
    inputs: Window = field(default_factory=Window)
    outputs: Window = field(default_factory=Window)
    quality: dict[Answerer, QualitySums] = field(default_factory=dict)


def measure_day(
    chunks: Iterable[Sequence[AnsweredRow]],
    *,
    version: int,
    schema: Schema,
    reference: SealedReference | None,
    recipe: Recipe | None,
) -> MeasuredDay:
    """``version`` is the one whose ``schema`` and ``reference`` are given: the champion."""
    day = MeasuredDay()
    for chunk in chunks:
        live = [row for row in chunk if row.is_live]
        day.rows += len(live)
        if reference is not None:
            _count(day, live, version, schema, reference)
        for answerer, rows in _by_answerer(chunk).items():
            found = _judge(schema, recipe, rows)
            day.quality[answerer] = day.quality.get(answerer, QualitySums()) + found
    return day


def _count(
    day: MeasuredDay,
    rows: Sequence[AnsweredRow],
    version: int,
    schema: Schema,
    reference: SealedReference,
) -> None:
    day.inputs += count_chunk(input_columns(schema, rows), reference.inputs)
    own = [row for row in rows if row.version == version]
    names = list(reference.outputs.columns)
    day.outputs += count_chunk(output_columns(names, own), reference.outputs)


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
