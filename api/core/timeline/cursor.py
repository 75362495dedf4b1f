"""Where a page of the timeline ended, as a text for the next request."""

from datetime import UTC, datetime
from typing import Any, ClassVar

from sqlalchemy import ColumnElement, SQLColumnExpression, and_, or_, true
from sqlalchemy.orm import InstrumentedAttribute

from api.core.errors import FarolError, Kind
from api.core.timeline.types import Place

_BETWEEN = "~"


class CursorUnreadable(FarolError):
    kind: ClassVar[Kind] = "invalid"


def encode(place: Place) -> str:
    """The text that ``decode`` reads; it needs no escaping in a URL."""
    moment = place.at.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")
    return _BETWEEN.join((moment, place.source, str(place.id)))


def decode(text: str) -> Place:
    """Also of a bare moment, before which everything is meant. Raises CursorUnreadable."""
    parts = text.split(_BETWEEN)
    moment, source, number = parts if len(parts) == 3 else (text, "", "0")
    try:
        return Place(_aware(moment), source, _row_id(number))
    except (ValueError, OverflowError):
        raise CursorUnreadable(
            f"before is {text[:80]!r}: expected the next_before of the page before, or a moment "
            "such as 2026-11-22T21:30:00Z"
        ) from None


def _aware(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError("no zone")
    return moment.astimezone(UTC)


def _row_id(text: str) -> int:
    number = int(text)
    if not 0 <= number < 2**63:
        raise ValueError("no row has this id")
    return number


def earlier(
    at: SQLColumnExpression[Any],
    number: InstrumentedAttribute[Any],
    source: str,
    before: Place | None,
) -> ColumnElement[bool]:
    """Rows of ``source`` that stand before the place: what ``Place``'s order says, for the
    database."""
    if before is None:
        return true()
    if source == before.source:
        return or_(at < before.at, and_(at == before.at, number < before.id))
    return at <= before.at if source < before.source else at < before.at
