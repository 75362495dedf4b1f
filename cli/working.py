"""Somebody to run the jobs: the installation's own worker, or one for as long as a command runs."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from api.adapters.settings import Settings
from api.core.jobs.queues import DEFAULT, LONG
from cli import context
from cli.output import console
from cli.supervisor import Service, Supervisor

SCHEDULER = Service("scheduler", "worker.scheduler")
WORKER = Service("worker", "worker", (f"--queues={DEFAULT}",), grace_seconds=20.0)
TRAINER = Service(
    "trainer",
    "worker",
    ("--slot=trainer-0", f"--queues={','.join(LONG)}", "--nice=10"),
    grace_seconds=20.0,
)
"""A worker of its own for what takes long, so that no rollout waits for a training's end; whoever
answers requests goes first."""


@contextmanager
def working(settings: Settings) -> Iterator[Callable[[], None]]:
    """Yield what must be called while waiting."""
    if context.is_up() or settings.broker_url:
        yield lambda: None
        return
    supervisor = Supervisor(
        log_dir=settings.data_dir / "logs",
        announce=lambda line: console.print(line, highlight=False),
        environment=os.environ | {"FAROL_DATA_DIR": str(settings.data_dir)},
    )
    with context.only_one_up():
        try:
            supervisor.start([SCHEDULER, WORKER, TRAINER])
            yield supervisor.tend
        finally:
            supervisor.stop()
