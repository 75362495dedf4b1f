from worker.context import JobContext
from worker.housekeeping import tidy as tidy_up
from worker.task import job


@job("housekeeping.tidy")
def tidy(context: JobContext) -> None:
    tidy_up(context)
