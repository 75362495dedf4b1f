"""A model's log over weeks, made up: what two versions gave for the same rows, and the truth."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec
import numpy as np

from api.adapters.database import write_session
from api.artifact.sealing import open_artifact, seal
from api.core import shipping
from api.core.models.clock import set_clock
from api.core.models.operations import register_version
from api.core.policies.operations import set_policy
from api.core.policies.types import (
    DEFAULT,
    Canary,
    CanaryStep,
    GateDemands,
    Policy,
    Probation,
    ShadowDemands,
)
from api.core.rollouts import operations
from api.spool.records import PredictionRecord, Record
from testing.artifacts import EXECUTION
from testing.records import outcome_record, prediction_id, shadow_record
from worker.tests import tiny_model
from worker.tests.installation import Installation

MODEL = "tiny"
START = datetime(2026, 1, 5, tzinfo=UTC)
WALL = datetime(2026, 11, 23, tzinfo=UTC)
REQUESTS_A_DAY = 12
ROWS = 10
BY = {"actor": "person:ana", "reason": "a test"}
QUICK = msgspec.structs.replace(
    DEFAULT,
    approvals=(),
    gate=GateDemands(min_rows=200, margin=0.1),
    shadow=ShadowDemands(min_rows=100, min_days=2),
    canary=Canary((CanaryStep(0.05, 50), CanaryStep(0.5, 50))),
    probation=Probation(days=7, min_rows=100),
)


@dataclass(frozen=True)
class Errors:
    """How far, at random, the log-odds of each version lie from the truth's."""

    champion: float = 0.9
    candidate: float = 0.3


def stored(installation: Installation, *, created_at: str, change: Any = None) -> int:
    """Register the tiny model, or one whose graph ``change`` spoils; returns the version."""
    directory = installation.settings.data_dir / f"sealed-{created_at[:10]}"
    tiny_model.write_sealed(directory, created_at=created_at)
    if change is not None:
        _spoil(directory, change)
    store = installation.runtime.store
    artifact = open_artifact(store.path(store.put(directory)))
    with write_session(installation.runtime.sessions) as session:
        return register_version(
            session, artifact=artifact, execution=EXECUTION, created_by="test", now=WALL
        ).version


def begin(installation: Installation, *, policy: Policy = QUICK, clock: bool = True) -> int:
    """Version 1 serves and version 2 is proposed; returns the rollout of the second."""
    for number in (1, 2):
        stored(installation, created_at=f"2026-01-0{number}T00:00:00Z")
    with write_session(installation.runtime.sessions) as session:
        if clock:
            set_clock(session, MODEL, START)
        operations.promote(session, model=MODEL, version=1, now=WALL, **BY)
        set_policy(session, model=MODEL, policy=policy, seen_number=0, now=WALL, **BY)
        return operations.propose(session, model=MODEL, version=2, now=WALL, **BY).id


def live_through(installation: Installation, days: int, errors: Errors = Errors()) -> None:
    """Both versions score every row; each answers half of the requests."""
    records = list(_records(days, errors))
    with write_session(installation.runtime.sessions) as session:
        shipping.ship(
            session,
            file="spool",
            records=[(number + 1, record) for number, record in enumerate(records)],
            end_position=len(records),
            now=WALL,
        )


def _records(days: int, errors: Errors) -> Iterator[Record]:
    generator = np.random.default_rng(2013)
    for number in range(days * REQUESTS_A_DAY):
        day, request = divmod(number, REQUESTS_A_DAY)
        moment = START + timedelta(days=day, hours=1 + request)
        log_odds = generator.normal(-0.5, 1.0, ROWS)
        happened = generator.random(ROWS) < _probability(log_odds)
        answers = [
            _probability(log_odds + generator.normal(0.0, error, ROWS))
            for error in (errors.champion, errors.candidate)
        ]
        live = 1 + number % 2
        yield _live(number, moment, live, log_odds, answers[live - 1])
        yield shadow_record(
            number,
            served_at=_wall(number).timestamp(),
            model=MODEL,
            version=3 - live,
            outputs=_outputs(answers[2 - live]),
            occurred_at=moment.isoformat(),
        )
        yield outcome_record(
            number,
            received_at=_wall(number).timestamp() + 1,
            outcomes=[_outcome(number, row, truth, moment) for row, truth in enumerate(happened)],
        )


def _live(
    number: int, moment: datetime, version: int, log_odds: np.ndarray, answers: np.ndarray
) -> PredictionRecord:
    rows = [
        {"amount": float(amount), "count": 0, "kind": "plain", "divisor": 1.0}
        for amount in log_odds
    ]
    return PredictionRecord(
        id=prediction_id(number), served_at=_wall(number).timestamp(), latency_seconds=0.0008,
        model=MODEL, version=version, variant="champion" if version == 1 else "canary",
        source="replay", cached=False, rows=ROWS, batch_rows=ROWS,
        request=json.dumps({"rows": rows, "occurred_at": moment.isoformat()}).encode(),
        predictions=json.dumps(_outputs(answers)).encode(),
    )  # fmt: skip


def _outputs(probabilities: np.ndarray) -> list[dict[str, Any]]:
    return [{"probability": float(p), "label": "yes" if p >= 0.5 else "no"} for p in probabilities]


def _outcome(number: int, row: int, truth: object, moment: datetime) -> dict[str, Any]:
    observed = (moment + timedelta(hours=2)).isoformat()
    return {
        "prediction_id": prediction_id(number), "row": row, "truth": int(bool(truth)),
        "observed_at": observed,
    }  # fmt: skip


def _wall(number: int) -> datetime:
    """A replay: weeks are served in minutes."""
    return WALL - timedelta(hours=1) + timedelta(seconds=number)


def _probability(log_odds: np.ndarray) -> np.ndarray:
    return np.asarray(1.0 / (1.0 + np.exp(-log_odds)))


def _spoil(directory: Path, change: Callable[[Any], None]) -> None:
    graph = tiny_model.graph()
    change(graph)
    manifest = open_artifact(directory).manifest
    (directory / "model.onnx").write_bytes(graph.SerializeToString())
    seal(directory, manifest)
