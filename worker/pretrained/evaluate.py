"""Measure the file-type network on files of known type: ``python -m worker.pretrained.evaluate``.

Writes ``evaluation.json`` beside the model's other documents.
"""

from pathlib import Path
from typing import Annotated

import msgspec
import numpy as np
import onnx
import pandas as pd
import typer

from api.artifact.documents import Evaluation, Slice
from api.artifact.schema import Schema
from monitoring.quality.arrays import Floats
from monitoring.quality.bootstrap import interval, resample
from worker.pipelines.evaluate import metric
from worker.pipelines.graph import run_graph
from worker.pipelines.measures import Measure, measures
from worker.pipelines.slices import SMALLEST_SLICE_ROWS, is_worse
from worker.pipelines.truths import truth_values
from worker.pretrained.file_type.encoding import encode
from worker.pretrained.file_type.samples import Sample, installed_samples
from worker.pretrained.file_type.wheel import Wheel
from worker.pretrained.prepare import DOCUMENTS

HEADLINE = "accuracy"
SEED = 7
UNGROUPED = "other"


def measure(packages: Path, samples: tuple[Sample, ...]) -> Evaluation:
    """Judge the network on ``samples``; files of one package are resampled together."""
    wheel = Wheel(packages)
    schema = msgspec.json.decode((DOCUMENTS / "schema.json").read_bytes(), type=Schema)
    types = wheel.content_types()
    frame = pd.DataFrame(
        {
            "bytes": [encode(sample.content) for sample in samples],
            "truth": [sample.label for sample in samples],
            "package": [sample.package for sample in samples],
            "group": [types[sample.label].group or UNGROUPED for sample in samples],
        }
    )
    predictions = run_graph(onnx.load_from_string(wheel.graph()), schema, frame)
    truth = truth_values(schema, frame)
    clusters = frame["package"].astype("category").cat.codes.to_numpy(dtype=np.int64)
    resampling = resample(len(frame), clusters=clusters, seed=SEED)
    baseline = _type_shares(schema, truth)
    judged = measures(schema, truth)
    headline = next(measure for measure in judged if measure.name == HEADLINE)
    overall = headline.take(predictions, resampling).value
    return Evaluation(
        split={
            "en": f"Not trained here. Measured on {len(frame)} files of {frame['truth'].nunique()} "
            "types whose names say what they are, out of the installed Python packages.",
            "pt-BR": f"Não foi treinado aqui. Medido em {len(frame)} arquivos de "
            f"{frame['truth'].nunique()} tipos cujos nomes dizem o que são, dos pacotes Python "
            "instalados.",
        },
        train_rows=0,
        holdout_rows=len(frame),
        baseline={
            "en": "Majority class: each type's share of these same files, whatever the content",
            "pt-BR": "Classe majoritária: a parcela de cada tipo nestes mesmos arquivos, seja "
            "qual for o conteúdo",
        },
        headline=HEADLINE,
        metrics=tuple(metric(measure, predictions, baseline, resampling) for measure in judged),
        slices=_slices(schema, frame, predictions, overall),
    )


def _type_shares(schema: Schema, truth: Floats) -> Floats:
    counts = np.bincount(truth.astype(np.int64), minlength=len(schema.labels))
    return np.tile(counts / counts.sum(), (len(truth), 1))


def _slices(
    schema: Schema, frame: pd.DataFrame, predictions: Floats, overall: float
) -> tuple[Slice, ...]:
    """Accuracy by group of types: code, document, image, …"""
    found = []
    for group, rows in frame.groupby("group", sort=True):
        if len(rows) < SMALLEST_SLICE_ROWS:
            continue
        headline = _headline(schema, truth_values(schema, rows))
        taken = headline.take(predictions[rows.index], resample(len(rows), seed=SEED))
        ends = interval(taken.samples)
        worse = is_worse(ends, overall, headline.better)
        found.append(Slice("group", str(group), len(rows), HEADLINE, taken.value, ends, worse))
    return tuple(found)


def _headline(schema: Schema, truth: Floats) -> Measure:
    return next(measure for measure in measures(schema, truth) if measure.name == HEADLINE)


def main(
    packages: Annotated[Path, typer.Option(help="Folder of the downloaded archives.")] = Path(
        "data/packages"
    ),
    output: Annotated[Path, typer.Option(help="File to write.")] = DOCUMENTS / "evaluation.json",
) -> None:
    """Measure the file-type network and write its evaluation."""
    evaluation = measure(packages, installed_samples())
    output.write_bytes(msgspec.json.format(msgspec.json.encode(evaluation)) + b"\n")
    headline = evaluation.metrics[0]
    typer.echo(f"{headline.name} {headline.value:.3f} on {evaluation.holdout_rows} files")


if __name__ == "__main__":
    typer.run(main)
