"""A tiny model sealed with a profile and an evaluation, and days of answers with their truth."""

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import pandas as pd

from api.adapters.database import write_session
from api.artifact.documents import Evaluation, Metric
from api.artifact.manifest import Manifest
from api.artifact.sealing import open_artifact, seal
from api.core import shipping
from api.core.models.operations import register_version
from api.core.rollouts import operations
from api.spool.records import OutcomeRecord, PredictionRecord, Record
from testing.artifacts import EXECUTION
from testing.records import outcome_record, prediction_id
from worker.pipelines.profile import reference_profile
from worker.pipelines.recipe import Split
from worker.pipelines.slice_profiles import slice_profiles
from worker.tests import tiny_model
from worker.tests.installation import Installation

MODEL = "tiny"
START = datetime(2026, 1, 5, tzinfo=UTC)
ROWS_A_DAY = 120
PROMISED = 0.19


def seal_profiled(directory: Path) -> None:
    tiny_model.write(directory)
    rows = made_rows(np.random.default_rng(1), 4_000, shift=0.0)
    frame = pd.DataFrame(rows)
    stated = np.array([stated_of(row) for row in rows])
    split = Split(frame, frame.iloc[:0], frame, {"en": ""})
    profile = replace(
        reference_profile(tiny_model.SCHEMA, split, stated),
        slices=slice_profiles(tiny_model.SCHEMA, ("kind",), frame, frame, stated),
    )
    evaluation = Evaluation(
        split={"en": "by time"}, train_rows=4_000, holdout_rows=2_000, baseline={"en": "prior"},
        headline="brier",
        metrics=(
            Metric("brier", {"en": "Brier score"}, "lower", PROMISED, (0.18, 0.2)),
            Metric("auc", {"en": "AUC"}, "higher", 0.75, (0.73, 0.77)),
        ),
    )  # fmt: skip
    (directory / "profile.json").write_bytes(msgspec.json.encode(profile))
    (directory / "evaluation.json").write_bytes(msgspec.json.encode(evaluation))
    manifest = Manifest(
        model=MODEL, task="binary", title={"en": "Tiny"}, summary={"en": "A test's model"},
        created_at="2026-01-01T00:00:00Z", origin="upload", data=None, code_commit="",
        parameters={"train_to": "2026-01-05"}, libraries={}, files={},
    )  # fmt: skip
    seal(directory, manifest)


def serve_first_version(installation: Installation) -> None:
    directory = installation.settings.data_dir / "profiled"
    seal_profiled(directory)
    store = installation.runtime.store
    artifact = open_artifact(store.path(store.put(directory)))
    with write_session(installation.runtime.sessions) as session:
        register_version(
            session, artifact=artifact, execution=EXECUTION, created_by="test", now=START
        )
        operations.promote(session, model=MODEL, version=1, actor="test", reason="first", now=START)


def made_rows(
    generator: np.random.Generator, count: int, *, shift: float, vip_shift: float = 0.0
) -> list[dict[str, Any]]:
    drawn = generator.normal(shift, 1.2, count)
    is_vip = generator.random(count) < 0.3
    amounts = (drawn + vip_shift * is_vip).round(3).tolist()
    kinds = np.where(is_vip, "vip", "plain").tolist()
    return [
        {"amount": amount, "count": 0, "kind": kind, "divisor": 1.0}
        for amount, kind in zip(amounts, kinds, strict=True)
    ]


def stated_of(row: dict[str, Any]) -> float:
    return round(tiny_model.probability(row["amount"], row["count"], row["kind"]), 6)


def answered(day: int, rows: Sequence[dict[str, Any]], *, at: datetime) -> PredictionRecord:
    stated = [stated_of(row) for row in rows]
    outputs = [{"probability": p, "label": "yes" if p >= 0.5 else "no"} for p in stated]
    request = {"rows": list(rows), "occurred_at": at.isoformat()}
    return PredictionRecord(
        id=prediction_id(day), served_at=at.timestamp(), latency_seconds=0.001, model=MODEL,
        version=1, variant="champion", source="api", cached=False, rows=len(rows),
        batch_rows=len(rows), request=json.dumps(request).encode(),
        predictions=json.dumps(outputs).encode(),
    )  # fmt: skip


def told(day: int, happened: Sequence[bool], *, at: datetime) -> OutcomeRecord:
    outcomes = [
        {"prediction_id": prediction_id(day), "row": row, "truth": int(truth),
         "observed_at": at.isoformat()}
        for row, truth in enumerate(happened)
    ]  # fmt: skip
    return outcome_record(day, received_at=at.timestamp(), outcomes=outcomes)


def live(
    installation: Installation,
    days: range,
    *,
    shift: float = 0.0,
    vip_shift: float = 0.0,
    offset: float = 0.0,
) -> float:
    """Answer and tell the truth of ``days``; returns the Brier score by hand.

    ``shift`` moves the amounts, ``vip_shift`` those of one kind, ``offset`` the log-odds of what
    happens.
    """
    squares: list[float] = []
    for day in days:
        generator = np.random.default_rng(day)
        at = START + timedelta(days=day, hours=12)
        rows = made_rows(generator, ROWS_A_DAY, shift=shift, vip_shift=vip_shift)
        stated = np.array([stated_of(row) for row in rows])
        odds = np.log(stated / (1 - stated)) + offset
        happened = generator.random(ROWS_A_DAY) < 1 / (1 + np.exp(-odds))
        squares += np.square(stated - happened).tolist()
        ship(installation, answered(day, rows, at=at), name=f"asked-{day}")
        late = at + timedelta(hours=3)
        ship(installation, told(day, happened.tolist(), at=late), name=f"told-{day}")
    return float(np.mean(squares))


def ship(installation: Installation, record: Record, *, name: str) -> None:
    with write_session(installation.runtime.sessions) as session:
        shipping.ship(session, file=name, records=[(1, record)], end_position=1, now=START)
