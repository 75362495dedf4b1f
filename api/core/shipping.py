"""Move spooled records into the database, each exactly once.

The position of the file moves in the transaction that stores its records: what lies before the
stored position has been stored and counted, what lies behind has not. So a shipper that is killed
and starts again, or two that run at once, count nothing twice.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.core.access import keys
from api.core.costs import operations as costs
from api.core.insertion import insert_if_absent
from api.core.outcomes import operations as outcomes
from api.core.outcomes.records import (
    MalformedOutcome,
    Truth,
    unpack_feedback,
    unpack_outcomes,
)
from api.core.predictions import day_rollups, rollups, shadow_rollups
from api.core.predictions import operations as predictions
from api.core.predictions.failures import store_failures, unpack_failure
from api.core.predictions.records import MalformedRecord, PredictionRow, unpack
from api.core.predictions.shadow_records import ShadowRow, unpack_shadow
from api.core.tables import SpoolPosition
from api.spool.records import (
    ErrorRecord,
    FeedbackRecord,
    KeyUseRecord,
    OutcomeRecord,
    PredictionRecord,
    Record,
    ShadowRecord,
    UsageRecord,
)


@dataclass(frozen=True)
class Malformed:
    """A record that was passed over, so that it does not hold up those behind it."""

    end_position: int
    reason: str


@dataclass
class _Shipment:
    rows: list[PredictionRow] = field(default_factory=list)
    counted: list[PredictionRecord | ErrorRecord] = field(default_factory=list)
    failures: list[dict[str, Any]] = field(default_factory=list)
    shadow_rows: list[ShadowRow] = field(default_factory=list)
    shadows: list[ShadowRecord] = field(default_factory=list)
    truths: list[Truth] = field(default_factory=list)
    feedback: list[dict[str, Any]] = field(default_factory=list)
    key_uses: list[KeyUseRecord] = field(default_factory=list)
    usage: list[UsageRecord] = field(default_factory=list)


def position(session: Session, *, file: str) -> int:
    """How many bytes of a file have been shipped."""
    stored = session.get(SpoolPosition, file)
    return stored.position_bytes if stored else 0


def ship(
    session: Session,
    *,
    file: str,
    records: Sequence[tuple[int, Record]],
    end_position: int,
    now: datetime,
) -> list[Malformed]:
    """Store the records of ``file`` that lie behind its stored position, and move it.

    ``records`` are (position after the record, record), in order; ``end_position`` is where the
    next ones begin. Returns what could not be stored for what it is, not for the database's sake.
    """
    stored = _locked_position(session, file, now)
    shipment, malformed = _sort(
        [(end, record) for end, record in records if end > stored.position_bytes]
    )
    predictions.store(session, rows=shipment.rows)
    rollups.add(session, rollups.count(shipment.counted))
    day_rollups.add_served(session, shipment.counted)
    day_rollups.add_predicted(session, shipment.rows)
    store_failures(session, rows=shipment.failures)
    predictions.store_shadows(session, rows=shipment.shadow_rows)
    shadow_rollups.add(session, shadow_rollups.count(shipment.shadows))
    outcomes.store(session, truths=shipment.truths)
    outcomes.store_feedback(session, rows=shipment.feedback)
    day_rollups.count_feedback(session, events=[row["event_id"] for row in shipment.feedback])
    for use in shipment.key_uses:
        at = datetime.fromtimestamp(use.used_at, UTC)
        keys.note_use(session, prefix=use.prefix, address=use.address, at=at)
    costs.add(session, costs.by_day(shipment.usage))
    if end_position > stored.position_bytes:
        stored.position_bytes = end_position
        stored.updated_at = now
    session.flush()
    return malformed


def forget(session: Session, *, file: str) -> None:
    """Drop the position of a file that has been deleted."""
    stored = session.get(SpoolPosition, file)
    if stored is not None:
        session.delete(stored)
        session.flush()


def _locked_position(session: Session, file: str, now: datetime) -> SpoolPosition:
    insert_if_absent(
        session, SpoolPosition, [{"file": file, "position_bytes": 0, "updated_at": now}]
    )
    statement = select(SpoolPosition).where(SpoolPosition.file == file).with_for_update()
    return session.scalars(statement.execution_options(populate_existing=True)).one()


def _sort(records: Sequence[tuple[int, Record]]) -> tuple[_Shipment, list[Malformed]]:
    shipment = _Shipment()
    malformed = []
    for end, record in records:
        try:
            _add(shipment, record)
        except (MalformedRecord, MalformedOutcome) as error:
            malformed.append(Malformed(end_position=end, reason=str(error)))
    return shipment, malformed


def _add(shipment: _Shipment, record: Record) -> None:
    if isinstance(record, PredictionRecord):
        shipment.rows += unpack(record)
        shipment.counted.append(record)
    elif isinstance(record, ErrorRecord):
        if record.reason:
            shipment.failures.append(unpack_failure(record))
        shipment.counted.append(record)
    elif isinstance(record, ShadowRecord):
        shipment.shadow_rows += unpack_shadow(record)
        shipment.shadows.append(record)
    elif isinstance(record, OutcomeRecord):
        shipment.truths += unpack_outcomes(record)
    elif isinstance(record, FeedbackRecord):
        shipment.feedback.append(unpack_feedback(record))
    elif isinstance(record, UsageRecord):
        shipment.usage.append(record)
    else:
        shipment.key_uses.append(record)
