"""What is enqueued by itself, and when."""

import dataclasses
from datetime import UTC, datetime, timedelta

from sqlalchemy import select

from api.adapters.database import read_session, write_session
from api.core.tables import Job, Model, Rollout
from worker.runtime import Runtime
from worker.schedules import enqueue_due
from worker.tests.installation import Installation

# Celery's schedules ask the real clock whether they are due, so a job's age is what tests set.
LONG_AGO = timedelta(days=2)


def asked_for(installation: Installation, task: str) -> int:
    with read_session(installation.runtime.sessions) as session:
        return len(session.scalars(select(Job.id).where(Job.task == task)).all())


def finish(installation: Installation, task: str, created_at: datetime) -> None:
    with write_session(installation.runtime.sessions) as session:
        for job in session.scalars(select(Job).where(Job.task == task)):
            job.state = "succeeded"
            job.created_at = created_at


def change_a_rollout(runtime: Runtime) -> None:
    now = runtime.clock()
    with write_session(runtime.sessions) as session:
        model = Model(name="m", task="binary", title={}, summary={}, recipe=None,
                      cache_responses=False, created_at=now)  # fmt: skip
        session.add(model)
        session.flush()
        rollout = Rollout(model_name="m", version=1, previous_version=None, stage="promoted",
                          weight=1.0, reason="", created_at=now, updated_at=now)  # fmt: skip
        session.add(rollout)


def test_housekeeping_is_due_at_the_first_start_and_not_again_before_its_hour(
    embedded: Installation,
) -> None:
    for _ in range(3):
        enqueue_due(embedded.runtime)
    assert asked_for(embedded, "housekeeping.tidy") == 1

    finish(embedded, "housekeeping.tidy", embedded.runtime.clock())
    enqueue_due(embedded.runtime)
    assert asked_for(embedded, "housekeeping.tidy") == 1


def test_recipes_are_published_at_the_first_start_and_after_another_has_come(
    embedded: Installation,
) -> None:
    for _ in range(2):
        enqueue_due(embedded.runtime)
    assert asked_for(embedded, "training.publish_recipes") == 1

    finish(embedded, "training.publish_recipes", embedded.runtime.clock())
    enqueue_due(embedded.runtime)
    assert asked_for(embedded, "training.publish_recipes") == 1

    finish(embedded, "training.publish_recipes", datetime(2001, 1, 1, tzinfo=UTC))
    enqueue_due(embedded.runtime)
    assert asked_for(embedded, "training.publish_recipes") == 2


def test_what_fell_due_while_the_machine_was_off_is_caught_up_once(embedded: Installation) -> None:
    enqueue_due(embedded.runtime)
    finish(embedded, "housekeeping.tidy", embedded.runtime.clock() - LONG_AGO)
    for _ in range(3):
        enqueue_due(embedded.runtime)

    assert asked_for(embedded, "housekeeping.tidy") == 2


def test_aliases_are_mirrored_after_a_rollout_and_only_then(embedded: Installation) -> None:
    enqueue_due(embedded.runtime)
    assert asked_for(embedded, "rollouts.mirror") == 0
    change_a_rollout(embedded.runtime)
    for _ in range(2):
        enqueue_due(embedded.runtime)
    assert asked_for(embedded, "rollouts.mirror") == 1

    finish(embedded, "rollouts.mirror", embedded.runtime.clock())
    enqueue_due(embedded.runtime)
    assert asked_for(embedded, "rollouts.mirror") == 1


def test_the_weekly_reports_are_asked_for_once_a_week(embedded: Installation) -> None:
    for _ in range(3):
        enqueue_due(embedded.runtime)
    assert asked_for(embedded, "reports.weekly") == 1

    finish(embedded, "reports.weekly", embedded.runtime.clock())
    enqueue_due(embedded.runtime)
    assert asked_for(embedded, "reports.weekly") == 1
    finish(embedded, "reports.weekly", embedded.runtime.clock() - timedelta(days=8))
    enqueue_due(embedded.runtime)
    assert asked_for(embedded, "reports.weekly") == 2


def open_a_trial(runtime: Runtime, model: str, clock_at: datetime | None = None) -> None:
    now = runtime.clock()
    with write_session(runtime.sessions) as session:
        row = Model(name=model, task="binary", title={}, summary={}, recipe=None,
                    cache_responses=False, clock_at=clock_at, created_at=now)  # fmt: skip
        session.add(row)
        session.flush()
        rollout = Rollout(model_name=model, version=1, previous_version=None, stage="shadow",
                          weight=0.0, reason="", created_at=now, updated_at=now)  # fmt: skip
        session.add(rollout)


def advanced(installation: Installation) -> list[dict[str, str]]:
    with read_session(installation.runtime.sessions) as session:
        statement = select(Job.arguments).where(Job.task == "rollouts.advance").order_by(Job.id)
        return list(session.scalars(statement))


def test_every_model_with_an_open_rollout_is_advanced_each_half_minute(
    embedded: Installation,
) -> None:
    enqueue_due(embedded.runtime)
    assert advanced(embedded) == [], "nothing is being tried"
    open_a_trial(embedded.runtime, "digits")
    open_a_trial(embedded.runtime, "flights")
    for _ in range(2):
        enqueue_due(embedded.runtime)
    assert advanced(embedded) == [{"model": "digits"}, {"model": "flights"}]

    finish(embedded, "rollouts.advance", embedded.runtime.clock())
    enqueue_due(embedded.runtime)
    assert len(advanced(embedded)) == 2
    finish(embedded, "rollouts.advance", embedded.runtime.clock() - timedelta(seconds=31))
    enqueue_due(embedded.runtime)
    assert len(advanced(embedded)) == 4


def test_a_model_with_a_clock_of_its_own_is_left_to_whoever_moves_it(
    embedded: Installation,
) -> None:
    open_a_trial(embedded.runtime, "replayed", datetime(2013, 3, 1, tzinfo=UTC))
    enqueue_due(embedded.runtime)
    assert advanced(embedded) == []


def test_jobs_are_created_at_the_runtime_s_clock(embedded: Installation) -> None:
    then = datetime(2030, 5, 1, tzinfo=UTC)
    enqueue_due(dataclasses.replace(embedded.runtime, clock=lambda: then))

    with read_session(embedded.runtime.sessions) as session:
        assert set(session.scalars(select(Job.created_at))) == {then}
