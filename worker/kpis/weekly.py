from sqlalchemy import select
from sqlalchemy.orm import Session

from api.core.kpis.paper import ask_for_paper, last_week_asked
from api.core.kpis.queries import Asked
from api.core.tables import BoardReport, PredictionDay
from worker.context import JobContext
from worker.kpis.mail import ACTOR


def ask_for_week(context: JobContext) -> None:
    """The last whole week on paper, once."""
    asked = last_week_asked(context.now())
    with context.session() as session:
        if not _is_wanted(session, asked):
            context.progress(1.0, "the week is on paper already, or there was nothing in it")
            return
        ask_for_paper(session, asked, actor=ACTOR, reason="the week is over")
    context.progress(1.0, "asked for the week on paper")


def _is_wanted(session: Session, asked: Asked) -> bool:
    """Not twice, and not of a week before anything was predicted."""
    now = asked.periods.now
    printed = select(BoardReport.id).where(
        BoardReport.period_start == now.start,
        BoardReport.period_end == now.end,
        BoardReport.created_by == ACTOR,
    )
    if session.scalars(printed.limit(1)).first() is not None:
        return False
    predicted = select(PredictionDay.day).where(PredictionDay.day < now.end)
    return session.scalars(predicted.limit(1)).first() is not None
