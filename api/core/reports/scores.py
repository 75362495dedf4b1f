"""Live quality by metric, version and day, in sums: bounded memory however many rows there were."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby

import msgspec
import numpy as np
from sqlalchemy import select
from sqlalchemy.orm import Session

from api.artifact.schema import Schema
from api.core.predictions import quality
from api.core.predictions.truths import JudgedAnswer, judged_answers
from api.core.reports.traffic import Window
from api.core.reports.types import Estimate
from api.core.tables import ModelVersion
from monitoring.quality.cluster_mean import ClusterMean, MeanChange, cluster_mean


@dataclass(frozen=True)
class Sum:
    """One metric of one version on one day."""

    metric: str
    version: int
    day: datetime
    total: float
    rows: int


@dataclass
class Judged:
    sums: list[Sum] = field(default_factory=list)
    truths: Counter[datetime] = field(default_factory=Counter)
    """Rows with truth, by beginning of the day."""


def judge(session: Session, window: Window) -> Judged:
    """Reads one day at a time."""
    schemas = _schemas(session, window.model)
    found = Judged()
    answered = judged_answers(session, model=window.model, since=window.start, until=window.end)
    for day, answers in answered:
        found.truths[day] = len(answers)
        for version, of_version in groupby(sorted(answers, key=_version), key=_version):
            if version in schemas:
                found.sums += _sums(schemas[version], version, day, of_version)
    return found


def mean(sums: Iterable[Sum]) -> ClusterMean:
    """Over the rows of all versions, with days as clusters."""
    totals: defaultdict[datetime, float] = defaultdict(float)
    rows: Counter[datetime] = Counter()
    for entry in sums:
        totals[entry.day] += entry.total
        rows[entry.day] += entry.rows
    return cluster_mean(
        np.array([totals[day] for day in rows], float), np.array(list(rows.values()), float)
    )


def estimate(found: ClusterMean) -> Estimate | None:
    """None of no rows."""
    if found.rows == 0:
        return None
    lower, upper = number(found.lower), number(found.upper)
    return Estimate(found.value, lower, upper, rows=found.rows, days=found.clusters)


def change_interval(change: MeanChange) -> tuple[float | None, float | None]:
    return number(change.lower), number(change.upper)


def number(value: float) -> float | None:
    """JSON has no nan."""
    return None if np.isnan(value) else value


def _sums(
    schema: Schema, version: int, day: datetime, answers: Iterable[JudgedAnswer]
) -> list[Sum]:
    pairs: list[quality.Pair] = [(answer.output, answer.truth) for answer in answers]
    figures = quality.figures(schema, pairs)
    return [Sum(f.name, version, day, f.value * f.rows, f.rows) for f in figures]


def _version(answer: JudgedAnswer) -> int:
    return answer.version


def _schemas(session: Session, model: str) -> Mapping[int, Schema]:
    statement = select(ModelVersion.version, ModelVersion.schema)
    return {
        version: msgspec.convert(schema, Schema)
        for version, schema in session.execute(statement.where(ModelVersion.model_name == model))
    }
