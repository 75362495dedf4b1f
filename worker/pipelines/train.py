"""The one pipeline of every recipe: load, split, fit, judge, convert, compare, seal."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property, partial
from pathlib import Path

import msgspec
import onnx
import pandas as pd

from api.artifact.documents import Evaluation, HeldOut
from api.artifact.manifest import Manifest
from api.artifact.schema import Schema
from monitoring.quality.arrays import Floats
from worker.pipelines.background import background_rows
from worker.pipelines.convert import check_conversion
from worker.pipelines.evaluate import evaluate
from worker.pipelines.graph import run_graph
from worker.pipelines.held_out import held_out_rows
from worker.pipelines.parameters import switch, with_defaults
from worker.pipelines.plots import plots
from worker.pipelines.profile import ReferenceProfile, reference_profile
from worker.pipelines.recalibration_line import RecalibrationLine, TooLittleTruth
from worker.pipelines.recent_line import Lined, line_on
from worker.pipelines.recipe import Dataset, Fitted, Parameters, Progress, Recipe, Split
from worker.pipelines.refit import refit
from worker.pipelines.seal import Documents, library_versions, write_and_seal
from worker.pipelines.served import ServedRows, load_dataset
from worker.pipelines.slice_profiles import slice_profiles
from worker.pipelines.truths import truth_values

EVALUATION_SEED = 20130101


@dataclass(frozen=True)
class TrainedArtifact:
    directory: Path
    digest: str
    evaluation: Evaluation
    draw: Callable[[], dict[str, bytes]]
    """Makes ``plots``: of use to the experiment log alone, which nothing else waits for."""
    metrics: dict[str, float]
    parameters: Parameters
    """The recipe's defaults with the run's own values."""

    @cached_property
    def plots(self) -> dict[str, bytes]:
        """PNG by file name."""
        return self.draw()


@dataclass(frozen=True)
class Judged:
    """A fitted, converted and measured model that is not sealed yet."""

    dataset: Dataset
    split: Split
    schema: Schema
    model: Lined
    graph: onnx.ModelProto
    predictions: Floats
    """Of the hold-out, by the graph."""
    evaluation: Evaluation


def train(
    recipe: Recipe,
    parameters: Parameters,
    *,
    packages: Path,
    output: Path,
    progress: Progress,
    created_at: str,
    code_commit: str,
    served: ServedRows | None = None,
) -> TrainedArtifact:
    """Train and seal one version in ``output``; ``served`` reads the model's log.

    Raises ConversionDisagrees when the graph differs from the native model on the hold-out, and
    whatever ``progress`` raises when the run was cancelled.
    """
    chosen = with_defaults(recipe, parameters)
    judged = fit_and_judge(recipe, chosen, packages=packages, progress=progress, served=served)
    documents = _documents(recipe, judged, chosen, progress)
    progress(0.9, "sealing the documents")
    manifest = Manifest(
        model=recipe.name,
        task=recipe.task,
        title=recipe.title,
        summary=recipe.summary,
        created_at=created_at,
        origin=f"recipe:{recipe.name}",
        data=judged.dataset.source,
        code_commit=code_commit,
        parameters=dict(chosen),
        libraries=library_versions(),
        files={},
    )
    digest = write_and_seal(output, documents, manifest)
    progress(1.0, f"sealed {digest[:12]}")
    truth = truth_values(judged.schema, judged.split.holdout)
    return TrainedArtifact(
        directory=output,
        digest=digest,
        evaluation=documents.evaluation,
        draw=partial(plots, judged.schema, judged.evaluation, truth, judged.predictions),
        metrics={metric.name: metric.value for metric in judged.evaluation.metrics},
        parameters=chosen,
    )


def fit_and_judge(
    recipe: Recipe,
    parameters: Parameters,
    *,
    packages: Path,
    progress: Progress,
    served: ServedRows | None = None,
) -> Judged:
    """Everything up to the sealed documents; the same for training and for reproducing."""
    progress(0.0, "reading the data")
    dataset = load_dataset(recipe, parameters, packages=packages, served=served)
    progress(0.1, f"{len(dataset.frame)} rows, SHA-256 {dataset.source.sha256[:12]}")
    split = recipe.split(dataset, parameters)
    fitted = recipe.fit(split, parameters, lambda share, line: progress(0.1 + 0.5 * share, line))
    progress(0.6, "converting to ONNX and comparing with the native model")
    schema = recipe.schema(dataset)
    model = Lined(fitted, _recent_line(schema, fitted, split, parameters, progress))
    graph = model.graph(recipe, schema)
    predictions = run_graph(graph, schema, split.holdout)
    native = model.predict(split.holdout)
    conversion = check_conversion(
        recipe.name, schema, native, predictions, recipe.conversion_limits
    )
    progress(0.7, f"the graph differs by at most {conversion.max_abs_difference:.2g}; judging it")
    evaluation = evaluate(
        recipe, schema, split, predictions, recipe.baseline(split), seed=EVALUATION_SEED
    )
    return Judged(
        dataset, split, schema, model, graph, predictions,
        msgspec.structs.replace(evaluation, conversion=conversion),
    )  # fmt: skip


def _recent_line(
    schema: Schema, fitted: Fitted, split: Split, parameters: Parameters, progress: Progress
) -> RecalibrationLine | None:
    """None where none is asked for, and where the rows are too few to say anything."""
    if parameters.get("calibrate_to") is None:
        return None
    line = line_on(schema, fitted.predict(split.calibration), split.calibration)
    if isinstance(line, TooLittleTruth):
        progress(0.6, f"not calibrated on the newest rows: {line.reason}")
        return None
    return line


def _documents(
    recipe: Recipe, judged: Judged, parameters: Parameters, progress: Progress
) -> Documents:
    """Of the judged model, or of one fitted on all its rows, with the judged one beside it."""
    graph, seen, evaluation = judged.graph, judged.split, judged.evaluation
    again = parameters.get("refit") is not None and switch(parameters, "refit")
    if again:
        refitted = refit(
            recipe, judged.schema, judged.model, judged.split, parameters,
            lambda share, line: progress(0.75 + 0.15 * share, line),
        )  # fmt: skip
        graph, seen = refitted.graph, refitted.split
        evaluation = msgspec.structs.replace(evaluation, split=seen.description)
    return Documents(
        graph=graph,
        schema=judged.schema,
        examples=recipe.examples(judged.split),
        card=recipe.card(),
        presentation=recipe.presentation(judged.dataset),
        evaluation=evaluation,
        profile=_profile(recipe, judged, seen),
        background=background_rows(judged.schema, seen.train, seed=EVALUATION_SEED),
        judged=judged.graph if again else None,
        held_out=_held_out(judged, parameters, again=again),
    )


def _held_out(judged: Judged, parameters: Parameters, *, again: bool) -> HeldOut | None:
    """None where what is sealed was fitted on the hold-out too, and where the hold-out may be of
    rows that somebody asked about: those are not for everybody to see."""
    if again or parameters.get("source") == "log":
        return None
    holdout = judged.split.holdout
    return held_out_rows(judged.schema, holdout, judged.dataset.source.name, seed=EVALUATION_SEED)


def _profile(recipe: Recipe, judged: Judged, seen: Split) -> ReferenceProfile:
    whole = reference_profile(judged.schema, seen, judged.predictions)
    inputs = pd.concat([seen.train, seen.calibration])
    slices = slice_profiles(judged.schema, recipe.slices, inputs, seen.holdout, judged.predictions)
    return replace(whole, slices=slices)
