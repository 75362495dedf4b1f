"""The whole gate: score the same rows with both graphs, and ask every question."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import numpy as np
import onnx
import pandas as pd

from api.artifact.sealing import Artifact
from api.serving.scoring import Scorer
from api.serving.session import GraphSession
from monitoring.quality.arrays import Ints
from worker.gate.answers import Answered, check_answers, finite_answers
from worker.gate.cost import Footprint, check_latency, check_memory, check_size
from worker.gate.demands import GateDemands
from worker.gate.held_out import HeldOut
from worker.gate.probe_rows import probe_rows
from worker.gate.quality import check_agreement, check_loss, check_ranking
from worker.gate.reliance import Predict, reliance
from worker.gate.slices import check_slices, slice_differences
from worker.gate.suspicions import Promise, check_chance, check_freshness, check_leak
from worker.gate.timing import Run, time_in_turns
from worker.gate.training_end import outdated_before, served_until
from worker.gate.types import GateCheck, GateReport, report
from worker.pipelines.clusters import cluster_labels
from worker.pipelines.feeds import graph_feeds
from worker.pipelines.graph import opened, run_graph
from worker.pipelines.recalibration_graph import uncalibrated
from worker.pipelines.recipe import Judging
from worker.pipelines.seal import graph_bytes
from worker.pipelines.truths import truth_values

TYPICAL_ROWS = 3
TIMED_ROWS = (1, 32)
RELIANCE_ROWS = 2000
"""Shuffled once a field; more tell no more."""


@dataclass(frozen=True)
class Contender:
    """A sealed version, and what measuring it said when it was registered."""

    artifact: Artifact
    memory_bytes: int | None = None

    @property
    def footprint(self) -> Footprint:
        return Footprint(self.artifact.model_path.stat().st_size, self.memory_bytes)


def judge_candidate(
    champion: Contender,
    candidate: Contender,
    rows: pd.DataFrame,
    judging: Judging,
    *,
    now: datetime,
    seed: int,
    demands: GateDemands | None = None,
    earlier_losses: Sequence[float] = (),
) -> GateReport:
    """Judge on ``rows`` (as a recipe's frames: fields, truth, slices, clusters) that neither was
    trained on: whoever calls sees to it. ``now`` is the clock by which data are stale."""
    asked = demands or GateDemands()
    different = _different(champion.artifact, candidate.artifact)
    if different is not None:
        return report([different])
    probed = _probed(champion.artifact, candidate.artifact)
    if rows.empty:
        lacking = GateCheck("loss", "too little data", "There are no held-out rows")
        return report([lacking, *_costs(champion, candidate, rows, asked)])
    held_out = _held_out(champion.artifact, candidate.artifact, rows, judging)
    answers = check_answers(*probed, held_out.candidate)
    if not np.isfinite(held_out.candidate).all():
        return report([answers, *_costs(champion, candidate, rows, asked)])
    fresh = check_freshness(
        outdated_before(champion.artifact.manifest, candidate.artifact.manifest),
        served_until(candidate.artifact.manifest),
        now,
        asked,
    )
    promise = Promise(_own_auc(candidate.artifact), earlier_losses)
    return report(
        [
            answers,
            *_quality(held_out, asked, seed),
            _leak(champion.artifact, candidate.artifact, held_out, rows, promise, asked, seed),
            *([fresh] if fresh else []),
            *_costs(champion, candidate, rows, asked),
        ],
        slice_differences(held_out, asked),
    )


def _different(champion: Artifact, candidate: Artifact) -> GateCheck | None:
    """Two models of other tasks or labels, or a champion that needs more than the candidate."""
    before, after = champion.schema, candidate.schema
    lacking = {field.name for field in before.fields} - {field.name for field in after.fields}
    if lacking:
        reason = f"The candidate does not take {', '.join(sorted(lacking))}, as the champion does"
    elif (before.task, before.labels) != (after.task, after.labels) or after.task == "tensor":
        reason = (
            f"The champion is a {before.task} model of {len(before.labels)} labels, the candidate "
            f"a {after.task} model of {len(after.labels)}: they cannot be compared"
        )
    else:
        return None
    return GateCheck("comparable", "fail", reason)


def _held_out(
    champion: Artifact, candidate: Artifact, rows: pd.DataFrame, judging: Judging
) -> HeldOut:
    labels = cluster_labels(rows)
    answers = [
        run_graph(onnx.load(each.model_path), each.schema, rows) for each in (champion, candidate)
    ]
    return HeldOut(
        schema=candidate.schema,
        headline=judging.headline,
        truth=truth_values(candidate.schema, rows),
        champion=answers[0],
        candidate=answers[1],
        clusters=np.arange(len(rows)) if labels is None else labels,
        slices={name: rows[name].to_numpy(dtype=object) for name in judging.slices},
    )


def _quality(held_out: HeldOut, demands: GateDemands, seed: int) -> Iterator[GateCheck]:
    yield check_loss(held_out, demands, seed=seed)
    if held_out.slices:
        yield check_slices(held_out, demands)
    if held_out.schema.task == "binary":
        yield check_ranking(held_out, demands, seed=seed)
    yield check_agreement(held_out, demands)
    yield check_chance(held_out, demands, seed=seed)


def _leak(
    champion: Artifact,
    candidate: Artifact,
    held_out: HeldOut,
    rows: pd.DataFrame,
    promise: Promise,
    demands: GateDemands,
    seed: int,
) -> GateCheck:
    if _is_recalibrated(champion, candidate):
        reason = "It is the champion's own model under another calibration, and leans on no more"
        return GateCheck("leaked feature", "pass", reason)
    some = _sample(len(rows), seed)
    part, frame = _part(held_out, some), rows.iloc[some]
    before, after = (
        reliance(
            replace(part, schema=artifact.schema),
            predictions,
            frame,
            _predictor(artifact),
            seed=seed,
        )
        for artifact, predictions in ((champion, part.champion), (candidate, part.candidate))
    )
    return check_leak(held_out, before, after, promise, demands)


def _is_recalibrated(champion: Artifact, candidate: Artifact) -> bool:
    """Whether both are one graph but for the line that a recalibration adds: it ranks the rows as
    they were, so that shuffling a field costs both the same."""
    before, after = (
        uncalibrated(onnx.load(artifact.model_path), artifact.schema.outputs[0].name)
        for artifact in (champion, candidate)
    )
    return graph_bytes(before) == graph_bytes(after)


def _predictor(artifact: Artifact) -> Predict:
    return opened(onnx.load(artifact.model_path), artifact.schema)


def _sample(rows: int, seed: int) -> Ints:
    generator = np.random.default_rng(seed)
    chosen: Ints = np.sort(generator.choice(rows, min(rows, RELIANCE_ROWS), replace=False))
    return chosen


def _part(held_out: HeldOut, some: Ints) -> HeldOut:
    return replace(
        held_out,
        truth=held_out.truth[some],
        champion=held_out.champion[some],
        candidate=held_out.candidate[some],
        clusters=held_out.clusters[some],
        slices={},
    )


def _own_auc(candidate: Artifact) -> float | None:
    metrics = candidate.evaluation.metrics if candidate.evaluation else ()
    return next((metric.value for metric in metrics if metric.name == "auc"), None)


def _probed(champion: Artifact, candidate: Artifact) -> tuple[Any, Answered]:
    probes = probe_rows(candidate.schema, _typical(candidate))
    finite = [finite_answers(Scorer(each.directory), probes) for each in (champion, candidate)]
    return probes, Answered(*finite)


def _typical(artifact: Artifact) -> list[dict[str, Any]]:
    from_examples = [example.row for example in artifact.examples]
    return [*artifact.background, *from_examples][:TYPICAL_ROWS]


def _costs(
    champion: Contender, candidate: Contender, rows: pd.DataFrame, demands: GateDemands
) -> Iterator[GateCheck]:
    typical = _typical(candidate.artifact) or rows.head(TYPICAL_ROWS).to_dict("records")
    for count in TIMED_ROWS if typical else ():
        some = pd.DataFrame([typical[number % len(typical)] for number in range(count)])
        first, second = (_graph_run(each.artifact, some) for each in (champion, candidate))
        what = "1 row" if count == 1 else f"{count} rows"
        yield check_latency(time_in_turns(first, second, what=what), demands)
    yield check_size(champion.footprint, candidate.footprint, demands)
    memory = check_memory(champion.footprint, candidate.footprint, demands)
    if memory is not None:
        yield memory


def _graph_run(artifact: Artifact, rows: pd.DataFrame) -> Run:
    """The graph alone: reading the request takes all candidates the same time."""
    session = GraphSession(artifact.model_path, artifact.schema)
    feed = graph_feeds(artifact.schema, rows)
    return lambda: session.run(feed, len(rows))
