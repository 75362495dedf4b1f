"""A notice in words, the same in every channel that people read."""

from api.core.alerts.types import Notice

EVENTS = {
    "raised": "",
    "escalated": "Worse: ",
    "resolved": "Resolved: ",
    "test": "Test: ",
}


def headline(notice: Notice) -> str:
    return f"{EVENTS[notice.event]}{notice.title}"


def paragraphs(notice: Notice) -> list[str]:
    """What happened, one thought each; none is empty."""
    over = f"{notice.actor} resolved it: {notice.reason}" if notice.event == "resolved" else ""
    return [text for text in (notice.detail, over) if text]


def facts(notice: Notice) -> dict[str, str]:
    """What it is about, by label."""
    opened = f"{notice.opened_at:%Y-%m-%d %H:%M} UTC" if notice.opened_at else ""
    labelled = {
        "Severity": notice.severity,
        "Model": notice.model or "",
        "Kind": notice.kind,
        "Opened": opened,
        "Alert": "" if notice.alert_id is None else str(notice.alert_id),
    }
    return {label: value for label, value in labelled.items() if value}


def page(notice: Notice, public_url: str) -> str:
    """The address of the product's page about it; empty when either part is not known."""
    if not (public_url and notice.path):
        return ""
    return f"{public_url.rstrip('/')}/{notice.path.lstrip('/')}"
