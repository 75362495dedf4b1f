"""Take a spooled shadow record apart into the rows of the shadow predictions table. Pure."""

from datetime import UTC, datetime

import msgspec

from api.core.predictions.records import MalformedRecord, moments, storable_json
from api.spool.records import ShadowRecord

_LONGEST = {"id": 40, "model": 64}


class ShadowRow(msgspec.Struct, frozen=True, gc=False):
    """The columns of ``shadow_predictions``, in the order that they are inserted in."""

    id: str
    row: int
    version: int
    occurred_at: datetime
    served_at: datetime
    model_name: str
    latency_seconds: float
    output: msgspec.Raw | None
    error: str | None


_moments = msgspec.json.Decoder(datetime | list[datetime] | None)
_predictions = msgspec.json.Decoder(list[msgspec.Raw])


def unpack_shadow(record: ShadowRecord) -> list[ShadowRow]:
    """One row a scored row, none for a record that only tells of drops. Raises MalformedRecord.

    The event times are those that the live prediction's rows get, to the microsecond.
    """
    try:
        outputs = _predictions.decode(record.predictions.decode())
        given = _moments.decode(record.occurred_at) if record.occurred_at else None
        served_at = datetime.fromtimestamp(record.served_at, UTC)
        occurred_at = moments(given, served_at, len(outputs))
    except (
        msgspec.MsgspecError,
        UnicodeDecodeError,
        OverflowError,
        OSError,
        RecursionError,
    ) as error:
        raise MalformedRecord(f"{record.id}: {error}") from error
    _require_consistent(record, outputs, len(occurred_at))
    json = storable_json(record.predictions)
    return [
        ShadowRow(
            id=record.id,
            row=number,
            version=record.version,
            occurred_at=occurred_at[number],
            served_at=served_at,
            model_name=record.model,
            latency_seconds=record.latency_seconds,
            output=None if number in record.failures else json(output),
            error=_storable(record.failures.get(number)),
        )
        for number, output in enumerate(outputs)
    ]


def _require_consistent(record: ShadowRecord, outputs: list[msgspec.Raw], times: int) -> None:
    if not len(outputs) == times == record.rows:
        raise MalformedRecord(
            f"{record.id}: {record.rows} rows said, {len(outputs)} predictions, {times} times"
        )
    unanswered = {row for row, output in enumerate(outputs) if bytes(output) == b"null"}
    if unanswered != record.failures.keys():
        raise MalformedRecord(
            f"{record.id}: rows {sorted(unanswered)} without an answer, "
            f"rows {sorted(record.failures)} with a reason"
        )
    for name, longest in _LONGEST.items():
        if len(getattr(record, name)) > longest:
            raise MalformedRecord(f"{record.id}: {name} is longer than {longest} characters")


def _storable(text: str | None) -> str | None:
    """PostgreSQL keeps no NUL."""
    return None if text is None else text.replace("\0", "\ufffd")
