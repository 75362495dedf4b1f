"""A real worker that also knows the tests' own jobs; takes the arguments of ``python -m worker``.

Every effect of a job is one audit entry, so that effects can be counted.
"""

import os
import signal
import threading
from pathlib import Path

from api.core.tables import AuditEntry
from worker.__main__ import main
from worker.context import JobContext
from worker.task import job


def effect(context: JobContext, name: str) -> None:
    with context.session() as session:
        session.add(
            AuditEntry(
                at=context.now(),
                actor="system",
                action="probe",
                subject=name,
                before=None,
                after={"attempt": context.attempt},
                reason="a test",
                request_id=None,
            )
        )


@job("probe.steps")
def steps(context: JobContext, *, count: int) -> None:
    for step in range(count):
        context.progress(step / count, f"step {step}")
    context.log("all steps done", level="warning")
    effect(context, f"steps:{context.job_id}")


@job("probe.gate")
def gate(context: JobContext, *, path: str) -> None:
    """Goes on for as long as the file is not there."""
    while not Path(path).exists():
        context.progress(0.5, "waiting at the gate")
        threading.Event().wait(0.05)
    effect(context, f"gate:{context.job_id}")


@job("probe.deaf")
def deaf(context: JobContext, *, path: str) -> None:
    """Never asks whether it should stop; goes on for as long as the file is not there."""
    context.log("deaf")
    while not Path(path).exists():
        threading.Event().wait(0.05)
    effect(context, f"deaf:{context.job_id}")


@job("probe.poison")
def poison(context: JobContext) -> None:
    context.log("taking poison")
    os.kill(os.getpid(), signal.SIGKILL)


@job("probe.wrong")
def wrong(_context: JobContext) -> None:
    raise ValueError("a secret: /etc/shadow")


if __name__ == "__main__":
    main()
