"""The job that prints the dashboard: figures from the rollups, then a PDF in every language."""

from sqlalchemy.orm import Session

from api.adapters.objectives import objectives_of
from api.core import outbox
from api.core.kpis import paper, queries
from api.core.kpis.facts import midnight
from api.core.kpis.queries import Asked
from api.core.models.queries import list_models
from api.core.reports.types import LANGUAGES
from api.core.timeline import queries as timeline
from api.core.timeline.types import Entry, Kind, Place
from worker.context import JobContext
from worker.kpis.compose import Printed, compose
from worker.kpis.mail import is_mailed
from worker.reports import pdf

_TOLD: tuple[Kind, ...] = ("training", "rollout", "alert", "experiment")
_MOST_HAPPENINGS = 60


def write_paper(context: JobContext, *, report_id: int) -> None:
    """Repeated it is written again, with the same figures as long as what is known is the same."""
    with context.reading() as session:
        printed = _gather(context, session, report_id)
    context.progress(0.3, "putting the figures on paper")
    files = {language: pdf.render(compose(printed, language)) for language in LANGUAGES}
    with context.session() as session:
        paper.keep_paper(session, report_id=report_id, files=files, now=context.now())
        report = paper.get_paper(session, report_id)
        if is_mailed(report, context.settings):
            outbox.enqueue(
                session,
                task=paper.MAIL_TASK,
                arguments={"report_id": report_id},
                now=context.now(),
                created_by=report.created_by,
            )
    context.progress(1.0, f"{len(files)} files")


def _gather(context: JobContext, session: Session, report_id: int) -> Printed:
    asked = paper.asked_of(paper.get_paper(session, report_id))
    return Printed(
        asked=asked,
        board=queries.board(session, asked, objectives_of(context.settings)),
        happenings=_happenings(session, asked),
        currency=context.settings.currency,
        titles={model.name: model.title for model in list_models(session)},
    )


def _happenings(session: Session, asked: Asked) -> list[tuple[str, Entry]]:
    """The newest of the period."""
    span = asked.periods.now
    models = [asked.model] if asked.model else [*(m.name for m in list_models(session)), ""]
    page = timeline.feed(
        session,
        models=models,
        limit=_MOST_HAPPENINGS,
        before=Place(midnight(span.end), "", 0),
        kinds=_TOLD,
    )
    start = midnight(span.start)
    return [(model, entry) for model, entry in page.entries if entry.place.at >= start]
