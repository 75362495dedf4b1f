"""Shows jobs as they run: a progress bar on a terminal, plain lines elsewhere."""

import time
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field

from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeElapsedColumn
from sqlalchemy.orm import Session, sessionmaker

from api.adapters.database import read_session
from api.core.jobs import queries
from api.core.tables import Job, JobEvent
from cli.output import console

POLL_SECONDS = 0.2
FINAL_STATES = frozenset({"succeeded", "failed", "cancelled", "dead"})


@dataclass(frozen=True)
class Followed:
    job_id: int
    title: str


@dataclass
class _View:
    """Where one job's bar stands and which of its events were already shown."""

    job: Followed
    bar: TaskID | None
    last_event_id: int = 0
    state: str = "queued"
    error: str = field(default="")


def follow(
    factory: sessionmaker[Session],
    jobs: Sequence[Followed],
    *,
    meanwhile: Callable[[], None] = lambda: None,
    quiet: bool = False,
) -> dict[int, str]:
    """Wait until every job has ended; return job id -> final state, calling ``meanwhile`` often."""
    bars = _bars() if console.is_terminal and not quiet else None
    surroundings: AbstractContextManager[object] = bars or nullcontext()
    with surroundings:
        views = [
            _View(job, bars.add_task(job.title, total=1.0, note="") if bars else None)
            for job in jobs
        ]
        while any(view.state not in FINAL_STATES for view in views):
            for view in views:
                if view.state not in FINAL_STATES:
                    _refresh(factory, view, bars, quiet=quiet)
            meanwhile()
            time.sleep(POLL_SECONDS)
    return {view.job.job_id: view.state for view in views}


def _bars() -> Progress:
    return Progress(
        TextColumn("{task.description:<16}"),
        BarColumn(),
        TextColumn("{task.percentage:>3.0f} %"),
        TimeElapsedColumn(),
        TextColumn("{task.fields[note]}"),
        console=console,
    )


def _refresh(
    factory: sessionmaker[Session], view: _View, bars: Progress | None, *, quiet: bool
) -> None:
    with read_session(factory) as session:
        job = queries.get(session, view.job.job_id)
        events = queries.events_after(
            session, job_id=job.id, after_id=view.last_event_id, limit=500
        )
        view.state = job.state
        _show(view, job, events, bars, quiet=quiet)


def _show(
    view: _View, job: Job, events: Sequence[JobEvent], bars: Progress | None, *, quiet: bool
) -> None:
    for event in events:
        view.last_event_id = event.id
        if bars is None and not quiet and event.kind != "state":
            share = f"{event.progress:4.0%} " if event.progress is not None else ""
            console.print(
                f"{view.job.title}: {share}{event.message}", highlight=False, markup=False
            )
    if bars is not None and view.bar is not None:
        done = 1.0 if job.state == "succeeded" else job.progress
        bars.update(view.bar, completed=done, note=job.error or job.message)
