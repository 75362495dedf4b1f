import heapq
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from sqlalchemy.orm import Session

from api.core.models.queries import get_model
from api.core.timeline.sources import SOURCES
from api.core.timeline.types import KINDS, Entry, Kind, Place

_ALL: frozenset[Kind] = frozenset(KINDS)
_PAGE = 200


@dataclass(frozen=True)
class Page:
    entries: tuple[Entry, ...]
    """Newest first."""
    next_before: Place | None
    """Where the next page begins; None on the last one."""


def timeline(
    session: Session,
    *,
    model: str,
    limit: int,
    before: Place | None = None,
    kinds: Collection[Kind] = _ALL,
) -> Page:
    """The newest ``limit`` entries that stand before the place. Raises ModelAbsent.

    Each source is asked for as many, so that a page costs the same wherever it begins.
    """
    get_model(session, model)
    found = (
        source.newest(session, model, before, limit + 1)
        for source in SOURCES
        if source.kind in kinds
    )
    merged = heapq.merge(*found, key=lambda entry: entry.place, reverse=True)
    entries = tuple(islice(merged, limit + 1))
    more = len(entries) > limit
    return Page(entries[:limit], entries[limit - 1].place if more else None)


@dataclass(frozen=True)
class FeedPage:
    entries: tuple[tuple[str, Entry], ...]
    """Model and what happened to it, newest first."""
    next_before: Place | None


def feed(
    session: Session,
    *,
    models: Sequence[str],
    limit: int,
    before: Place | None = None,
    kinds: Collection[Kind] = _ALL,
) -> FeedPage:
    """The timelines of these models as one."""
    found = (
        [(model, entry) for entry in source.newest(session, model, before, limit + 1)]
        for model in models
        for source in SOURCES
        if source.kind in kinds
    )
    merged = heapq.merge(*found, key=lambda told: told[1].place, reverse=True)
    entries = tuple(islice(merged, limit + 1))
    more = len(entries) > limit
    return FeedPage(entries[:limit], entries[limit - 1][1].place if more else None)


def entries_between(
    session: Session, *, model: str, start: datetime, end: datetime, kinds: Collection[Kind] = _ALL
) -> list[Entry]:
    """Everything in [start, end), oldest first. Raises ModelAbsent."""
    found: list[Entry] = []
    before: Place | None = Place(end, "", 0)
    while before is not None:
        page = timeline(session, model=model, limit=_PAGE, before=before, kinds=kinds)
        inside = [entry for entry in page.entries if entry.place.at >= start]
        found += inside
        before = page.next_before if len(inside) == len(page.entries) else None
    return found[::-1]
