"""Predictions together with the truth about them, in event time: what can be learned from."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal

from sqlalchemy import ColumnElement, and_, exists, select
from sqlalchemy.orm import QueryableAttribute, Session, aliased

from api.core.tables import Outcome, Prediction

TruthClock = Literal["wall", "event"]
"""By which clock a truth has to have arrived.

``wall``: Farol had received it, which is what limits a model that is trained while it serves.
``event``: it had been observed, for a replay, where a year's truth is received in an afternoon.
"""
WINDOW = timedelta(days=1)
"""Of event time that is read, and held in memory, at once."""


@dataclass(frozen=True)
class ServedTruth:
    prediction_id: str
    row: int
    occurred_at: datetime
    client_key: str | None
    inputs: dict[str, Any]
    truth: int | float | str | bool


def served_truths(
    session: Session,
    *,
    model: str,
    since: datetime,
    until: datetime,
    known_at: datetime,
    clock: TruthClock = "wall",
) -> Iterator[list[ServedTruth]]:
    """Rows about a time in [since, until) whose truth had arrived by ``known_at``.

    A list a day of event time that has any, in order of event time, request and row. Whatever the
    version that answered. A truth that was contradicted later counts as what it says now, from
    when that was learned.
    """
    start = since
    while start < until:
        end = min(start + WINDOW, until)
        found = [
            row
            for condition in _matches(model, start, end, known_at, clock)
            for row in _read(session, condition)
        ]
        if found:
            yield sorted(found, key=lambda row: (row.occurred_at, row.prediction_id, row.row))
        start = end


def _read(session: Session, condition: ColumnElement[bool]) -> list[ServedTruth]:
    columns = (
        Prediction.id,
        Prediction.row,
        Prediction.occurred_at,
        Prediction.client_key,
        Prediction.inputs,
        Outcome.truth,
    )
    statement = select(*columns).join(Outcome, condition)
    return [ServedTruth(*row) for row in session.execute(statement)]


def _matches(
    model: str, start: datetime, end: datetime, known_at: datetime, clock: TruthClock
) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    """By the prediction's id, else by the caller's own key: two conditions, each with an index."""
    about = and_(
        Prediction.model_name == model,
        Prediction.occurred_at >= start,
        Prediction.occurred_at < end,
    )
    by_id = and_(Outcome.prediction_id == Prediction.id, Outcome.row == Prediction.row)
    by_key = and_(
        Outcome.model_name == Prediction.model_name,
        Outcome.client_key == Prediction.client_key,
    )
    own = aliased(Outcome)
    has_own = exists().where(
        own.prediction_id == Prediction.id,
        own.row == Prediction.row,
        _arrived(own, clock) <= known_at,
    )
    known = _arrived(Outcome, clock) <= known_at
    return and_(about, by_id, known), and_(about, by_key, known, ~has_own)


def _arrived(outcome: type[Outcome], clock: TruthClock) -> QueryableAttribute[datetime]:
    return outcome.received_at if clock == "wall" else outcome.observed_at
