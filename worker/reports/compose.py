"""A report's figures as a page in one language."""

from api.core.reports.types import ReportDocument
from worker.reports import sections
from worker.reports.page import Page, Section
from worker.reports.quality_section import quality
from worker.reports.speech import Speech


def compose(document: ReportDocument, language: str) -> Page:
    """``language`` is one of ``api.core.reports.types.LANGUAGES``."""
    speech = Speech(language)
    parts = {
        "brief": sections.brief,
        "served": sections.served,
        "quality": quality,
        "drift": sections.drift,
        "done": sections.done,
        "cost": sections.cost,
        "next": sections.following,
    }
    return Page(
        language=language,
        title=speech.say("title", model=speech.of(document.title)),
        subtitle=speech.say(
            "subtitle", window=speech.window(document.window_start, document.window_end)
        ),
        sections=tuple(
            Section(speech.say(name), tuple(part(document, speech))) for name, part in parts.items()
        ),
        colophon=speech.say(
            "colophon",
            written=speech.moment(document.written_at),
            reason=speech.sentence(document.reason),
        ),
    )
