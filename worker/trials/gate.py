"""The gate's evidence: candidate against champion on rows that neither has seen."""

from dataclasses import dataclass, replace
from datetime import datetime

import pandas as pd
from sqlalchemy.orm import Session

from api.artifact.sealing import open_artifact
from api.core.models.queries import get_model, get_version
from api.core.policies.queries import current_policy
from api.core.policies.types import GateDemands as Asked
from api.core.predictions.truths import TruthClock
from api.core.rollouts import queries
from api.core.rollouts.evidence import GateEvidence
from api.core.rollouts.types import RolloutState
from api.core.tables import ModelVersion
from worker.context import JobContext
from worker.gate.demands import GateDemands
from worker.gate.judge import Contender, judge_candidate
from worker.pipelines.recipe import Judging, Recipe
from worker.recipes import catalogue
from worker.training.recalibration import PlainJudging
from worker.trials.gate_evidence import too_few, worded
from worker.trials.gate_memory import GateMemory, Moment
from worker.trials.held_out import Pair, own_rows, served_rows
from worker.trials.judged_graph import before_refit

SEED = 2013
_memory = GateMemory()


@dataclass(frozen=True)
class _Question:
    pair: Pair
    recipe: Recipe | None
    demands: GateDemands


def is_next(state: RolloutState) -> bool:
    """Whether a proposal is the one that the gate would let through: judging costs seconds."""
    waits = state.newest_proposed is not None and state.newest_proposed > state.version
    return state.champion is not None and state.under_way is None and not waits


def gate_evidence(
    context: JobContext, state: RolloutState, *, at: datetime, clock: TruthClock
) -> GateEvidence | None:
    """None where there is no champion to compare with.

    Judged on served rows; where these are too few, on the recipe's own data that neither version
    was made from. ``at`` is the model's clock, by which data are stale and truths are known.
    """
    if state.champion is None:
        return None
    question = _question(context, state)
    pair, now = question.pair, Moment(context.now(), at)
    versions = (pair.champion.artifact.digest, pair.candidate.artifact.digest)
    said = _memory.recall(versions, now)
    if said is not None:
        return said
    rows = _rows(context, question, at=at, clock=clock)
    lacking = too_few(rows, question.demands)
    if lacking is not None:
        return lacking
    context.progress(0.3, f"judging version {state.version} on {len(rows):,} held-out rows")
    evidence = _judge(question, rows, at)
    _memory.keep(versions, evidence, now)
    return evidence


def _judge(question: _Question, rows: pd.DataFrame, at: datetime) -> GateEvidence:
    judging: Judging = question.recipe or PlainJudging()
    report = judge_candidate(
        question.pair.champion,
        question.pair.candidate,
        rows,
        judging,
        # Of an archive that ended long ago the newest rows are what is new.
        now=_newest(rows, at),
        seed=SEED,
        demands=question.demands,
    )
    return worded(report, rows=len(rows), demands=question.demands)


def demands_of(asked: Asked) -> GateDemands:
    """The policy's numbers; what it does not ask for has the gate's own defaults."""
    return GateDemands(
        min_rows=asked.min_rows,
        loss_margin_share=asked.margin,
        slice_min_rows=asked.min_slice_rows,
        slice_margin_share=asked.slice_margin,
        max_latency_ratio=asked.max_latency_ratio,
        max_size_ratio=asked.max_size_ratio,
        max_memory_ratio=asked.max_size_ratio,
    )


def _question(context: JobContext, state: RolloutState) -> _Question:
    with context.reading() as session:
        versions = [
            get_version(session, state.model, number)
            for number in (state.champion, state.version)
            if number is not None
        ]
        recipe = catalogue().get(get_model(session, state.model).recipe or "")
        policy = current_policy(session, state.model)
        known = [_known_since(session, version) for version in versions]
    champion, candidate = (_contender(context, version) for version in versions)
    judged = before_refit(candidate.artifact, context.working_directory() / "judged")
    candidate = replace(candidate, artifact=judged)
    return _Question(Pair(champion, candidate, max(known)), recipe, demands_of(policy.gate))


def _known_since(session: Session, version: ModelVersion) -> datetime:
    """When it was first proposed, by the model's clock."""
    rollouts = queries.history(session, version.model_name)
    of_version = [r.created_at for r in rollouts if r.version == version.version]
    return min(of_version, default=version.created_at)


def _contender(context: JobContext, version: ModelVersion) -> Contender:
    memory = version.execution.get("memory_bytes")
    return Contender(open_artifact(context.store.path(version.digest)), memory or None)


def _rows(
    context: JobContext, question: _Question, *, at: datetime, clock: TruthClock
) -> pd.DataFrame:
    with context.reading() as session:
        served = served_rows(session, question.pair, question.recipe, at=at, clock=clock)
    if too_few(served, question.demands) is None or question.recipe is None:
        return served
    own = own_rows(
        question.recipe,
        question.pair,
        packages=context.settings.packages_dir,
        at=at,
        fewest_days=question.demands.min_clusters,
    )
    return served if own is None or len(own) < len(served) else own


def _newest(rows: pd.DataFrame, at: datetime) -> datetime:
    if "occurred_at" not in rows:
        return at
    newest: datetime = rows["occurred_at"].max().to_pydatetime()
    return min(newest, at)
