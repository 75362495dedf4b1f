"""Everything that a decision about one rollout rests on, gathered from the log."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from api.core.predictions import answered
from api.core.predictions.answered import Asked, RowCounts
from api.core.predictions.failure_causes import common_cause
from api.core.predictions.failures import live_failures, shadow_failures
from api.core.predictions.paired_answers import paired_answers
from api.core.rollouts import queries
from api.core.rollouts.evidence import Evidence, Guardrail, GuardrailEvidence
from api.core.rollouts.rules import Step
from api.core.rollouts.types import Stage
from worker.trials import guardrails
from worker.trials.pairs import PairedSummary
from worker.trials.score_shift import ScoreShift
from worker.trials.trial import Trial

BEFORE_PROMOTION = timedelta(days=14)
"""How far back the old champion's live requests are looked for."""
LOOKED_AT = 200
"""Failed rows, and answered ones beside them, that a common cause is looked for in."""


def trial_evidence(session: Session, trial: Trial, *, wall: datetime) -> Evidence:
    """Of one look. ``wall`` is the wall time now, up to which failed requests are counted: they
    have no event time."""
    summary = PairedSummary(trial.schema, trial.time_zone, trial.state.since, trial.at)
    shift = ScoreShift()
    for rows in paired_answers(
        session,
        model=trial.state.model,
        task=trial.schema.task,
        version_a=trial.baseline,
        version_b=trial.state.version,
        window_start=trial.began,
        window_end=trial.at,
    ):
        summary.add(rows)
        shift.add(rows)
    return Evidence(pairs=summary.evidence(), guardrails=_guardrails(session, trial, wall, shift))


def _guardrails(
    session: Session, trial: Trial, wall: datetime, shift: ScoreShift
) -> GuardrailEvidence:
    limits = trial.policy.guardrails
    champion, candidate = (
        _given(session, trial, version, wall) for version in (trial.baseline, trial.state.version)
    )
    cause = _cause(session, trial, wall)
    return GuardrailEvidence(
        errors=guardrails.judge_errors(
            champion, candidate, limit=limits.max_error_share, detail=cause
        ),
        latency=_latency(session, trial),
        score_shift=shift.guardrail(limit=limits.max_score_shift),
        nan_answers=guardrails.judge_not_finite(
            champion, candidate, limit=limits.max_nan_share, detail=cause
        ),
    )


def _asked(trial: Trial, version: int) -> Asked:
    return Asked(trial.state.model, version, trial.state.since, trial.at)


def _given(session: Session, trial: Trial, version: int, wall: datetime) -> RowCounts:
    """Rows that the version was given in this stage, live or as a shadow."""
    asked = _asked(trial, version)
    since = _served_since(session, trial)
    failed = answered.live_failed(
        session, model=asked.model, version=version, since=since, until=wall
    )
    live = answered.live_rows(session, asked)
    return live + failed + answered.shadow_rows(session, asked)


def _served_since(session: Session, trial: Trial) -> datetime:
    """When the stage began, in wall time: after the last row from before it."""
    since = trial.state.since
    last = answered.last_served(session, model=trial.state.model, before=since)
    # A model that lives by the wall clock may have been silent for long before the stage.
    return since if last is None or last < since else last


def _latency(session: Session, trial: Trial) -> Guardrail:
    limit = trial.policy.guardrails.max_latency_ratio
    if trial.state.stage is Stage.SHADOW:
        return guardrails.latency_by_gate(_timed_at_gate(session, trial), limit=limit)
    champion, candidate = _asked(trial, trial.baseline), _asked(trial, trial.state.version)
    if trial.state.stage is Stage.PROMOTED:
        # The champion before answers nobody any more: its requests are those before the promotion.
        since = trial.state.since
        champion = replace(champion, window_start=since - BEFORE_PROMOTION, window_end=since)
    counts = [answered.live_latencies(session, asked) for asked in (champion, candidate)]
    return guardrails.judge_latency(*counts, limit=limit)


def _timed_at_gate(session: Session, trial: Trial) -> float | None:
    steps = queries.transitions(session, [trial.state.id])[trial.state.id]
    cleared = [step.evidence for step in steps if step.step == Step.CLEAR_GATE.value]
    gate: dict[str, Any] = (cleared[-1] or {}).get("gate", {}) if cleared else {}
    return gate.get("latency_ratio")


def _cause(session: Session, trial: Trial, wall: datetime) -> str:
    """What the rows that the candidate failed on have in common, in words; empty without any."""
    model, version, since = trial.state.model, trial.state.version, trial.state.since
    in_shadow = shadow_failures(
        session,
        model=model,
        version=version,
        window_start=since,
        window_end=trial.at,
        limit=LOOKED_AT,
    )
    live = live_failures(
        session,
        model=model,
        version=version,
        since=_served_since(session, trial),
        until=wall,
        limit=LOOKED_AT,
    )
    failed = [*in_shadow, *live]
    if not failed:
        return ""
    known = [failure.inputs for failure in failed if failure.inputs is not None]
    # A row that a shadow failed on was answered by the champion: it is no counter-example.
    others = answered.recent_inputs(session, _asked(trial, trial.baseline), limit=LOOKED_AT)
    cause = common_cause(known, [inputs for inputs in others if inputs not in known])
    if cause is None:
        return failed[0].reason
    return f"{cause.failed_share:.0%} of the failed rows have {cause.field} = {cause.value}"
