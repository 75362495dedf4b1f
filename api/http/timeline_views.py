"""Timelines as the API shows them."""

from collections.abc import Collection

from sqlalchemy.orm import Session

from api.core.timeline import cursor, queries
from api.core.timeline.types import KINDS, Entry, Kind
from api.http.history_views import replay_of
from api.http.schemas import timeline as schemas


def timeline(
    session: Session, model: str, *, before: str | None, kinds: Collection[Kind], limit: int
) -> schemas.Timeline:
    """All kinds where none is named. Raises ModelAbsent, CursorUnreadable."""
    page = queries.timeline(
        session,
        model=model,
        limit=limit,
        before=None if before is None else cursor.decode(before),
        kinds=kinds or KINDS,
    )
    following = page.next_before
    return schemas.Timeline(
        model=model,
        replay=replay_of(session, model),
        entries=[entry_view(entry) for entry in page.entries],
        next_before=None if following is None else cursor.encode(following),
    )


def entry_view(entry: Entry) -> schemas.TimelineEntry:
    return schemas.TimelineEntry(
        id=cursor.encode(entry.place),
        at=entry.place.at,
        kind=entry.kind,
        event=entry.event,
        actor=entry.actor,
        version=entry.version,
        title=entry.title,
        reason=entry.reason,
        evidence=entry.evidence,
        path=entry.path,
    )
