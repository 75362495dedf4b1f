from worker.context import JobContext
from worker.kpis.mail import mail_paper
from worker.kpis.weekly import ask_for_week
from worker.task import job


@job("kpis.write")
def write(context: JobContext, *, report_id: int) -> None:
    # Matplotlib and Typst load in the child: the pool forks from a small process.
    from worker.kpis.write import write_paper  # noqa: PLC0415

    write_paper(context, report_id=report_id)


@job("kpis.mail")
def mail(context: JobContext, *, report_id: int) -> None:
    mail_paper(context, report_id=report_id)


@job("kpis.weekly")
def weekly(context: JobContext) -> None:
    ask_for_week(context)
