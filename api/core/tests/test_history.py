"""A replay beside real data: loaded once, acted on by nobody, and gone without a trace."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session, sessionmaker

from api.adapters.database import read_session, write_session
from api.core import shipping
from api.core.alerts import queries as alerts
from api.core.alerts.operations import acknowledge, raise_alert
from api.core.batches import operations as batches
from api.core.checks import operations as checks
from api.core.history import operations, queries, removal, replica
from api.core.history.rules import days_of, plan_of
from api.core.history.types import BASE_MODEL, RECORDING_ENDS, REPLAY_MODEL, Situation
from api.core.jobs import operations as jobs
from api.core.kpis.facts import Facts, Objectives, Rates
from api.core.kpis.types import Span
from api.core.models import operations as models
from api.core.models.queries import ModelIsReplay, get_model, list_models
from api.core.policies.operations import set_policy
from api.core.policies.types import DEFAULT
from api.core.rollouts import operations as rollouts
from api.core.rollouts.queries import champion, champions, snapshot
from api.core.tables import (
    Alert,
    AuditEntry,
    BatchPrediction,
    BoardReport,
    DriftDay,
    Experiment,
    Feedback,
    History,
    Job,
    OutboxMessage,
    Outcome,
    Prediction,
    QualityDay,
    Report,
    RolloutTransition,
    ServingRollup,
    Table,
    TrainingRun,
)
from api.core.training import operations as training
from api.core.values.operations import set_formula
from api.core.values.queries import formulas
from api.core.values.types import WarningFormula
from api.spool.records import Record
from testing.checks import add_check
from testing.records import feedback_record, outcome_record, prediction_record

Sessions = sessionmaker[Session]
NOW = datetime(2026, 11, 23, 23, 17, 8, tzinfo=UTC)
BY = {"actor": "person:ana", "reason": "to show it", "now": NOW}
TRACES_OF_WHAT_WAS_DONE = {"jobs", "job_events", "outbox_messages", "audit_entries"}


@pytest.fixture
def served(sessions: Sessions, register) -> Sessions:
    """The base model with a champion, and another real one, both with rows."""
    for model in (BASE_MODEL, "demo"):
        register(model)
        with write_session(sessions) as session:
            rollouts.promote(session, model=model, version=1, **BY)
    real = [
        prediction_record(1, served_at=NOW.timestamp(), model=BASE_MODEL, keys=["UA1"]),
        prediction_record(2, served_at=NOW.timestamp()),
        outcome_record(1, received_at=NOW.timestamp(), outcomes=[told(BASE_MODEL, "UA1")]),
        feedback_record(
            1, received_at=NOW.timestamp(), prediction_id=f"p{1:031d}", row=0, thumb="up"
        ),
    ]
    ship(sessions, "real", real)
    with write_session(sessions) as session:
        add_check(session, model=BASE_MODEL, at=NOW)
        warn(session, BASE_MODEL)
    return sessions


def told(model: str, key: str) -> dict[str, Any]:
    return {"model": model, "key": key, "truth": "late", "observed_at": NOW.isoformat()}


def ship(sessions: Sessions, file: str, records: list[Record]) -> None:
    with write_session(sessions) as session:
        malformed = shipping.ship(
            session,
            file=file,
            records=list(enumerate(records, start=1)),
            end_position=len(records),
            now=NOW,
        )
    assert malformed == []


def warn(session: Session, model: str) -> int:
    return raise_alert(
        session, key=f"drift:{model}", model=model, kind="drift", severity="serious",
        title="It drifts", detail="a lot", now=NOW, actor=f"policy:{model}",
    ).id  # fmt: skip


def load(sessions: Sessions) -> Situation:
    with write_session(sessions) as session:
        return operations.load(session, **BY)


def remove(sessions: Sessions) -> Situation:
    with write_session(sessions) as session:
        return operations.remove(session, **BY)


def end(sessions: Sessions, job_id: int, how: Callable[..., Any], **more: Any) -> None:
    with write_session(sessions) as session:
        claim = jobs.claim(session, job_id=job_id, worker="test", now=NOW, lease_seconds=60)
        assert claim is not None
        how(session, job_id=job_id, attempt=claim.attempt, now=NOW, **more)


def make(sessions: Sessions) -> None:
    with write_session(sessions) as session:
        replica.make(session, queries.to_load(session, REPLAY_MODEL))


def fill(sessions: Sessions, rows: int = 7) -> None:
    """What a replay writes: rows, rollups, truths, measured days, a check, an alert, a report; and
    what people sent about one of its rows."""
    with read_session(sessions) as session:
        history = queries.get(session, REPLAY_MODEL)
        name = removal.spool_name(history)
    moment = (NOW - timedelta(days=9)).timestamp()
    records: list[Record] = [
        prediction_record(100 + n, served_at=moment + 60 * n, model=REPLAY_MODEL, keys=[f"UA{n}"])
        for n in range(rows)
    ]
    records += [
        outcome_record(
            100 + n, received_at=NOW.timestamp(), outcomes=[told(REPLAY_MODEL, f"UA{n}")]
        )
        for n in range(rows)
    ]
    of_row = {"prediction_id": f"p{100:031d}", "row": 0}
    records += [
        outcome_record(99, received_at=NOW.timestamp(), outcomes=[{**of_row, "truth": "late"}]),
        feedback_record(99, received_at=NOW.timestamp(), thumb="down", **of_row),
    ]
    ship(sessions, name, records)
    with write_session(sessions) as session:
        add_check(session, model=REPLAY_MODEL, at=NOW)
        warn(session, REPLAY_MODEL)
        session.add_all(measured(session))


def measured(session: Session) -> list[Table]:
    of_day = {"model_name": REPLAY_MODEL, "version": 1, "day": NOW.date(), "measured_at": NOW}
    job = session.scalars(select(Job.id).limit(1)).one()
    return [
        QualityDay(variant="champion", rows=7, truths=7, sums={}, **of_day),
        DriftDay(rows=7, inputs={}, outputs={}, slices=None, **of_day),
        Report(
            model_name=REPLAY_MODEL, window_start=NOW, window_end=NOW, reason="look", job_id=job,
            created_at=NOW, created_by="person:ana",
        ),
        BoardReport(
            model_name=REPLAY_MODEL, period_start=NOW.date(), period_end=NOW.date(),
            previous_start=NOW.date(), previous_end=NOW.date(), interval="day", job_id=job,
            created_at=NOW, created_by="person:ana", mailed_to=[],
        ),
    ]  # fmt: skip


def take_away(sessions: Sessions, *, limit: int = 3) -> int:
    """All of it, in steps of ``limit`` rows; how many steps it took."""
    steps = 0
    while True:
        with write_session(sessions) as session:
            if removal.remove_some(session, limit=limit) == 0:
                removal.finish(session)
                return steps
        steps += 1


def everything(sessions: Sessions) -> dict[str, list[str]]:
    """Every row of every table but those that say what was done."""
    with read_session(sessions) as session:
        return {
            table.name: sorted(repr(tuple(row)) for row in session.execute(select(table)))
            for table in Table.metadata.sorted_tables
            if table.name not in TRACES_OF_WHAT_WAS_DONE
        }


def test_a_history_ends_now_and_its_mondays_stay_mondays() -> None:
    """673 weeks are 4,711 days: from the last Monday of 2013 to this one."""
    plan = plan_of(NOW)
    assert plan.shifted_weeks == 673
    assert (plan.starts_at, plan.ends_at) == (datetime(2026, 5, 25, tzinfo=UTC), NOW)
    assert plan.recorded_to == datetime(2013, 12, 30, 23, 17, 8, tzinfo=UTC)
    assert plan.recorded_from == datetime(2013, 7, 1, tzinfo=UTC)
    assert plan.recorded_to.weekday() == NOW.weekday() == 0


def test_the_recording_is_moved_no_further_than_it_must_be() -> None:
    """At its very end not at all, and a second later by a week, of which most is left out."""
    assert plan_of(RECORDING_ENDS).shifted_weeks == 0
    later = plan_of(RECORDING_ENDS + timedelta(seconds=1))
    assert later.shifted_weeks == 1
    assert later.recorded_to == RECORDING_ENDS + timedelta(seconds=1) - timedelta(weeks=1)


def test_its_days_are_whole_but_for_today() -> None:
    days = days_of(plan_of(NOW))
    assert len(days) == 183
    assert days[0] == (datetime(2026, 5, 25, tzinfo=UTC), datetime(2026, 5, 26, tzinfo=UTC))
    assert days[-1] == (datetime(2026, 11, 23, tzinfo=UTC), NOW)


def test_without_a_version_that_answers_there_is_nothing_to_load(sessions: Sessions) -> None:
    with pytest.raises(operations.HistoryRefused, match="no version of flight-delay answers yet"):
        load(sessions)


def test_a_real_model_keeps_its_name(served: Sessions, register) -> None:
    register(REPLAY_MODEL)
    with pytest.raises(operations.HistoryRefused, match="a model of its own"):
        load(served)


def test_asked_twice_it_is_loaded_once(served: Sessions) -> None:
    first, second = load(served), load(served)
    assert first.status == second.status == "loading"
    assert first.job is not None
    assert second.job is not None
    assert first.job.id == second.job.id
    with read_session(served) as session:
        loaded = session.scalars(select(AuditEntry).where(AuditEntry.action == "history.load"))
        assert [entry.actor for entry in loaded] == ["person:ana"]


def test_what_was_stopped_goes_on_as_the_same_history(served: Sessions) -> None:
    begun = load(served)
    assert begun.job is not None
    assert begun.history is not None
    end(served, begun.job.id, jobs.fail, error="the disk was full")
    with read_session(served) as session:
        assert queries.situation(session).status == "stopped"
    again = load(served)
    assert again.status == "loading"
    assert again.history is not None
    assert again.history.created_at == begun.history.created_at
    assert again.job is not None
    assert again.job.id != begun.job.id


def test_loaded_it_is_left_as_it_is(served: Sessions) -> None:
    begun = load(served)
    assert begun.job is not None
    end(served, begun.job.id, jobs.succeed)
    assert load(served).status == "loaded"


def test_what_is_going_is_not_loaded_and_a_load_under_way_writes_no_more(served: Sessions) -> None:
    load(served)
    make(served)
    assert remove(served).status == "removing"
    with pytest.raises(operations.HistoryRefused, match="being removed"):
        load(served)
    with pytest.raises(queries.HistoryGoing), write_session(served) as session:
        queries.to_load(session, REPLAY_MODEL)


def test_removing_nothing_does_nothing(served: Sessions) -> None:
    assert remove(served).status == "absent"
    with read_session(served) as session:
        assert session.scalar(select(func.count()).select_from(Job)) == 1  # That tells of an alert.


def test_a_replay_is_found_by_its_name_and_listed_nowhere(served: Sessions) -> None:
    load(served)
    make(served)
    make(served)
    with read_session(served) as session:
        assert get_model(session, REPLAY_MODEL).origin == "replay"
        assert champion(session, REPLAY_MODEL) == 1
        assert [model.name for model in list_models(session)] == ["demo", BASE_MODEL]
        assert champions(session) == {"demo": 1, BASE_MODEL: 1}
        assert {model.name for model in snapshot(session).models} == {"demo", BASE_MODEL}


DEEDS: dict[str, Callable[[Session], object]] = {
    "promote": lambda session: rollouts.promote(session, model=REPLAY_MODEL, version=1, **BY),
    "propose": lambda session: rollouts.propose(session, model=REPLAY_MODEL, version=1, **BY),
    "roll back": lambda session: rollouts.roll_back(session, model=REPLAY_MODEL, **BY),
    "advance": lambda session: rollouts.ask_to_advance(
        session, model=REPLAY_MODEL, actor="person:ana", now=NOW
    ),
    "policy": lambda session: set_policy(
        session, model=REPLAY_MODEL, policy=DEFAULT, seen_number=0, **BY
    ),
    "check": lambda session: checks.ask_for_check(session, model=REPLAY_MODEL, **BY),
    "train": lambda session: training.start(
        session, model=REPLAY_MODEL, recipe=BASE_MODEL, parameters={}, **BY
    ),
    "cache": lambda session: models.set_response_cache(
        session, model=REPLAY_MODEL, enabled=True, **BY
    ),
    "batch": lambda session: batches.start(
        session, batch_id="b" * 8, model=REPLAY_MODEL, version=1, format="csv", filename="a.csv",
        size_bytes=1, actor="person:ana", now=NOW,
    ),
}  # fmt: skip


@pytest.mark.parametrize("deed", DEEDS)
def test_nothing_is_done_to_a_replay(served: Sessions, deed: str) -> None:
    load(served)
    make(served)
    with pytest.raises(ModelIsReplay), write_session(served) as session:
        DEEDS[deed](session)


def test_nobody_is_told_of_a_replays_alerts(served: Sessions) -> None:
    load(served)
    make(served)
    with read_session(served) as session:
        before = counts(session)
    with write_session(served) as session:
        number = warn(session, REPLAY_MODEL)
    with read_session(served) as session:
        assert counts(session) == before
        listed = alerts.listed(session, limit=9)
        assert [alert.model_name for alert in listed] == [BASE_MODEL]
        named = alerts.listed(session, model=REPLAY_MODEL, limit=9)
        assert [alert.id for alert in named] == [number]


def counts(session: Session) -> tuple[int | None, ...]:
    """Messages to send, and entries of the audit log."""
    return tuple(
        session.scalar(select(func.count()).select_from(table))
        for table in (OutboxMessage, AuditEntry)
    )


def test_what_a_person_does_about_a_replays_alert_is_audited(served: Sessions) -> None:
    load(served)
    make(served)
    with write_session(served) as session:
        number = warn(session, REPLAY_MODEL)
        acknowledge(session, alert_id=number, **BY)
    with read_session(served) as session:
        newest = session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc()).limit(1)).one()
    assert (newest.action, newest.actor) == ("alert.acknowledged", "person:ana")


def test_removed_it_leaves_every_real_row_as_it_was(served: Sessions) -> None:
    before = everything(served)
    load(served)
    make(served)
    fill(served)
    with read_session(served) as session:
        extent = queries.extent(session, REPLAY_MODEL)
    assert (extent.predictions, extent.truths, extent.rollups) == (7, 7, 7)
    assert (extent.days, extent.checks, extent.alerts) == (1, 1, 1)
    remove(served)
    assert take_away(served) > 7
    assert everything(served) == before


def test_no_table_that_bears_models_names_is_forgotten() -> None:
    """Those that are left out hold nothing of a replay: what makes their rows refuses its name."""
    named = {mapper.class_ for mapper in Table.registry.mappers if "model_name" in mapper.columns}
    refused = {BatchPrediction, Experiment, TrainingRun}
    with_their_own = {Alert, History, RolloutTransition, Prediction}
    assert named == removal.BY_NAME_ALONE | refused | with_their_own


def test_what_people_sent_about_its_rows_goes_with_them(served: Sessions) -> None:
    load(served)
    make(served)
    fill(served)
    remove(served)
    take_away(served)
    with read_session(served) as session:
        assert session.scalars(select(Feedback.prediction_id)).all() == [f"p{1:031d}"]
        assert session.scalars(select(Outcome.reference)).all() == [f"key:{BASE_MODEL}:UA1"]


def test_a_removal_that_was_broken_off_goes_on(served: Sessions) -> None:
    before = everything(served)
    load(served)
    make(served)
    fill(served)
    going = remove(served)
    assert going.job is not None
    for _ in range(2):
        with write_session(served) as session:
            removal.remove_some(session, limit=2)
    end(served, going.job.id, jobs.fail, error="the power was cut")
    with read_session(served) as session:
        found = queries.situation(session)
        assert session.scalar(rows_of(Prediction)) == 3
    assert found.status == "stopped"
    assert remove(served).status == "removing"
    take_away(served)
    take_away(served)
    assert everything(served) == before


def rows_of(table: type[Prediction]) -> Any:
    return select(func.count()).select_from(table).where(table.model_name == REPLAY_MODEL)


def test_loaded_after_a_removal_it_has_other_ids(served: Sessions) -> None:
    load(served)
    with read_session(served) as session:
        first = removal.id_prefix(queries.get(session, REPLAY_MODEL))
    remove(served)
    take_away(served)
    with write_session(served) as session:
        operations.load(session, **BY | {"now": NOW + timedelta(seconds=1)})
    with read_session(served) as session:
        assert removal.id_prefix(queries.get(session, REPLAY_MODEL)) != first


def test_a_replays_answers_are_worth_what_its_base_models_are(served: Sessions) -> None:
    load(served)
    make(served)
    worth = WarningFormula(unit="minutes", right_warning=30.0, false_warning=5.0)
    with write_session(served) as session:
        set_formula(session, model=BASE_MODEL, formula=worth, seen_number=0, **BY)
    with read_session(served) as session:
        assert formulas(session, REPLAY_MODEL) == {REPLAY_MODEL: worth}
        assert formulas(session) == {BASE_MODEL: worth}


def test_figures_over_all_models_are_those_of_real_ones(served: Sessions) -> None:
    load(served)
    make(served)
    fill(served)
    spans = (Span(NOW.date() - timedelta(days=20), NOW.date() + timedelta(days=1)),)
    rates = Rates(cpu_hour=0.0, gpu_hour=0.0, gib_hour=0.0)
    objectives = Objectives(
        availability=0.9, latency_seconds=1.0, satisfaction=0.5, currency="USD", rates=rates
    )
    with read_session(served) as session:
        of_all, of_replay = (
            Facts(session, spans=spans, model=model, objectives=objectives, now=NOW)
            for model in (None, REPLAY_MODEL)
        )
        assert set(of_all.titles) == set(of_all.promises) == {BASE_MODEL, "demo"}
        assert {row.model for row in of_all.served} == {BASE_MODEL, "demo"}
        assert sum(row.rows for row in of_all.predicted) == 2
        assert {incident.model for incident in of_all.incidents} == {BASE_MODEL}
        assert sum(row.rows for row in of_replay.predicted) == 7
        assert {incident.model for incident in of_replay.incidents} == {REPLAY_MODEL}
        assert of_replay.sources == {"api": 7}


def test_rows_of_a_replay_count_for_it_alone(served: Sessions) -> None:
    with read_session(served) as session:
        real = session.scalars(select(func.sum(ServingRollup.rows))).one()
    load(served)
    make(served)
    fill(served)
    with read_session(served) as session:
        of_replay = ServingRollup.model_name == REPLAY_MODEL
        assert session.scalars(select(func.sum(ServingRollup.rows)).where(~of_replay)).one() == real
        assert session.get(History, REPLAY_MODEL) is not None
