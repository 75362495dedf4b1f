"""The job that writes a report: figures from the database, then every format in every language."""

from collections.abc import Iterator

from api.core.reports.gather import gather
from api.core.reports.operations import RenderedFile, keep
from api.core.reports.queries import get
from api.core.reports.types import LANGUAGES, ReportDocument
from worker.context import JobContext
from worker.reports import html, pdf
from worker.reports.compose import compose
from worker.reports.measuring import bring_days_up_to_date

READING_SHARE = 0.5
"""Of the job's progress."""
RENDERERS = {"html": html.render, "pdf": pdf.render}


def write_report(context: JobContext, *, report_id: int) -> None:
    """Killed at any point it leaves the report as it was; repeated, it writes it again."""
    with context.reading() as session:
        report = get(session, report_id)
    bring_days_up_to_date(context, report)
    with context.reading() as session:
        document = gather(session, report, now=context.now())
    context.progress(READING_SHARE, "putting the figures into words")
    files = list(_files(document))
    with context.session() as session:
        keep(session, report_id=report_id, document=document, files=files)
    window = f"{report.window_start:%Y-%m-%d} to {report.window_end:%Y-%m-%d}"
    context.progress(1.0, f"{report.model_name}, {window}: {len(files)} files")


def _files(document: ReportDocument) -> Iterator[RenderedFile]:
    for language in LANGUAGES:
        page = compose(document, language)
        for file_format, render in RENDERERS.items():
            yield RenderedFile(file_format, language, render(page))
