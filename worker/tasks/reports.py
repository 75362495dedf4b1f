from worker.context import JobContext
from worker.reports.asking import ask_weekly
from worker.task import job


@job("reports.write")
def write(context: JobContext, *, report_id: int) -> None:
    # Matplotlib and Typst load in the child: the pool forks from a small process.
    from worker.reports.write import write_report  # noqa: PLC0415

    write_report(context, report_id=report_id)


@job("reports.weekly")
def weekly(context: JobContext) -> None:
    ask_weekly(context)
