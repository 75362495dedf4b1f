"""Somebody to run the jobs: the installation's own worker, or one for as long as a command runs."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from api.adapters.settings import Settings
from cli import context
from cli.output import console
from cli.supervisor import Service, Supervisor

WORKERS = (Service("scheduler", "worker.scheduler"), Service("worker", "worker"))


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
            supervisor.start(WORKERS)
            yield supervisor.tend
        finally:
            supervisor.stop()
