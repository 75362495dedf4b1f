"""Three days of real flights, scored by a version trained on a fortnight of February."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pandas as pd
import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from api.adapters.database import read_session, write_session
from api.adapters.settings import Settings
from api.artifact.sealing import Artifact, open_artifact
from api.core.history import operations, queries
from api.core.history.rules import days_of
from api.core.history.types import BASE_MODEL, REPLAY_MODEL
from api.core.models.operations import register_version
from api.core.models.queries import get_version
from api.core.rollouts import operations as rollouts
from api.core.tables import (
    AlertDelivery,
    Check,
    DriftDay,
    History,
    Job,
    JudgedDay,
    Model,
    Outcome,
    Prediction,
    PredictionDay,
    QualityDay,
    ServingDay,
    ServingRollup,
    Table,
)
from testing.artifacts import EXECUTION
from worker.history import load as loading
from worker.history import recording
from worker.history.load import load_history
from worker.history.remove import remove_history
from worker.pipelines.train import train
from worker.recipes.flight_delay import RECIPE
from worker.replays.flights import flights_of_2013
from worker.runner import run
from worker.tests.installation import Installation

DAYS = 3
BY: dict[str, Any] = {"actor": "person:ana", "reason": "a test"}
PARAMETERS = {
    "train_from": "2013-02-10",
    "train_to": "2013-02-24",
    "holdout_to": "2013-03-03",
    "trees": 20,
    "smallest_leaf_rows": 200,
    "calibration_blocks": 0,
}

pytestmark = pytest.mark.xdist_group("history")
"""Trained once: two processes would each train it."""


@pytest.fixture(scope="module")
def sealed(tmp_path_factory: pytest.TempPathFactory) -> Artifact:
    output = tmp_path_factory.mktemp("flight-delay")
    train(
        RECIPE, PARAMETERS, packages=Settings().packages_dir, output=output,
        progress=lambda *_: None, created_at="2013-03-03T00:00:00Z", code_commit="c0ffee",
    )  # fmt: skip
    return open_artifact(output)


@pytest.fixture(scope="module")
def flights() -> pd.DataFrame:
    return flights_of_2013(Settings().packages_dir)


@pytest.fixture
def farol(
    embedded: Installation,
    sealed: Artifact,
    flights: pd.DataFrame,
    monkeypatch: pytest.MonkeyPatch,
) -> Installation:
    """With a champion, and the year read once for all tests."""
    monkeypatch.setattr(recording, "flights_of_2013", lambda _packages: flights.copy())
    artifact = open_artifact(
        embedded.runtime.store.path(embedded.runtime.store.put(sealed.directory))
    )
    now = embedded.runtime.clock()
    with write_session(embedded.runtime.sessions) as session:
        register_version(
            session, artifact=artifact, execution=EXECUTION, created_by="test", now=now,
            recipe=RECIPE.name,
        )  # fmt: skip
        rollouts.promote(session, model=BASE_MODEL, version=1, now=now, **BY)
    return embedded


def ask(farol: Installation, *, days: int = DAYS) -> int:
    """For a history of the last days alone; the job's id."""
    with write_session(farol.runtime.sessions) as session:
        asked = operations.load(session, now=farol.runtime.clock(), **BY)
        assert asked.history is not None
        midnight = asked.history.ends_at.replace(hour=0, minute=0, second=0)
        asked.history.starts_at = midnight - timedelta(days=days)
        return asked.history.load_job_id


def do(farol: Installation, job_id: int, work: Callable[..., None]) -> Job:
    run(
        farol.runtime,
        job_id=job_id,
        worker="test",
        work=lambda context, history: work(context, model=history),
    )
    return farol.job(job_id)


def count(farol: Installation, table: type[Table]) -> int:
    with read_session(farol.runtime.sessions) as session:
        return session.scalars(select(func.count()).select_from(table)).one()


