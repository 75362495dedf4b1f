"""Reading the log by day of event time: which days changed, and what was answered about them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy import String, and_, bindparam, case, cast, func, literal, select, update
from sqlalchemy.orm import Session, aliased

from api.core.predictions.quality import Truth
from api.core.tables import Outcome, Prediction

NOT_LIVE = ("direct", "batch")
"""Variants of rows whose version was asked for by number: nobody's traffic."""
OLDEST_UNMEASURED = timedelta(days=90)
"""A truth whose prediction has not turned up for so long is looked for no more."""


@dataclass(frozen=True, slots=True)
class AnsweredRow:
    version: int
    variant: str
    occurred_at: datetime
    inputs: dict[str, Any]
    output: dict[str, Any]
    truth: Truth | None

    @property
    def is_live(self) -> bool:
        return self.variant not in NOT_LIVE


@dataclass(frozen=True)
class Unmeasured:
    """Truths that no day's quality counts yet."""

    days: frozenset[date]
    """Of the predictions that they are about."""
    references: tuple[tuple[str, datetime], ...]
    """With the moment at which each was received: one that changes meanwhile stays unmeasured."""


def day_of(moment: datetime) -> date:
    return moment.astimezone(UTC).date()


def midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)


def rows_by_day(session: Session, *, model: str, first: date, last: date) -> dict[date, int]:
    """Rows about each day from ``first`` to ``last``, both included; days without any left out."""
    moment = func.date(Prediction.occurred_at)
    if session.get_bind().dialect.name == "postgresql":
        moment = func.date(func.timezone("UTC", Prediction.occurred_at))
    statement = (
        select(moment, func.count())
        .where(
            Prediction.model_name == model,
            Prediction.occurred_at >= midnight(first),
            Prediction.occurred_at < midnight(last + timedelta(days=1)),
        )
        .group_by(moment)
    )
    return {_as_date(day): count for day, count in session.execute(statement)}


def answered_rows(
    session: Session, *, model: str, day: date, chunk_rows: int = 20_000
) -> Iterator[list[AnsweredRow]]:
    """What was answered about a day, with its truth where it has come, a chunk in memory.

    The newest truth, that by prediction id before one by the caller's own key.
    """
    own, keyed = aliased(Outcome), aliased(Outcome)
    by_id = literal("id:") + Prediction.id + ":" + cast(Prediction.row, String)
    by_key = literal("key:") + Prediction.model_name + ":" + Prediction.client_key
    statement = (
        select(
            Prediction.version,
            Prediction.variant,
            Prediction.occurred_at,
            Prediction.inputs,
            Prediction.output,
            case((own.reference.is_not(None), own.truth), else_=keyed.truth),
        )
        .outerjoin(own, own.reference == by_id)
        .outerjoin(keyed, keyed.reference == by_key)
        .where(
            Prediction.model_name == model,
            Prediction.occurred_at >= midnight(day),
            Prediction.occurred_at < midnight(day + timedelta(days=1)),
        )
    )
    with session.execute(statement, execution_options={"yield_per": chunk_rows}) as result:
        for chunk in result.partitions():
            yield [AnsweredRow(*row) for row in chunk]


def unmeasured_truths(session: Session, *, model: str, now: datetime, limit: int) -> Unmeasured:
    """At most ``limit`` truths about rows of the model that no day counts yet, oldest first.

    The unmeasured ones are few and have an index: they are found first, and then their rows.
    """
    truth = (
        select(
            Outcome.reference,
            Outcome.received_at,
            Outcome.prediction_id,
            Outcome.row,
            Outcome.model_name,
            Outcome.client_key,
        )
        .where(~Outcome.is_measured, Outcome.received_at > now - OLDEST_UNMEASURED)
        .cte("unmeasured")
        .prefix_with("MATERIALIZED")
        .c
    )
    same_row = and_(truth.prediction_id == Prediction.id, truth.row == Prediction.row)
    same_key = and_(
        truth.model_name == Prediction.model_name, truth.client_key == Prediction.client_key
    )
    # Bare, SQLite would begin with every row of the model.
    of_model = func.coalesce(Prediction.model_name, "") == model
    days: set[date] = set()
    references: dict[str, datetime] = {}
    for condition in (same_row, same_key):
        statement = (
            select(truth.reference, truth.received_at, Prediction.occurred_at)
            .join(Prediction, condition)
            .where(of_model)
            .order_by(truth.received_at)
            .limit(limit)
        )
        for reference, received_at, occurred_at in session.execute(statement):
            references[reference] = received_at
            days.add(day_of(occurred_at))
    return Unmeasured(frozenset(days), tuple(references.items()))


def mark_measured(session: Session, truths: Unmeasured) -> None:
    """Those that are still as they were read; one that changed meanwhile is left for the next."""
    if not truths.references:
        return
    same = update(Outcome).where(
        Outcome.reference == bindparam("its_reference"),
        Outcome.received_at == bindparam("its_receipt"),
    )
    session.connection().execute(
        same.values(is_measured=True),
        [{"its_reference": one, "its_receipt": at} for one, at in truths.references],
    )


def _as_date(value: date | str) -> date:
    return date.fromisoformat(value) if isinstance(value, str) else value
