"""Take spooled outcomes and feedback apart. Pure."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal

import msgspec

from api.spool.records import FeedbackRecord, OutcomeRecord

_LONGEST_ID = 40
_LONGEST_MODEL = 64
_LONGEST_KEY = 200


class MalformedOutcome(ValueError):
    """A record that no outcome or feedback can be made of, however often it came."""


class _Item(msgspec.Struct):
    truth: int | float | str | bool
    prediction_id: str | None = None
    row: int = 0
    model: str | None = None
    key: str | None = None
    observed_at: datetime | None = None


class _Outcomes(msgspec.Struct):
    outcomes: list[_Item]


class _Feedback(msgspec.Struct):
    prediction_id: str
    thumb: Literal["up", "down"]
    row: int = 0
    comment: str | None = None


@dataclass(frozen=True)
class Truth:
    """One outcome, as it came."""

    reference: str
    prediction_id: str | None
    row: int | None
    model_name: str | None
    client_key: str | None
    truth: int | float | str | bool
    observed_at: datetime
    received_at: datetime


def unpack_outcomes(record: OutcomeRecord) -> list[Truth]:
    """Raises MalformedOutcome."""
    try:
        received_at = datetime.fromtimestamp(record.received_at, UTC)
        items = msgspec.json.decode(record.request, type=_Outcomes).outcomes
        return [_truth(item, received_at) for item in items]
    except (msgspec.MsgspecError, ValueError, OverflowError, OSError, RecursionError) as error:
        raise MalformedOutcome(f"{record.id}: {error}") from error


def unpack_feedback(record: FeedbackRecord) -> dict[str, Any]:
    """The columns of ``feedback``. Raises MalformedOutcome."""
    try:
        received_at = datetime.fromtimestamp(record.received_at, UTC)
        feedback = msgspec.json.decode(record.request, type=_Feedback)
    except (msgspec.MsgspecError, ValueError, OverflowError, OSError, RecursionError) as error:
        raise MalformedOutcome(f"{record.id}: {error}") from error
    if max(len(record.id), len(feedback.prediction_id)) > _LONGEST_ID:
        raise MalformedOutcome(f"{record.id}: an id is longer than {_LONGEST_ID} characters")
    return {
        "event_id": record.id,
        "prediction_id": _storable(feedback.prediction_id),
        "row": feedback.row,
        "thumb": feedback.thumb,
        "comment": _storable(feedback.comment or ""),
        "received_at": received_at,
    }


def _truth(item: _Item, received_at: datetime) -> Truth:
    by_id = item.prediction_id is not None
    truth = _storable(item.truth) if isinstance(item.truth, str) else item.truth
    return Truth(
        reference=_reference(item),
        prediction_id=item.prediction_id,
        row=item.row if by_id else None,
        model_name=None if by_id else item.model,
        client_key=None if by_id else item.key,
        truth=truth,
        observed_at=_utc(item.observed_at or received_at),
        received_at=received_at,
    )


def _reference(item: _Item) -> str:
    if item.prediction_id is not None:
        if len(item.prediction_id) > _LONGEST_ID or "\0" in item.prediction_id:
            raise MalformedOutcome("an outcome's prediction_id is too long or has a NUL")
        return f"id:{item.prediction_id}:{item.row}"
    if item.model is None or item.key is None:
        raise MalformedOutcome("an outcome names neither a prediction_id nor a model and a key")
    too_long = len(item.model) > _LONGEST_MODEL or len(item.key) > _LONGEST_KEY
    if too_long or "\0" in item.model + item.key:
        raise MalformedOutcome("an outcome's model or key is too long or has a NUL")
    return f"key:{item.model}:{item.key}"


def _storable(text: str) -> str:
    """PostgreSQL keeps no NUL."""
    return text.replace("\0", "\ufffd")


def _utc(moment: datetime) -> datetime:
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