def kept(farol: Installation, *columns: Any) -> list[tuple[Any, ...]]:
    with read_session(farol.runtime.sessions) as session:
        return sorted(tuple(row) for row in session.execute(select(*columns)))


def history(farol: Installation) -> History:
    with read_session(farol.runtime.sessions) as session:
        return queries.get(session, REPLAY_MODEL)


def everything_counted(farol: Installation) -> dict[str, Any]:
    """All of a history but what was measured on the way: latencies and wall times."""
    return {
        "predictions": [
            (key, moment, version, str(output))
            for key, moment, version, output in kept(
                farol,
                Prediction.client_key,
                Prediction.occurred_at,
                Prediction.version,
                func.json_extract(Prediction.output, "$.probability"),
            )
        ],
        "truths": kept(farol, Outcome.client_key, Outcome.received_at, Outcome.is_measured),
        "minutes": kept(farol, ServingRollup.minute, ServingRollup.requests, ServingRollup.rows),
        "served days": kept(farol, ServingDay.day, ServingDay.requests),
        "predicted days": kept(farol, PredictionDay.day, PredictionDay.rows),
        "judged days": kept(farol, JudgedDay.day, JudgedDay.truths, JudgedDay.loss_total),
        "quality days": kept(farol, QualityDay.day, QualityDay.rows, QualityDay.truths),
        "drift days": kept(farol, DriftDay.day, DriftDay.rows),
        "checks": kept(farol, Check.at, Check.drift_reason, Check.quality_reason),
    }


def test_every_chosen_flight_is_asked_about_and_its_truth_came_when_it_landed(
    farol: Installation, flights: pd.DataFrame
) -> None:
    job = do(farol, ask(farol), load_history)
    assert job.state == "succeeded", job.error
    loaded = history(farol)
    plan = queries.plan_of(loaded)
    shift = pd.Timedelta(weeks=plan.shifted_weeks)
    shown = flights[
        (flights["occurred_at"] + shift >= plan.starts_at)
        & (flights["occurred_at"] + shift < plan.ends_at)
    ].set_index("key")
    with read_session(farol.runtime.sessions) as session:
        rows = session.scalars(select(Prediction)).all()
        truths = session.scalars(select(Outcome)).all()
    assert 0.25 < len(rows) / len(shown) < 0.42
    assert {row.model_name for row in rows} == {REPLAY_MODEL}
    for row in rows:
        asked = shown.loc[row.client_key]
        assert row.occurred_at == row.served_at == asked["occurred_at"] + shift
        assert row.inputs["carrier"] == asked["carrier"]
        assert row.latency_seconds > 0
    for truth in truths:
        landed = shown.loc[truth.client_key]
        assert truth.truth == landed["truth"]
        assert truth.observed_at == truth.received_at == landed["landed_at"] + shift
        assert truth.received_at < plan.ends_at
    assert (loaded.predictions, loaded.truths) == (len(rows), len(truths))


def test_each_day_is_counted_looked_at_and_nobody_is_told(farol: Installation) -> None:
    do(farol, ask(farol), load_history)
    plan = queries.plan_of(history(farol))
    ends = [end for _, end in days_of(plan)]
    assert kept(farol, Check.at) == [(end,) for end in ends]
    rows = count(farol, Prediction)
    for table, column in ((QualityDay, "rows"), (PredictionDay, "rows"), (ServingDay, "requests")):
        days = kept(farol, table.day, getattr(table, column))  # type: ignore[attr-defined]
        assert sum(number for _, number in days) == rows
        assert {day for day, _ in days} <= {start.date() for start, _ in days_of(plan)}
    assert count(farol, AlertDelivery) == 0
    with read_session(farol.runtime.sessions) as session:
        tasks = set(session.scalars(select(Job.task)))
        assert session.get_one(Model, REPLAY_MODEL).clock_at == plan.ends_at
    assert tasks == {"history.load"}


