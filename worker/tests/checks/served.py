"""The tiny model as a champion with a reference and a promise, and days of what it answered."""

import json
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

import msgspec
import numpy as np
import pandas as pd

from api.adapters.database import write_session
from api.artifact.canonical import canonical_json
from api.artifact.documents import Evaluation, Metric
from api.artifact.manifest import FILES
from api.artifact.sealing import open_artifact, seal
from api.core import shipping
from api.core.models.clock import set_clock
from api.core.models.operations import register_version
from api.core.policies.operations import set_policy
from api.core.policies.types import DEFAULT, Checks
from api.core.rollouts import operations
from api.spool.records import OutcomeRecord, PredictionRecord, Record
from testing.artifacts import EXECUTION
from testing.records import outcome_record, prediction_id
from worker.context import JobContext
from worker.pipelines.profile import reference_profile
from worker.pipelines.recipe import Split
from worker.runner import run
from worker.tests import tiny_model
from worker.tests.installation import Installation

MODEL = "tiny"
START = datetime(2026, 1, 5, tzinfo=UTC)
WALL = datetime(2026, 11, 23, 12, tzinfo=UTC)
PROMISED_BRIER = 0.22
ROWS = 300
BY = {"actor": "person:ana", "reason": "a test"}

Made = TypeVar("Made")


def begin(installation: Installation) -> None:
    """Version 1 serves, by a policy that looks at days of ``ROWS`` rows, one at a time."""
    directory = installation.settings.data_dir / "sealed"
    _sealed(directory)
    store = installation.runtime.store
    artifact = open_artifact(store.path(store.put(directory)))
    policy = msgspec.structs.replace(
        DEFAULT, checks=Checks(every_hours=12, min_rows=ROWS // 2, drift_window_days=0.5)
    )
    with write_session(installation.runtime.sessions) as session:
        register_version(
            session, artifact=artifact, execution=EXECUTION, created_by="test", now=WALL
        )
        set_clock(session, MODEL, START)
        operations.promote(session, model=MODEL, version=1, now=WALL, **BY)
        set_policy(session, model=MODEL, policy=policy, seen_number=0, now=WALL, **BY)


def day_passes(installation: Installation, day: int) -> None:
    """It is the end of ``day``, from 0, by the model's clock."""
    with write_session(installation.runtime.sessions) as session:
        set_clock(session, MODEL, START + timedelta(days=day, hours=23))


def ship(installation: Installation, file: str, records: Iterable[Record]) -> None:
    """``file`` names them: what was shipped under it before is not shipped again."""
    listed = list(records)
    with write_session(installation.runtime.sessions) as session:
        malformed = shipping.ship(
            session,
            file=file,
            records=list(enumerate(listed, start=1)),
            end_position=len(listed),
            now=WALL,
        )
    assert malformed == []


def answers(
    day: int, *, shift: float = 0.0, kind: str = "plain", model_error: float = 0.0
) -> list[Record]:
    """A request of ``ROWS`` rows about a day, and the truth about each of them.

    Amounts are from N(``shift``, 1); the truth comes as the amounts say, ``model_error`` lower in
    log-odds.
    """
    generator = np.random.default_rng(day)
    amounts = generator.normal(shift, 1.0, ROWS)
    happened = generator.random(ROWS) < _probability(amounts - model_error)
    return [prediction(day, amounts, kind=kind), outcomes(day, happened.tolist())]


def prediction(
    day: int, amounts: Iterable[float], *, kind: str = "plain", key: str | None = None
) -> PredictionRecord:
    rows = [
        {"amount": float(amount), "count": 0, "kind": kind, "divisor": 1.0} for amount in amounts
    ]
    stated = [float(_probability(np.float64(row["amount"]))) for row in rows]
    outputs = [{"probability": p, "label": "yes" if p >= 0.5 else "no"} for p in stated]
    moment = START + timedelta(days=day, hours=12)
    request: dict[str, Any] = {"rows": rows, "occurred_at": moment.isoformat()}
    return PredictionRecord(
        id=prediction_id(day), served_at=_wall(day), latency_seconds=0.001, model=MODEL, version=1,
        variant="champion", source="api", cached=False, rows=len(rows), batch_rows=len(rows),
        request=json.dumps(request | ({"keys": [key]} if key else {})).encode(),
        predictions=json.dumps(outputs).encode(),
    )  # fmt: skip


def outcomes(day: int, truths: Iterable[bool]) -> OutcomeRecord:
    observed = (START + timedelta(days=day, hours=15)).isoformat()
    items = [
        {"prediction_id": prediction_id(day), "row": row, "truth": int(truth),
         "observed_at": observed}
        for row, truth in enumerate(truths)
    ]  # fmt: skip
    return outcome_record(day, received_at=_wall(day) + 1, outcomes=items)


def in_job(installation: Installation, work: Callable[[JobContext], Made]) -> Made:
    made: list[Made] = []
    job_id = installation.enqueue("checks.check")
    run(
        installation.runtime, job_id=job_id, worker="test",
        work=lambda context, **_: made.append(work(context)),
    )  # fmt: skip
    job = installation.job(job_id)
    assert job.state == "succeeded", job.error
    return made[0]


def _wall(day: int) -> float:
    """A replay: months are served in minutes."""
    return (WALL + timedelta(seconds=10 * day)).timestamp()


def _sealed(directory: Any) -> None:
    tiny_model.write_sealed(directory)
    manifest = open_artifact(directory).manifest
    generator = np.random.default_rng(2013)
    amounts = generator.normal(0.0, 1.0, 4_000)
    frame = pd.DataFrame({"amount": amounts, "count": 0, "kind": "plain", "divisor": 1.0})
    split = Split(frame, frame.iloc[:0], frame, {})
    profile = reference_profile(tiny_model.SCHEMA, split, _probability(amounts))
    brier = Metric("brier", {"en": "Brier score"}, "lower", PROMISED_BRIER, (0.21, 0.23))
    evaluation = Evaluation(
        split={"en": "By time."}, train_rows=4_000, holdout_rows=4_000, baseline={"en": "None."},
        headline="brier", metrics=(brier,),
    )  # fmt: skip
    (directory / FILES["profile"]).write_bytes(canonical_json(profile))
    (directory / FILES["evaluation"]).write_bytes(canonical_json(evaluation))
    seal(directory, manifest)


def _probability(log_odds: Any) -> Any:
    return 1.0 / (1.0 + np.exp(-log_odds))
