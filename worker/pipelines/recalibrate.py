"""A new version from an old one: the same graph, its probability corrected by fresh truth.

Far cheaper than training, and enough where only the base rate or the spread has moved.
"""

import hashlib
import shutil
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, ClassVar

import msgspec
import onnx
import pandas as pd

from api.artifact.canonical import canonical_json
from api.artifact.documents import Evaluation
from api.artifact.manifest import FILES, DataSource, Manifest
from api.artifact.schema import Localised, Schema
from api.artifact.sealing import Artifact, seal
from api.core.errors import FarolError, Kind
from monitoring.quality.arrays import Floats
from worker.gate.training_end import learned_day
from worker.pipelines.convert import check_conversion
from worker.pipelines.data_hash import rows_sha256
from worker.pipelines.evaluate import evaluate
from worker.pipelines.graph import run_graph
from worker.pipelines.held_out import outside
from worker.pipelines.plots import plots
from worker.pipelines.profile import profile_outputs
from worker.pipelines.recalibration_graph import recalibrated, uncalibrated
from worker.pipelines.recalibration_line import RecalibrationLine, TooLittleTruth
from worker.pipelines.recent_line import line_on
from worker.pipelines.recipe import Baseline, ConversionLimits, Judging, Parameters, Split
from worker.pipelines.refit import described
from worker.pipelines.seal import graph_bytes, library_versions
from worker.pipelines.slice_profiles import slice_outputs
from worker.pipelines.train import EVALUATION_SEED, TrainedArtifact
from worker.pipelines.truths import truth_values

ORIGIN = "recalibration"
LIMITS = ConversionLimits(label_agreement=0.9999, max_abs_difference=1e-6)
PARENT: Localised = {
    "en": "The version that was recalibrated, as it answers now",
    "pt-BR": "A versão que foi recalibrada, como responde hoje",
}
DATA: Localised = {
    "en": "Rows that were served and whose truth arrived",
    "pt-BR": "Linhas servidas cuja verdade chegou",
}


class NotRecalibratable(FarolError):
    """Only one probability of two classes can be recalibrated."""

    kind: ClassVar[Kind] = "conflict"


@dataclass(frozen=True)
class Evidence:
    """Served rows with truth, as a recipe's frames are: what to fit on, and later what to judge."""

    fitted: pd.DataFrame
    judged: pd.DataFrame
    refit: bool
    """Seal the line of all rows, after the line of the earlier ones was judged on the later: the
    evaluation is then that of a line without the newest rows."""


@dataclass(frozen=True)
class Provenance:
    parameters: Parameters
    """Of the run; the line's two numbers and the parent's digest are added."""
    created_at: str
    code_commit: str


def recalibrate(
    parent: Artifact, evidence: Evidence, judging: Judging, provenance: Provenance, *, output: Path
) -> TrainedArtifact | TooLittleTruth:
    """Seal the recalibrated version in ``output``.

    A line that the parent has already is replaced. Raises NotRecalibratable for other models than
    those of one probability, ConversionDisagrees when the graph does not compute the line.
    """
    name = _probability_output(parent)
    graph = onnx.load(parent.model_path)
    plain = uncalibrated(graph, name)
    rows = pd.concat([evidence.fitted, evidence.judged], ignore_index=True)
    early = len(evidence.fitted)
    stated = run_graph(plain, parent.schema, rows)
    line = _fit(parent.schema, stated[:early], evidence.fitted)
    if isinstance(line, TooLittleTruth):
        return line
    judged_graph = recalibrated(plain, name, line)
    expected = line.apply(stated[early:])
    judged = _judge(parent.schema, graph, judged_graph, evidence, judging, expected)
    if evidence.refit:
        again = _fit(parent.schema, stated, rows)
        line = line if isinstance(again, TooLittleTruth) else again
    manifest = _manifest(parent, evidence, line, provenance)
    sealed_graph = recalibrated(plain, name, line)
    answers = run_graph(sealed_graph, parent.schema, evidence.judged)
    _write(parent, sealed_graph, judged, line, evidence, output)
    _write_profile(parent, evidence.judged, answers, output)
    if evidence.refit:
        (output / FILES["judged"]).write_bytes(graph_bytes(judged_graph))
    truth = truth_values(parent.schema, evidence.judged)
    return TrainedArtifact(
        directory=output,
        digest=seal(output, manifest),
        evaluation=judged,
        draw=partial(plots, parent.schema, judged, truth, answers),
        metrics={metric.name: metric.value for metric in judged.metrics},
        parameters=manifest.parameters,
    )


def _probability_output(parent: Artifact) -> str:
    outputs = parent.schema.outputs
    if parent.schema.task != "binary" or [output.role for output in outputs] != ["probability"]:
        raise NotRecalibratable(
            f"{parent.manifest.model} answers with {', '.join(o.role for o in outputs)}: only a "
            "model whose one output is a probability of two classes can be recalibrated"
        )
    return outputs[0].name


def _fit(schema: Schema, stated: Floats, rows: pd.DataFrame) -> RecalibrationLine | TooLittleTruth:
    """On what the graph without a line states of the rows."""
    if rows.empty:
        return TooLittleTruth(0, 0, 0, "no served row to fit on has a truth yet")
    return line_on(schema, stated, rows)


