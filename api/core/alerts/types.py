from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Literal

Severity = Literal["moderate", "serious"]
SEVERITY_ORDER: tuple[Severity, ...] = ("moderate", "serious")


def at_least(severity: str, least: Severity) -> bool:
    return severity == "serious" or least == "moderate"


class AlertState(StrEnum):
    OPEN = "open"
    ACKNOWLEDGED = "acknowledged"
    """Somebody looks after it."""
    RESOLVED = "resolved"
    """It is over; the next sign of the same condition opens another."""


class EventKind(StrEnum):
    RAISED = "raised"
    ESCALATED = "escalated"
    ACKNOWLEDGED = "acknowledged"
    RESOLVED = "resolved"
    SENT = "sent"
    NOT_SENT = "not_sent"


TOLD = frozenset({EventKind.RAISED, EventKind.ESCALATED, EventKind.RESOLVED})
"""Events that go out to the channels."""


class DeliveryState(StrEnum):
    WAITING = "waiting"
    SENT = "sent"
    NOT_SENT = "not_sent"


@dataclass(frozen=True)
class Sighting:
    """A condition as somebody just saw it."""

    key: str
    """Names the condition, at most 200 characters: two sightings of one key are one alert."""
    model: str | None
    kind: str
    severity: Severity
    title: str
    detail: str
    path: str
    """Of the product's page about it; empty when there is none."""


@dataclass(frozen=True)
class Notice:
    """What a channel is asked to tell."""

    id: str
    """The same each time that one thing is told: a receiver forgets what it has seen before."""
    event: Literal["raised", "escalated", "resolved", "test"]
    at: datetime
    alert_id: int | None
    """Null in a test message, as is the next."""
    opened_at: datetime | None
    key: str
    model: str | None
    kind: str
    severity: Severity
    title: str
    detail: str
    actor: str
    reason: str
    """Of a resolution: why it is over. Otherwise the detail at that moment."""
    path: str
