from worker.context import JobContext
from worker.task import job


@job("replays.drill")
def drill(context: JobContext, *, end: str) -> None:
    # Training libraries load in the child: the pool forks from a small process.
    from worker.replays.final_drills import drill_after  # noqa: PLC0415

    drill_after(context, end=end)
