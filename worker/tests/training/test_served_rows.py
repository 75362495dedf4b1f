"""Training jobs on what was served: the champion recalibrated, from spooled rows to a version."""

import json
from datetime import UTC, datetime, timedelta

import msgspec
import numpy as np
import pytest

from api.adapters.database import read_session, write_session
from api.artifact.sealing import open_artifact, seal
from api.core import shipping
from api.core.models.queries import get_version
from api.core.rollouts.queries import champion
from api.core.training import operations, queries
from api.spool.records import OutcomeRecord, PredictionRecord
from testing.records import prediction_id
from worker import experiment_log
from worker.context import JobContext
from worker.runner import run
from worker.tests import tiny_model
from worker.tests.installation import Installation
from worker.training import run as training
from worker.training.log import dated

DAYS = 20
ROWS_A_DAY = 60
START = datetime(2026, 1, 1, 12, tzinfo=UTC)
ASKED = {"method": "recalibrate", "truth_clock": "event", "known_at": "2026-02-01T00:00:00Z"}
SPANS = {"fit_from": "2026-01-01", "fit_to": "2026-01-15", "holdout_to": "2026-01-21"}


@pytest.fixture(autouse=True)
def no_mlflow(monkeypatch: pytest.MonkeyPatch) -> None:
    def away(_uri: str) -> None:
        raise ConnectionError("nobody answers")

    monkeypatch.setattr(experiment_log, "MlflowRegistry", away)


def serve(installation: Installation) -> None:
    """The tiny model's answers, whose truth comes 1 lower in log-odds than they say."""
    generator = np.random.default_rng(1)
    records = []
    for day in range(DAYS):
        moment = START + timedelta(days=day)
        amounts = generator.normal(0, 1.5, ROWS_A_DAY).round(3).tolist()
        stated = [tiny_model.probability(amount, 0, "plain") for amount in amounts]
        happened = generator.random(ROWS_A_DAY) < [
            tiny_model.probability(amount - 1, 0, "plain") for amount in amounts
        ]
        rows = [{"amount": a, "count": 0, "kind": "plain", "divisor": 1.0} for a in amounts]
        records += [_predictions(day, moment, rows, stated), _outcomes(day, moment, happened)]
    with write_session(installation.runtime.sessions) as session:
        shipping.ship(
            session,
            file="spool",
            records=[(number + 1, record) for number, record in enumerate(records)],
            end_position=len(records),
            now=START,
        )


def _predictions(day: int, moment: datetime, rows: list, stated: list) -> PredictionRecord:
    outputs = [{"probability": p, "label": "yes" if p >= 0.5 else "no"} for p in stated]
    request = {"rows": rows, "occurred_at": moment.isoformat()}
    return PredictionRecord(
        id=prediction_id(day), served_at=moment.timestamp(), latency_seconds=0.001, model="tiny",
        version=1, variant="champion", source="api", cached=False, rows=len(rows),
        batch_rows=len(rows), request=json.dumps(request).encode(),
        predictions=json.dumps(outputs).encode(),
    )  # fmt: skip


def _outcomes(day: int, moment: datetime, happened: np.ndarray) -> OutcomeRecord:
    observed = (moment + timedelta(hours=3)).isoformat()
    outcomes = [
        {"prediction_id": prediction_id(day), "row": row, "truth": int(truth),
         "observed_at": observed}
        for row, truth in enumerate(happened)
    ]  # fmt: skip
    return OutcomeRecord(
        id=f"o{day:031d}", received_at=moment.timestamp(),
        request=json.dumps({"outcomes": outcomes}).encode(),
    )  # fmt: skip


