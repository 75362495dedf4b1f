"""Truth and opinions that come back: checked here, kept in the spool like predictions."""

from datetime import datetime
from typing import Annotated, Literal, TypeVar

import msgspec
from msgspec import Meta

from api.serving.errors import BrokenRequest, RowError, RowsRefused
from api.serving.json_values import parse
from api.serving.msgspec_faults import row_error
from api.serving.row_types import MAX_KEY_LENGTH

MAX_OUTCOMES = 10_000
"""Of one request: about a megabyte, stored in one transaction."""
MAX_COMMENT_LENGTH = 2_000
_MAX_ROW = 2**31 - 1
_MAX_NUMBER = 1e300

PredictionId = Annotated[str, Meta(pattern=r"^[A-Za-z0-9_-]{1,40}$")]
RowNumber = Annotated[int, Meta(ge=0, le=_MAX_ROW)]
Truth = (
    Annotated[int, Meta(ge=-(2**53), le=2**53)]
    | Annotated[float, Meta(ge=-_MAX_NUMBER, le=_MAX_NUMBER)]
    | Annotated[str, Meta(min_length=1, max_length=MAX_KEY_LENGTH)]
)


class Outcome(msgspec.Struct, forbid_unknown_fields=True, frozen=True, kw_only=True):
    """By prediction id and row, or by the caller's own key within a model."""

    truth: Truth
    prediction_id: PredictionId | None = None
    row: RowNumber = 0
    model: Annotated[str, Meta(min_length=1, max_length=64)] | None = None
    key: Annotated[str, Meta(min_length=1, max_length=MAX_KEY_LENGTH)] | None = None
    observed_at: Annotated[datetime, Meta(tz=True)] | None = None


class Outcomes(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    outcomes: Annotated[list[Outcome], Meta(min_length=1, max_length=MAX_OUTCOMES)]


class Feedback(msgspec.Struct, forbid_unknown_fields=True, frozen=True, kw_only=True):
    prediction_id: PredictionId
    thumb: Literal["up", "down"]
    row: RowNumber = 0
    comment: Annotated[str, Meta(max_length=MAX_COMMENT_LENGTH)] | None = None


T = TypeVar("T")
_outcomes_decoder = msgspec.json.Decoder(Outcomes)
_feedback_decoder = msgspec.json.Decoder(Feedback)


def check_outcomes(body: bytes, models: frozenset[str]) -> int:
    """How many outcomes it holds. Raises BrokenRequest, RowsRefused.

    A model's name is checked, because a truth under a misspelt name would never meet a prediction.
    """
    outcomes = _decoded(_outcomes_decoder, body).outcomes
    errors = [
        error
        for number, outcome in enumerate(outcomes)
        if (error := _reference_fault(outcome, number, models)) is not None
    ]
    if errors:
        raise RowsRefused(errors)
    return len(outcomes)


def check_feedback(body: bytes) -> None:
    """Raises BrokenRequest, RowsRefused."""
    _decoded(_feedback_decoder, body, thumb="up or down")


def _decoded(decoder: msgspec.json.Decoder[T], body: bytes, **expectations: str) -> T:
    try:
        value = decoder.decode(body)
    except msgspec.ValidationError as error:
        raise RowsRefused([row_error(error, **expectations)]) from error
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        # The slow parser says where; what only the fast one refuses is said in its own words.
        parse(body)
        raise BrokenRequest(f"The body is not JSON: {str(error)[:200]}.") from error
    if b"\\u0000" in body:
        raise RowsRefused([RowError("body", "texts without NUL characters", "a NUL character")])
    return value


def _reference_fault(outcome: Outcome, number: int, models: frozenset[str]) -> RowError | None:
    by_key = outcome.model is not None or outcome.key is not None
    if outcome.prediction_id is not None and not by_key:
        return None
    if outcome.prediction_id is None and outcome.model is not None and outcome.key is not None:
        if outcome.model in models:
            return None
        listed = ", ".join(sorted(models))[:300]
        return RowError("model", f"one of {listed}", f"{outcome.model!r}", number)
    return RowError(
        "prediction_id", "either a prediction_id, or a model and a key", "neither or both", number
    )
