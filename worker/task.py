"""The base of every Celery task: a message with a job's id becomes one attempt at that job.

A task is declared as the function that does the work, ``(context, *, ids) -> None``, under the name
that the job's row bears. Its arguments come from the row, never from the message.
"""

import os
import socket
from collections.abc import Callable
from typing import TypeVar

import celery

from worker.app import app
from worker.runner import Work, run
from worker.runtime import process_runtime

Declared = TypeVar("Declared", bound=Work)


class JobTask(celery.Task):  # type: ignore[misc]  # celery publishes no types
    abstract = True
    typing = False
    """The message's arguments are not the function's."""

    def __call__(self, *, job_id: int) -> None:
        slot = str(self.request.hostname or "worker-0").partition("@")[0]
        worker = f"{slot}@{socket.gethostname()}:{os.getpid()}"
        run(process_runtime(), job_id=job_id, worker=worker, work=self.run)


def job(name: str) -> Callable[[Declared], Declared]:
    """Declare the function that does the jobs of this name."""

    def declare(work: Declared) -> Declared:
        app.task(base=JobTask, name=name)(work)
        return work

    return declare
