"""Requests that a version gave no answer to: one entry a version and day of wall time (UTC), at the
first of them. Each by itself would bury everything else."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.orm import Session

from api.core.tables import ModelFailure
from api.core.timeline.types import Entry, Place
from api.core.timeline.wording import sentences

SOURCE = "failure"
DAY = timedelta(days=1)


@dataclass(frozen=True)
class _Day:
    version: int
    first: datetime
    last: datetime
    count: int


def failed(session: Session, model: str, before: Place | None, limit: int) -> list[Entry]:
    """A walk from day to day on the index by version and time: days without any cost nothing."""
    versions = select(ModelFailure.version).where(ModelFailure.model_name == model).distinct()
    found = [
        entry
        for version in session.scalars(versions)
        for entry in _of_version(session, model, version, before, limit)
    ]
    return sorted(found, key=lambda entry: entry.place, reverse=True)[:limit]


def _of_version(
    session: Session, model: str, version: int, before: Place | None, limit: int
) -> list[Entry]:
    entries: list[Entry] = []
    until = None if before is None else _midnight(before.at) + DAY
    while len(entries) < limit:
        day = _newest_day(session, model, version, until)
        if day is None:
            break
        until = _midnight(day.first)
        place = Place(day.first, SOURCE, version)
        if before is None or place < before:
            entries.append(_entry(session, model, place, day))
    return entries


def _newest_day(session: Session, model: str, version: int, until: datetime | None) -> _Day | None:
    """The newest day that ends by ``until`` on which the version failed."""
    of_version = and_(ModelFailure.model_name == model, ModelFailure.version == version)
    earlier = of_version if until is None else and_(of_version, ModelFailure.served_at < until)
    newest = session.scalar(select(func.max(ModelFailure.served_at)).where(earlier))
    if newest is None:
        return None
    start = _midnight(newest)
    on_day = and_(of_version, ModelFailure.served_at >= start, ModelFailure.served_at < start + DAY)
    return _Day(version, *_figures(session, on_day))


def _figures(session: Session, on_day: ColumnElement[bool]) -> tuple[datetime, datetime, int]:
    first, last = func.min(ModelFailure.served_at), func.max(ModelFailure.served_at)
    row = session.execute(select(first, last, func.count()).where(on_day)).one()
    return row[0], row[1], row[2]


def _entry(session: Session, model: str, place: Place, day: _Day) -> Entry:
    newest = select(ModelFailure.reason).where(
        ModelFailure.model_name == model,
        ModelFailure.version == day.version,
        ModelFailure.served_at == day.last,
    )
    return Entry(
        place=place,
        kind="failure",
        event="requests_failed",
        actor=None,
        version=day.version,
        title=sentences("requests_failed", version=day.version, count=f"{day.count:,}"),
        reason=session.scalars(newest.limit(1)).first(),
        evidence={"requests": day.count, "last_at": day.last.isoformat()},
        path=None,
    )


def _midnight(moment: datetime) -> datetime:
    return datetime.combine(moment.date(), time(), moment.tzinfo)