def first_version(installation: Installation, **parameters: object) -> None:
    """Registers and promotes the tiny model as the job of a recipe would."""
    directory = installation.settings.data_dir / "first"
    tiny_model.write_sealed(directory)
    manifest = open_artifact(directory).manifest
    seal(directory, msgspec.structs.replace(manifest, parameters=parameters))

    def work(context: JobContext) -> None:
        artifact = open_artifact(context.store.path(context.store.put(directory)))
        origin = training.Origin(actor="test", reason="first", recipe="tiny")
        with context.session() as session:
            execution = training._measured(artifact)
            training.publish(session, context, artifact, execution, origin)

    installation_runs(installation, work)


def installation_runs(installation: Installation, work) -> str:
    job_id = installation.enqueue("training.train")
    run(installation.runtime, job_id=job_id, worker="test", work=lambda context, **_: work(context))
    job = installation.job(job_id)
    return job.error or job.state


def recalibrate(installation: Installation, **parameters: object) -> tuple[str, int | None]:
    """What became of the job, and the version that came of it."""
    with write_session(installation.runtime.sessions) as session:
        asked = operations.start(
            session,
            model="tiny",
            recipe="tiny",
            parameters={**ASKED, **SPANS, **parameters},
            reason="the base rate fell",
            actor="policy:tiny",
            now=installation.runtime.clock(),
        ).id
    end = installation_runs(
        installation, lambda context: training.run_training(context, training_run_id=asked)
    )
    with read_session(installation.runtime.sessions) as session:
        return end, queries.get(session, asked).version


@pytest.fixture
def served(embedded: Installation) -> Installation:
    first_version(embedded)
    serve(embedded)
    return embedded


def test_a_champion_is_recalibrated_on_what_it_served(served: Installation) -> None:
    assert recalibrate(served) == ("succeeded", 2)
    with read_session(served.runtime.sessions) as session:
        manifest = get_version(session, "tiny", 2).manifest
        parent = get_version(session, "tiny", 1).digest
        assert champion(session, "tiny") == 1
    assert manifest["origin"] == "recalibration"
    assert manifest["parameters"]["parent_digest"] == parent
    assert manifest["parameters"]["intercept"] == pytest.approx(-1.0, abs=0.35)
    assert manifest["data"]["rows"] == DAYS * ROWS_A_DAY


def test_rows_that_the_graph_was_trained_on_say_nothing_of_its_line(embedded: Installation) -> None:
    first_version(embedded, train_to="2026-01-02", holdout_to="2026-01-06", refit=True)
    serve(embedded)
    assert recalibrate(embedded) == ("succeeded", 2)
    with read_session(embedded.runtime.sessions) as session:
        manifest = get_version(session, "tiny", 2).manifest
    assert manifest["data"]["rows"] == (DAYS - 5) * ROWS_A_DAY
    assert manifest["parameters"]["train_to"] == "2026-01-06"


def test_a_truth_that_came_later_is_not_used(served: Installation) -> None:
    end, version = recalibrate(served, known_at="2026-01-03T00:00:00Z")
    assert version is None
    assert "no row about 2026-01-15 or later has a truth to judge by" in end


@pytest.mark.parametrize(
    ("parameters", "reason"),
    [
        ({"window": 3}, "a recalibration has no parameter window: one of fit_from"),
        ({"fit_to": "2026-01-01"}, "fit_from, fit_to and holdout_to must rise"),
        ({"fit_from": "2026-01-14"}, "cannot be recalibrated yet"),
        ({"truth_clock": "sun"}, "truth_clock must be one of event, wall"),
        ({"parent_version": 9}, "tiny has no version 9; one of 1"),
    ],
)
def test_what_cannot_be_done_is_answered_in_words(
    served: Installation, parameters: dict, reason: str
) -> None:
    end, version = recalibrate(served, **parameters)
    assert (version, reason in end) == (None, True), end


def test_a_run_on_the_log_knows_what_was_known_when_it_was_asked_for() -> None:
    assert dated({"source": "log"}, START)["known_at"] == "2026-01-01T12:00:00Z"
    assert dated({"source": "log", "known_at": "x"}, START)["known_at"] == "x"
    assert dated({"source": "archive"}, START) == {"source": "archive"}