def test_an_attempt_that_was_killed_is_followed_by_one_that_doubles_nothing(
    farol: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    do(farol, ask(farol), load_history)
    whole = everything_counted(farol)
    begun = history(farol).created_at
    take_away(farol)
    with write_session(farol.runtime.sessions) as session:
        asked = operations.load(session, now=begun, **BY)
        assert asked.history is not None
        asked.history.starts_at = asked.history.ends_at.replace(
            hour=0, minute=0, second=0
        ) - timedelta(days=DAYS)
        first = asked.history.load_job_id
    calls = iter(range(100))

    def broken(*given: Any, **named: Any) -> int:
        """The power is cut when the second day is stored, and not looked at yet."""
        if next(calls) == 1:
            raise RuntimeError("cut off")
        return measure(*given, **named)

    measure = loading.bring_up_to_date
    with monkeypatch.context() as cut:
        cut.setattr(loading, "bring_up_to_date", broken)
        assert do(farol, first, load_history).state == "failed"
    with write_session(farol.runtime.sessions) as session:
        again = operations.load(session, now=begun + timedelta(hours=1), **BY)
        assert again.history is not None
        second = again.history.load_job_id
    assert second != first
    assert do(farol, second, load_history).state == "succeeded"
    assert everything_counted(farol) == whole


def test_a_load_that_is_overtaken_by_the_removal_writes_nothing_more(
    farol: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    job_id = ask(farol)
    measure = loading.bring_up_to_date

    def overtaken(*given: Any, **named: Any) -> int:
        if count(farol, Check) == 1:
            with write_session(farol.runtime.sessions) as session:
                operations.remove(session, now=farol.runtime.clock(), **BY)
        return measure(*given, **named)

    monkeypatch.setattr(loading, "bring_up_to_date", overtaken)
    job = do(farol, job_id, load_history)
    assert (job.state, count(farol, Check)) == ("succeeded", 1)
    assert "is being removed" in job.message


def test_removed_it_is_gone_and_loaded_again_it_is_the_same(farol: Installation) -> None:
    do(farol, ask(farol), load_history)
    take_away(farol)
    for table in (Prediction, Outcome, ServingRollup, Check, QualityDay, History, JudgedDay):
        assert count(farol, table) == 0
    assert kept(farol, Model.name) == [(BASE_MODEL,)]


def take_away(farol: Installation) -> None:
    with write_session(farol.runtime.sessions) as session:
        going = operations.remove(session, now=farol.runtime.clock(), **BY)
        assert going.job is not None
        job_id = going.job.id
    job = do(farol, job_id, remove_history)
    assert job.state == "succeeded", job.error


def test_a_version_that_knows_the_flights_is_not_asked_about_them(
    farol: Installation, sealed: Artifact
) -> None:
    """Trained until a day after the history begins: the one before it answers instead."""
    job_id = ask(farol)
    with write_session(farol.runtime.sessions) as session:
        found = queries.get(session, REPLAY_MODEL)
        begins = queries.plan_of(found).recorded_from
        assert loading.unprejudiced(session, found) == 1
        knows(session, begins + timedelta(days=1))
        with pytest.raises(loading.EveryVersionKnowsIt, match="has learned from flights after"):
            loading.unprejudiced(session, found)
    assert do(farol, job_id, load_history).state == "failed"


def knows(session: Session, until: datetime) -> None:
    """Version 1 of the base model was trained until then."""
    version = get_version(session, BASE_MODEL, 1)
    manifest = dict(version.manifest)
    manifest["parameters"] = {**manifest["parameters"], "train_to": f"{until:%Y-%m-%d}"}
    version.manifest = manifest
    session.flush()


def test_another_models_name_is_refused(farol: Installation) -> None:
    job_id = farol.enqueue("history.remove", history=BASE_MODEL)
    assert do(farol, job_id, remove_history).state == "failed"
    assert kept(farol, Model.name) == [(BASE_MODEL,)]
