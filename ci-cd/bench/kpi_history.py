"""Two years of figures by day, as 100 million predictions of five models would leave them."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import numpy as np
from sqlalchemy import Engine, insert

from api.adapters.database import make_session_factory, write_session
from api.core.tables import (
    Alert,
    AlertEvent,
    FeedbackDay,
    Job,
    JudgedDay,
    Model,
    ModelVersion,
    PredictionDay,
    Rollout,
    RolloutTransition,
    ServingDay,
    Table,
    TrainingRun,
    UsageDay,
    ValueFormula,
)
from monitoring.metrics import LATENCY_BUCKETS_SECONDS

PREDICTIONS = 100_000_000
TODAY = date(2026, 11, 22)
DAYS = 730
TASKS = {
    "flight-delay": "binary",
    "sentiment": "binary",
    "digits": "multiclass",
    "file-type": "multiclass",
    "bike-demand": "regression",
}
MODELS = tuple(TASKS)
VERSION_DAYS = 30
"""A new version every month; for a week of it two of them share the traffic."""
SOURCES = ("api", "v2", "batch", "demo")
ROWS_A_DAY = PREDICTIONS // (DAYS * len(MODELS))
Rows = Iterator[dict[str, Any]]


def make_history(engine: Engine, seed: int = 2013) -> None:
    chance = np.random.default_rng(seed)
    served = list(_served())
    with write_session(make_session_factory(engine)) as session:
        made: list[tuple[type[Table], Rows]] = [
            (Model, _models()),
            (ModelVersion, _versions()),
            (Rollout, _rollouts()),
            (ValueFormula, _formulas()),
            (RolloutTransition, _transitions()),
            (Job, _jobs()),
            (TrainingRun, _runs()),
            (Alert, _alerts()),
            (AlertEvent, _alert_events()),
            (ServingDay, (_serving_day(chance, *key) for key in served)),
            (PredictionDay, (row for key in served for row in _prediction_days(*key))),
            (FeedbackDay, (_feedback_day(chance, *key) for key in served)),
            (JudgedDay, (_judged_day(chance, *key) for key in served)),
            (UsageDay, _usage_days(served)),
        ]
        for table, rows in made:
            session.execute(insert(table), list(rows))


def _served() -> Iterator[tuple[date, str, int]]:
    """Day, model and version."""
    for number in range(DAYS):
        day = TODAY - timedelta(days=DAYS - 1 - number)
        version = number // VERSION_DAYS + 1
        for model in MODELS:
            yield day, model, version
            if version > 1 and number % VERSION_DAYS < 7:
                yield day, model, version - 1


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)


def _month(number: int) -> datetime:
    return _midnight(TODAY - timedelta(days=DAYS - number * VERSION_DAYS))


_MONTHS = range(DAYS // VERSION_DAYS + 1)


def _models() -> Rows:
    for model, task in TASKS.items():
        title = {"en": model, "pt-BR": model}
        yield {
            "name": model, "task": task, "title": title, "summary": title,
            "recipe": None, "cache_responses": False, "created_at": _month(0),
        }  # fmt: skip


def _evaluation(task: str) -> dict[str, Any]:
    name = {"binary": "brier", "multiclass": "accuracy", "regression": "mae"}[task]
    value = {"brier": 0.15, "accuracy": 0.97, "mae": 30.0}[name]
    return {
        "split": {"en": "by time"}, "train_rows": 1, "holdout_rows": 1, "baseline": {"en": "none"},
        "headline": name,
        "metrics": [{
            "name": name, "title": {"en": name}, "better": "lower", "value": value,
            "interval": [value, value], "slices": [],
        }],
    }  # fmt: skip


def _versions() -> Rows:
    for model, task in TASKS.items():
        for number in _MONTHS:
            yield {
                "model_name": model, "version": number + 1, "digest": f"{model}-{number}",
                "manifest": {"origin": "training"}, "schema": {"labels": ["no", "yes"]},
                "evaluation": _evaluation(task), "card": None, "presentation": None, "examples": [],
                "execution": {}, "training_run_id": None, "mlflow_run_id": None,
                "created_at": _month(number), "created_by": "system",
            }  # fmt: skip


def _rollouts() -> Rows:
    for model in MODELS:
        for number in _MONTHS:
            is_last = number == _MONTHS[-1]
            yield {
                "model_name": model, "version": number + 1, "previous_version": number or None,
                "stage": "settled" if is_last else "retired", "weight": float(is_last),
                "reason": "it was not worse", "revision": 5, "created_at": _month(number),
                "updated_at": _month(number),
            }  # fmt: skip


def _transitions() -> Rows:
    rollout = 0
    for model in MODELS:
        for number in _MONTHS:
            rollout += 1
            for revision in range(5):
                yield {
                    "rollout_id": rollout, "model_name": model, "version": number + 1,
                    "revision": revision, "at": _month(number) + timedelta(hours=revision),
                    "step": "promote", "from_stage": "canary", "to_stage": "promoted",
                    "weight": 1.0, "actor": "policy:rollouts", "reason": "it was not worse",
                    "evidence": {"rows": 10_000},
                }  # fmt: skip


def _jobs() -> Rows:
    for number in _MONTHS:
        for index in range(len(MODELS)):
            at = _month(number)
            yield {
                "id": 1 + number * len(MODELS) + index, "task": "training.train",
                "queue": "default", "arguments": {}, "state": "succeeded", "created_at": at,
                "created_by": "system", "started_at": at, "finished_at": at + timedelta(hours=1),
            }  # fmt: skip


def _runs() -> Rows:
    for number in _MONTHS:
        for index, model in enumerate(MODELS):
            yield {
                "model_name": model, "recipe": model, "parameters": {}, "reason": "drift",
                "job_id": 1 + number * len(MODELS) + index, "version": number + 1,
                "created_at": _month(number), "created_by": "policy:repairs",
            }  # fmt: skip


_ALERTS = 400


def _alerts() -> Rows:
    for number in range(_ALERTS):
        opened = _midnight(TODAY) - timedelta(days=DAYS * (1 - number / _ALERTS))
        yield {
            "id": number + 1, "key": f"drift:{number}", "model_name": MODELS[number % len(MODELS)],
            "kind": "drift", "severity": "serious", "title": "Drift", "detail": "", "path": "",
            "state": "resolved", "opened_at": opened, "last_seen_at": opened,
            "resolved_at": opened + timedelta(days=2), "resolved_by": "system",
        }  # fmt: skip


def _alert_events() -> Rows:
    for number in range(_ALERTS):
        opened = _midnight(TODAY) - timedelta(days=DAYS * (1 - number / _ALERTS))
        for kind, at in (("raised", opened), ("resolved", opened + timedelta(days=2))):
            yield {
                "alert_id": number + 1, "at": at, "model_at": None, "kind": kind,
                "severity": "serious", "actor": "system", "reason": "drift",
            }  # fmt: skip


def _formulas() -> Rows:
    forms = {
        "binary": {"kind": "warning", "right_warning": 25.0, "false_warning": 4.0},
        "multiclass": {"kind": "answer", "right_answer": 1.0, "wrong_answer": 5.0},
        "regression": {"kind": "forecast", "error_without": 50.0, "each_unit": 0.1},
    }
    for model, task in TASKS.items():
        yield {
            "model_name": model, "number": 1, "created_at": _month(0), "created_by": "person:ana",
            "reason": "agreed", "document": {**forms[task], "unit": "minutes", "money_per_unit": 1},
        }  # fmt: skip


def _serving_day(
    chance: np.random.Generator, day: date, model: str, version: int
) -> dict[str, Any]:
    counts = [0] * (len(LATENCY_BUCKETS_SECONDS) + 1)
    for drawn in chance.normal(4, 2, 100):
        bucket = min(max(round(float(drawn)), 0), len(counts) - 1)
        counts[bucket] += ROWS_A_DAY // 1_000
    return {
        "day": day, "model_name": model, "version": version, "requests": ROWS_A_DAY // 10,
        "client_errors": 30, "server_errors": int(chance.integers(3)), "latency_seconds_sum": 9.0,
        "latency_counts": counts, "rows": ROWS_A_DAY,
    }  # fmt: skip


def _prediction_days(day: date, model: str, version: int) -> Rows:
    for source in SOURCES:
        yield {
            "day": day, "model_name": model, "version": version, "source": source,
            "rows": ROWS_A_DAY // len(SOURCES),
        }  # fmt: skip


def _feedback_day(
    chance: np.random.Generator, day: date, model: str, version: int
) -> dict[str, Any]:
    return {
        "day": day, "model_name": model, "version": version,
        "up": int(chance.integers(40)), "down": int(chance.integers(8)),
    }  # fmt: skip


def _judged_day(chance: np.random.Generator, day: date, model: str, version: int) -> dict[str, Any]:
    loss = {"binary": 0.15, "multiclass": 0.03, "regression": 30.0}[TASKS[model]]
    hits = ROWS_A_DAY // 10 if TASKS[model] == "binary" else 0
    return {
        "day": day, "model_name": model, "version": version, "rows": ROWS_A_DAY,
        "truths": ROWS_A_DAY, "loss_rows": ROWS_A_DAY,
        "loss_total": loss * ROWS_A_DAY * float(chance.uniform(0.9, 1.1)), "true_positives": hits,
        "false_positives": hits // 2, "false_negatives": hits,
        "true_negatives": ROWS_A_DAY - 2 * hits - hits // 2 if hits else 0,
    }  # fmt: skip


def _usage_days(served: list[tuple[date, str, int]]) -> Rows:
    for day, model, version in served:
        for purpose in ("serving", "idle", "shadow"):
            yield {
                "day": day, "model_name": model, "version": version, "purpose": purpose,
                "cpu_seconds": 90.0, "gpu_seconds": 0.0, "memory_byte_seconds": 1e12,
            }  # fmt: skip
    for day in sorted({day for day, _, _ in served}):
        yield {
            "day": day, "model_name": "", "version": 0, "purpose": "overhead",
            "cpu_seconds": 900.0, "gpu_seconds": 0.0, "memory_byte_seconds": 1e13,
        }  # fmt: skip
