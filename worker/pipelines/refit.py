"""Fit once more, on the hold-out too, after the model was judged there: what serves is newest.

The same rule on more rows. The graph that was judged is sealed beside it, for gates to judge.
"""

from dataclasses import dataclass

import onnx
import pandas as pd

from api.artifact.schema import Localised, Schema
from worker.pipelines.convert import check_conversion
from worker.pipelines.graph import run_graph
from worker.pipelines.recalibration_line import RecalibrationLine
from worker.pipelines.recent_line import Lined, line_on
from worker.pipelines.recipe import Parameters, Progress, Recipe, Split

AGAIN: Localised = {
    "en": "; what is sealed was then fitted on all of them",
    "pt-BR": "; a versão selada foi depois ajustada em todos eles",
}


@dataclass(frozen=True)
class Refitted:
    """What is sealed, and the split whose training part it has seen."""

    graph: onnx.ModelProto
    split: Split


def refit(
    recipe: Recipe,
    schema: Schema,
    judged: Lined,
    split: Split,
    parameters: Parameters,
    progress: Progress,
) -> Refitted:
    """Trained on every row of ``split``; where the judged model has a line, on what that model,
    which has seen neither, said of the calibration and hold-out rows. Raises ConversionDisagrees.
    """
    every = pd.concat([split.train, split.calibration, split.holdout], ignore_index=True)
    whole = Split(every, every.iloc[:0], split.holdout, described(split.description))
    model = Lined(recipe.fit(whole, parameters, progress), _line(schema, judged, split))
    graph = model.graph(recipe, schema)
    check_conversion(
        recipe.name,
        schema,
        model.predict(split.holdout),
        run_graph(graph, schema, split.holdout),
        recipe.conversion_limits,
    )
    return Refitted(graph, whole)


def described(split: Localised) -> Localised:
    return {language: text + AGAIN[language] for language, text in split.items()}


def _line(schema: Schema, judged: Lined, split: Split) -> RecalibrationLine | None:
    if judged.line is None:
        return None
    late = pd.concat([split.calibration, split.holdout], ignore_index=True)
    line = line_on(schema, judged.fitted.predict(late), late)
    return line if isinstance(line, RecalibrationLine) else judged.line
