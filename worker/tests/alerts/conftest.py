"""Alert jobs run in this process, on a clock that the test moves, towards a receiver of its own."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import or_, select

from api.adapters.database import read_session, write_session
from api.adapters.settings import Settings
from api.core.alerts import operations, queries
from api.core.tables import Alert, AlertEvent, Job, OutboxMessage
from testing.receivers import HttpReceiver, http_receiver
from worker.alerts.deliver import deliver
from worker.alerts.notify import plan_deliveries
from worker.context import JobContext
from worker.reaper import reap
from worker.runner import run
from worker.runtime import Runtime
from worker.tests.installation import Installation


def notify_work(context: JobContext, *, event_id: int) -> None:
    plan_deliveries(context, event_id=event_id)


def deliver_work(context: JobContext, *, delivery_id: int, number: int) -> None:
    deliver(context, delivery_id=delivery_id, number=number)


WORK = {"alerts.notify": notify_work, "alerts.deliver": deliver_work}


@dataclass
class Alerts:
    """An installation's alerts; each test uses keys of its own."""

    runtime: Runtime
    now: datetime
    jobs_run: list[int] = field(default_factory=list)

    def raise_alert(self, key: str, severity: Any = "moderate", detail: str = "9 fields") -> int:
        with write_session(self.runtime.sessions) as session:
            return operations.raise_alert(
                session, key=key, model="delay", kind="drift", severity=severity,
                title="It drifted", detail=detail, now=self.now, actor="policy:checks",
            ).id  # fmt: skip

    def resolve(self, key: str) -> None:
        with write_session(self.runtime.sessions) as session:
            operations.resolve(session, key=key, actor="system", reason="over", now=self.now)

    def run_due(self) -> None:
        """What the relay would wake a worker for by now, until nothing more is due."""
        while due := self._due():
            for job in due:
                self.jobs_run.append(job.id)
                run(self.runtime, job_id=job.id, worker="test", work=WORK[job.task])

    def lose_worker(self) -> None:
        """The worker of every running job was killed, and the reaper notices."""
        self.wait(60)
        reap(self.runtime)

    def wait(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)

    def events(self, alert_id: int) -> list[tuple[str, str]]:
        with read_session(self.runtime.sessions) as session:
            return [(event.kind, event.channel) for event in queries.events(session, alert_id)]

    def reasons(self, alert_id: int) -> list[str]:
        with read_session(self.runtime.sessions) as session:
            return [event.reason for event in queries.events(session, alert_id)]

    def about_jobs(self, task: str) -> list[Alert]:
        with read_session(self.runtime.sessions) as session:
            found = select(Alert).where(Alert.key.startswith(f"job:{task}:"))
            return list(session.scalars(found.order_by(Alert.id)))

    def everything_written(self) -> str:
        """Every text that is kept about alerts and jobs."""
        with read_session(self.runtime.sessions) as session:
            rows = [*session.scalars(select(AlertEvent)), *session.scalars(select(Job))]
            return repr([vars(row) for row in rows])

    def _due(self) -> list[Job]:
        kept_back = select(OutboxMessage.job_id).where(OutboxMessage.not_before > self.now)
        tasks = or_(*(Job.task == task for task in WORK))
        waiting = select(Job).where(tasks, Job.state == "queued", Job.id.not_in(kept_back))
        with read_session(self.runtime.sessions) as session:
            return list(session.scalars(waiting.order_by(Job.id)))


@pytest.fixture
def receiver() -> Iterator[HttpReceiver]:
    with http_receiver() as receiver:
        yield receiver


@pytest.fixture
def alerts(installation: Installation) -> Callable[..., Alerts]:
    """With the channels that the test names."""

    def made(**channels: Any) -> Alerts:
        settings = Settings(**(installation.settings.model_dump() | channels))
        now = installation.runtime.clock()
        alerts = Alerts(installation.runtime, now)
        alerts.runtime = replace(installation.runtime, settings=settings, clock=lambda: alerts.now)
        return alerts

    return made