def _judge(
    schema: Schema,
    parent: onnx.ModelProto,
    graph: onnx.ModelProto,
    evidence: Evidence,
    judging: Judging,
    expected: Floats,
) -> Evaluation:
    """``expected`` is what the line, worked out here, makes of the judged rows."""
    rows = evidence.judged
    before, answers = (run_graph(each, schema, rows) for each in (parent, graph))
    conversion = check_conversion(ORIGIN, schema, expected, answers, LIMITS)
    split = Split(evidence.fitted, rows.iloc[:0], rows, _description(evidence))
    baseline = Baseline(PARENT, before)
    found = evaluate(judging, schema, split, answers, baseline, seed=EVALUATION_SEED)
    return msgspec.structs.replace(found, conversion=conversion)


def _description(evidence: Evidence) -> Localised:
    fitted, judged = (_span(rows) for rows in (evidence.fitted, evidence.judged))
    description = {
        "en": f"By time: recalibrated on rows about {fitted}, judged on {judged}",
        "pt-BR": f"Por tempo: recalibrado em {fitted}, avaliado em {judged}",
    }
    return described(description) if evidence.refit else description


def _span(rows: pd.DataFrame) -> str:
    at = rows["occurred_at"]
    return f"{at.min():%Y-%m-%d} – {at.max():%Y-%m-%d}"


def _manifest(
    parent: Artifact, evidence: Evidence, line: RecalibrationLine, provenance: Provenance
) -> Manifest:
    hashes = rows_sha256(evidence.fitted) + rows_sha256(evidence.judged)
    made: dict[str, Any] = {
        **provenance.parameters,
        "parent_digest": parent.digest,
        "slope": line.slope,
        "intercept": line.intercept,
        "design_effect": line.design_effect,
    }
    trained_to = learned_day(parent.manifest)
    if trained_to is not None:
        made["train_to"] = trained_to
    return msgspec.structs.replace(
        parent.manifest,
        created_at=provenance.created_at,
        origin=ORIGIN,
        data=DataSource(
            name="served rows",
            source=f"{line.rows} rows that {parent.manifest.model} served",
            licence="",
            sha256=hashlib.sha256(hashes.encode()).hexdigest(),
            rows=len(evidence.fitted) + len(evidence.judged),
            description=DATA,
        ),
        code_commit=provenance.code_commit,
        parameters=made,
        libraries=library_versions(),
        files={},
    )


def _write(
    parent: Artifact,
    graph: onnx.ModelProto,
    evaluation: Evaluation,
    line: RecalibrationLine,
    evidence: Evidence,
    output: Path,
) -> None:
    """The parent's documents, but for those that a new probability changes."""
    output.mkdir(parents=True, exist_ok=True)
    for name in set(parent.manifest.files) - {FILES["judged"], FILES["held_out"]}:
        shutil.copyfile(parent.directory / name, output / name)
    (output / FILES["model"]).write_bytes(graph_bytes(graph))
    (output / FILES["evaluation"]).write_bytes(canonical_json(evaluation))
    _write_held_out(parent, evidence, output)
    if parent.card is not None:
        card = msgspec.structs.replace(parent.card, notes=_notes(parent, line))
        (output / FILES["card"]).write_bytes(canonical_json(card))


def _write_held_out(parent: Artifact, evidence: Evidence, output: Path) -> None:
    """The parent's rows, but for those about the time of what the line was fitted on."""
    if parent.held_out is None:
        return
    times = pd.concat([evidence.fitted["occurred_at"], evidence.judged["occurred_at"]])
    kept = outside(parent.held_out, times)
    if kept is not None:
        (output / FILES["held_out"]).write_bytes(canonical_json(kept))


def _write_profile(parent: Artifact, rows: pd.DataFrame, answers: Floats, output: Path) -> None:
    """The parent's, with what goes out now; ``answers`` are those to ``rows``."""
    if parent.profile_path is None:
        return
    schema = parent.schema
    profile: dict[str, Any] = msgspec.json.decode(parent.profile_path.read_bytes())
    profile |= {
        "outputs": msgspec.to_builtins(profile_outputs(schema, answers)),
        "output_rows": len(answers),
        "slices": [
            {
                **part,
                "outputs": msgspec.to_builtins(
                    slice_outputs(schema, rows, answers, part["column"], part["value"])
                ),
            }
            for part in profile.get("slices", ())
        ],
    }
    (output / FILES["profile"]).write_bytes(canonical_json(profile))


def _notes(parent: Artifact, line: RecalibrationLine) -> Localised:
    short, slope, shift = parent.digest[:12], f"{line.slope:.3f}", f"{line.intercept:+.3f}"
    return {
        "en": f"The version {short}, recalibrated on {line.rows} served rows: its log-odds times "
        f"{slope}, {shift}. The figures compare it with that version.",
        "pt-BR": f"A versão {short}, recalibrada em {line.rows} linhas servidas: suas log-chances "
        f"vezes {slope}, {shift}. Os números a comparam com aquela versão.",
    }
