"""The days that a report is about, measured with the truth that has come since."""

from datetime import timedelta

from api.core.reports.traffic import Window
from api.core.tables import Report
from worker.checks.measure import Span, bring_up_to_date
from worker.checks.subject import subject_of
from worker.context import JobContext


def bring_days_up_to_date(context: JobContext, report: Report) -> None:
    """Also those of the window before. Nothing for a model that serves nobody.

    Quality only: drift is told as the checks found it.
    """
    window = Window(report.model_name, report.window_start, report.window_end)
    with context.reading() as session:
        subject = subject_of(session, context.store, report.model_name)
    if subject is None:
        return
    no_drift = window.last_day + timedelta(days=1)
    span = Span(no_drift, window.before.first_day, window.last_day)
    bring_up_to_date(context, subject, span)
