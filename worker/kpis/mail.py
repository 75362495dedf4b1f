"""The week's dashboard by mail, to whoever the settings name; nobody unless they do."""

from email.message import EmailMessage
from email.utils import format_datetime
from typing import ClassVar

from api.adapters.notifiers.mail import deliver
from api.adapters.settings import Settings
from api.core.errors import FarolError, Kind
from api.core.kpis import paper
from api.core.kpis.types import Span
from api.core.ports import NotSent
from api.core.tables import BoardReport
from worker.context import JobContext
from worker.kpis.voice import Voice
from worker.reports.speech import Speech

ACTOR = "system"
"""Who asks for the week's."""


class NotMailed(FarolError):
    """Some did not get it."""

    kind: ClassVar[Kind] = "unavailable"


def is_mailed(report: BoardReport, settings: Settings) -> bool:
    return report.created_by == ACTOR and bool(settings.dashboard_email_to)


def mail_paper(context: JobContext, *, report_id: int) -> None:
    """Each address once, however often the job is repeated. Raises NotMailed when all were tried
    and some did not get it."""
    settings = context.settings
    with context.reading() as session:
        report = paper.get_paper(session, report_id)
        language = settings.dashboard_email_language
        file = paper.paper_content(session, report_id=report_id, language=language)
    refusals = []
    for address in settings.dashboard_email_to:
        if address in report.mailed_to:
            continue
        context.check_cancelled()
        try:
            deliver(message(report, file.content, address, settings), settings)
        except NotSent as refusal:
            refusals.append(str(refusal))
        else:
            _note(context, report_id, address)
    if refusals:
        raise NotMailed(f"{len(refusals)} of the mails could not be sent: {refusals[0]}")
    context.progress(1.0, f"sent to {len(settings.dashboard_email_to)} addresses")


def message(report: BoardReport, content: bytes, address: str, settings: Settings) -> EmailMessage:
    """Its Message-ID is the report's, so that a mail sent twice is one."""
    voice = Voice(Speech(settings.dashboard_email_language), settings.currency)
    days = list(Span(report.period_start, report.period_end).days())
    week = {"first": voice.speech.day(days[0]), "last": voice.speech.day(days[-1])}
    sender = settings.smtp_from
    mail = EmailMessage()
    mail["Subject"] = voice.say("subject", **week)
    mail["From"] = sender
    mail["To"] = address
    mail["Date"] = format_datetime(report.created_at)
    domain = sender.rpartition("@")[2].rstrip(">") or "farol"
    mail["Message-ID"] = f"<board-{report.period_start}-{report.id}@{domain}>"
    mail["Auto-Submitted"] = "auto-generated"
    text = voice.say("mail", **week)
    if settings.public_url:
        link = f"{settings.public_url.rstrip('/')}/dashboard"
        query = f"?from={days[0]}&to={days[-1]}"
        text += "\n\n" + voice.say("mail_link", link=link + query)
    mail.set_content(text)
    mail.add_attachment(
        content,
        maintype="application",
        subtype="pdf",
        filename=f"farol-{days[0]}-{days[-1]}.pdf",
    )
    return mail


def _note(context: JobContext, report_id: int, address: str) -> None:
    with context.session() as session:
        report = paper.get_paper(session, report_id)
        report.mailed_to = [*report.mailed_to, address]
