"""What would have been without Farol: the model never retrained, or retrained by the calendar.

Both are worked out on the recording with the same recipe, pipeline and parameters, without the
service; its answers are those of the sealed graphs, row for row. The calendar's operator trains on
what had landed before the first of each month, and promotes at once.
"""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import onnx
import pandas as pd

from api.artifact.schema import Schema
from monitoring.quality.arrays import Floats
from worker.pipelines.graph import run_graph
from worker.pipelines.recipe import Parameters, Recipe
from worker.replays.player import Recording

HELD_OUT_DAYS = 1
"""The calendar's operator keeps next to nothing back, which speaks for the calendar."""


@dataclass(frozen=True)
class Baseline:
    name: str
    answers: Floats
    """(n,) of the recording's rows."""
    retrainings: int


def never(recording: Recording, graph: onnx.ModelProto, schema: Schema) -> Baseline:
    """The first version to the end."""
    return Baseline("never", _answers(graph, schema, recording.frame), 0)


def by_calendar(
    recording: Recording,
    first: Baseline,
    recipe: Recipe,
    parameters: Parameters,
    begin: pd.Timestamp,
    end: pd.Timestamp,
    *,
    packages: Path,
) -> Baseline:
    """A new version on the first of every month after the one of ``begin``."""
    answers, moments = first.answers.copy(), recording.frame["occurred_at"]
    firsts = pd.date_range(begin, end, freq="MS", inclusive="neither", tz=begin.tz)
    dataset = recipe.load(packages, {**recipe.defaults, **parameters})
    for month in firsts:
        held_out = month - pd.DateOffset(days=HELD_OUT_DAYS)
        chosen = {
            **recipe.defaults,
            **parameters,
            "train_to": f"{held_out:%Y-%m-%d}",
            "holdout_to": f"{month:%Y-%m-%d}",
        }
        fitted = recipe.fit(recipe.split(dataset, chosen), chosen, lambda _share, _line: None)
        later = (moments >= month).to_numpy()
        rows = recording.frame[later]
        answers[later] = _answers(recipe.convert(fitted), recipe.schema(dataset), rows)
    return Baseline("by the calendar", answers, len(firsts))


def _answers(graph: onnx.ModelProto, schema: Schema, rows: pd.DataFrame) -> Floats:
    stated: Floats = np.asarray(run_graph(graph, schema, rows), dtype=np.float64)
    return stated
