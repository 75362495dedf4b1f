"""Slack's incoming webhooks, which Mattermost, Rocket.Chat and others understand, too."""

from dataclasses import dataclass
from typing import Any

import msgspec

from api.adapters.notifiers.posting import post
from api.adapters.notifiers.secrets import read_secret
from api.adapters.notifiers.settings import SlackSettings
from api.adapters.notifiers.wording import facts, headline, page, paragraphs
from api.core.alerts.types import Notice

HEADER_CHARACTERS = 150
SECTION_CHARACTERS = 3_000
"""Both are Slack's limits: a longer block is refused with the whole message."""


@dataclass(frozen=True)
class SlackNotifier:
    settings: SlackSettings
    public_url: str

    def notify(self, notice: Notice) -> None:
        url = read_secret(self.settings.url, self.settings.url_file)
        body = msgspec.json.encode(message(notice, self.public_url))
        post(url or "", body=body, headers={"User-Agent": "Farol"})


def message(notice: Notice, public_url: str) -> dict[str, Any]:
    """``text`` is what a notification shows, and all that a receiver without blocks shows."""
    title = headline(notice)
    sections = [_section(escaped(text)) for text in paragraphs(notice)]
    if link := page(notice, public_url):
        sections.append(_section(f"<{escaped(link)}|Open in Farol>"))
    labelled = " · ".join(f"*{label}* {escaped(value)}" for label, value in facts(notice).items())
    header = {"type": "plain_text", "text": _cut(title, HEADER_CHARACTERS)}
    context = {"type": "context", "elements": [_markdown(labelled)]}
    return {
        "text": escaped(f"[{notice.severity}] {title}"),
        "blocks": [{"type": "header", "text": header}, *sections, context],
    }


def escaped(text: str) -> str:
    """Slack's three control characters: what a model is called must not become a link or @here."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _section(text: str) -> dict[str, Any]:
    return {"type": "section", "text": _markdown(text)}


def _markdown(text: str) -> dict[str, str]:
    return {"type": "mrkdwn", "text": _cut(text, SECTION_CHARACTERS)}


def _cut(text: str, characters: int) -> str:
    return text if len(text) <= characters else f"{text[: characters - 1]}…"
