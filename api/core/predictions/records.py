"""Take a spooled request apart into the rows of the predictions table.

The JSON of a row's inputs and output is cut out as text and never made into objects: this is what
lets the shipper keep up with the data plane. Pure.
"""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any

import msgspec

from api.spool.records import PredictionRecord

_LONGEST = {"id": 40, "model": 64, "variant": 32, "source": 16}
_LONGEST_KEY = 200


class MalformedRecord(ValueError):
    """A record that no row can be made of; it would be refused again however often it came."""


class PredictionRow(msgspec.Struct, frozen=True, gc=False):
    """The columns of ``predictions``, in the order that they are inserted in."""

    id: str
    row: int
    occurred_at: datetime
    served_at: datetime
    model_name: str
    version: int
    variant: str
    source: str
    subject: str | None
    client_key: str | None
    latency_seconds: float
    cached: bool
    inputs: msgspec.Raw
    output: msgspec.Raw


class _Request(msgspec.Struct, gc=False):
    rows: list[msgspec.Raw]
    keys: list[str] | None = None
    subject: str | None = None
    occurred_at: datetime | list[datetime] | None = None


_requests = msgspec.json.Decoder(_Request)
_predictions = msgspec.json.Decoder(list[msgspec.Raw])


def unpack(record: PredictionRecord) -> list[PredictionRow]:
    """One row a prediction. Raises MalformedRecord."""
    try:
        # Decoding to text first proves that what is cut out of it is UTF-8.
        request = _requests.decode(record.request.decode())
        outputs = _predictions.decode(record.predictions.decode())
        served_at = datetime.fromtimestamp(record.served_at, UTC)
        occurred_at = moments(request.occurred_at, served_at, len(outputs))
    except (
        msgspec.MsgspecError,
        UnicodeDecodeError,
        OverflowError,
        OSError,
        RecursionError,
    ) as error:
        raise MalformedRecord(f"{record.id}: {error}") from error
    keys: Sequence[str | None] = request.keys or [None] * len(outputs)
    _require_consistent(record, request, len(outputs), len(keys), len(occurred_at))
    json = storable_json(record.request, record.predictions)
    return [
        PredictionRow(
            id=record.id,
            row=number,
            occurred_at=occurred_at[number],
            served_at=served_at,
            model_name=record.model,
            version=record.version,
            variant=record.variant,
            source=record.source,
            subject=request.subject,
            client_key=keys[number],
            latency_seconds=record.latency_seconds,
            cached=record.cached,
            inputs=json(request.rows[number]),
            output=json(output),
        )
        for number, output in enumerate(outputs)
    ]


def moments(
    given: datetime | list[datetime] | None, served_at: datetime, rows: int
) -> Sequence[datetime]:
    """Event time of each row, UTC: as the request says, else when it was served."""
    if isinstance(given, list):
        return [_utc(moment) for moment in given]
    return [served_at if given is None else _utc(given)] * rows


def _utc(moment: datetime) -> datetime:
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)


def _require_consistent(
    record: PredictionRecord, request: _Request, outputs: int, keys: int, moments: int
) -> None:
    if not outputs == len(request.rows) == keys == moments == record.rows:
        raise MalformedRecord(
            f"{record.id}: {record.rows} rows said, {len(request.rows)} in the request, "
            f"{outputs} predictions, {keys} keys, {moments} times"
        )
    for name, longest in _LONGEST.items():
        if len(getattr(record, name)) > longest:
            raise MalformedRecord(f"{record.id}: {name} is longer than {longest} characters")
    for key in (request.subject, *(request.keys or ())):
        if key is not None and (len(key) > _LONGEST_KEY or "\0" in key):
            raise MalformedRecord(f"{record.id}: a key or subject is too long or has a NUL")


def storable_json(*documents: bytes) -> Callable[[msgspec.Raw], msgspec.Raw]:
    """What makes a piece of ``documents`` fit to be stored: mostly nothing has to be done."""
    has_escapes = any(b"\\u" in document for document in documents)
    return _without_escapes if has_escapes else msgspec.Raw.copy


def _without_escapes(raw: msgspec.Raw) -> msgspec.Raw:
    r"""The same JSON with its \u escapes resolved: PostgreSQL keeps no NUL, escaped or not."""
    try:
        value = _map_text(msgspec.json.decode(raw), lambda text: text.replace("\0", "\ufffd"))
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise MalformedRecord(str(error)) from error
    return msgspec.Raw(msgspec.json.encode(value))


def _map_text(value: Any, change: Callable[[str], str]) -> Any:
    if isinstance(value, str):
        return change(value)
    if isinstance(value, list):
        return [_map_text(item, change) for item in value]
    if isinstance(value, dict):
        return {change(name): _map_text(item, change) for name, item in value.items()}
    return value
