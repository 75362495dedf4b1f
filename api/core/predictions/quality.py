"""How good answers were, from pairs of what was predicted and what turned out true. Pure."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import numpy as np

from api.artifact.schema import Schema
from api.core.predictions.types import QualityFigure
from monitoring.quality.accuracy import accuracy
from monitoring.quality.arrays import Floats
from monitoring.quality.brier import brier
from monitoring.quality.coverage import covered
from monitoring.quality.log_loss import log_loss
from monitoring.quality.mae import absolute_error

Truth = int | float | str | bool
Pair = tuple[Mapping[str, Any], Truth]
"""A prediction's JSON and its truth."""


def figures(schema: Schema, pairs: Iterable[Pair]) -> tuple[QualityFigure, ...]:
    """The task's metrics over the pairs whose truth fits the task; () where there are none."""
    measure = _MEASURES.get(schema.task)
    return measure(schema, pairs) if measure else ()


def _binary(schema: Schema, pairs: Iterable[Pair]) -> tuple[QualityFigure, ...]:
    usable = [
        (came, output["probability"], output["label"] == schema.labels[1])
        for output, truth in pairs
        if (came := happened(schema.labels, truth)) is not None
    ]
    if not usable:
        return ()
    truth, probability, said = (np.array(column) for column in zip(*usable, strict=True))
    truths = truth.astype(np.int64)
    return (
        _mean("brier", brier(truths, probability)),
        _mean("accuracy", accuracy(truths, said.astype(np.int64))),
        _mean("log_loss", log_loss(truths, probability)),
    )


def _multiclass(schema: Schema, pairs: Iterable[Pair]) -> tuple[QualityFigure, ...]:
    index = {label: number for number, label in enumerate(schema.labels)}
    usable = [
        (index[label], index.get(output["label"], -1))
        for output, truth in pairs
        if (label := label_of(truth)) in index
    ]
    if not usable:
        return ()
    truth, said = (np.array(column, dtype=np.int64) for column in zip(*usable, strict=True))
    return (_mean("accuracy", accuracy(truth, said)),)


def _regression(_schema: Schema, pairs: Iterable[Pair]) -> tuple[QualityFigure, ...]:
    usable = [(output, float(truth)) for output, truth in pairs if is_number(truth)]
    if not usable:
        return ()
    truth, value = _columns(usable, "value")
    found = [_mean("mae", absolute_error(truth, value))]
    bounded = [pair for pair in usable if "lower" in pair[0] and "upper" in pair[0]]
    if bounded:
        truth, lower = _columns(bounded, "lower")
        found.append(_mean("coverage", covered(truth, lower, _columns(bounded, "upper")[1])))
    return tuple(found)


_MEASURES: dict[str, Callable[[Schema, Iterable[Pair]], tuple[QualityFigure, ...]]] = {
    "binary": _binary,
    "multiclass": _multiclass,
    "regression": _regression,
}


def happened(labels: Sequence[str], truth: Truth) -> bool | None:
    """Whether labels[1] happened; None for a truth that is neither label nor 0 or 1."""
    label = label_of(truth)
    if label in labels:
        return label == labels[1]
    return bool(truth) if is_number(truth, with_bool=True) and truth in (0, 1) else None


def label_of(truth: Truth) -> str:
    """Labels are texts; a caller may give the digit 7 for the label "7"."""
    if isinstance(truth, float) and truth.is_integer():
        return str(int(truth))
    return str(truth)


def is_number(truth: Truth, *, with_bool: bool = False) -> bool:
    return isinstance(truth, int | float) and (with_bool or not isinstance(truth, bool))


def _columns(pairs: Sequence[tuple[Mapping[str, Any], float]], name: str) -> tuple[Floats, Floats]:
    truth = np.array([truth for _, truth in pairs], dtype=np.float64)
    return truth, np.array([output[name] for output, _ in pairs], dtype=np.float64)


def _mean(name: str, per_row: Floats) -> QualityFigure:
    return QualityFigure(name=name, value=float(per_row.mean()), rows=len(per_row))
