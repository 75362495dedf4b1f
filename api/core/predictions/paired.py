"""The rows that two versions both scored, with the truth where it has come."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, String, and_, case, cast, func, literal, or_, select
from sqlalchemy.orm import Session, aliased

from api.core.predictions.quality import Truth
from api.core.tables import Outcome, Prediction, ShadowPrediction

NOT_LIVE = ("direct", "batch")
"""Variants of rows whose version was asked for by number: shadows never see them."""


@dataclass(frozen=True, slots=True)
class PairedRow:
    occurred_at: datetime
    prediction_id: str
    row: int
    """Number of the row in its request."""
    output_a: dict[str, Any]
    output_b: dict[str, Any]
    truth: Truth | None
    """The newest one, that by prediction id before one by the caller's key; None so far."""
    inputs: dict[str, Any]


@dataclass(frozen=True, slots=True)
class PairedCounts:
    """Rows of a model's live traffic in a window of event time."""

    live_rows: int
    paired_rows: int
    """Both versions answered."""
    paired_rows_with_truth: int
    failed_rows: int
    """One of the two was given the row and gave no answer."""

    @property
    def missing_rows(self) -> int:
        """Rows that one of the two was never given: dropped, lost with a killed process, not yet
        shipped, or answered while it was no shadow."""
        return self.live_rows - self.paired_rows - self.failed_rows

    @property
    def missing_share(self) -> float | None:
        """Of the live rows, 0–1; None where there are none."""
        return self.missing_rows / self.live_rows if self.live_rows else None


def paired_rows(
    session: Session,
    *,
    model: str,
    version_a: int,
    version_b: int,
    window_start: datetime,
    window_end: datetime,
    only_with_truth: bool = False,
    chunk_rows: int = 2_000,
) -> Iterator[list[PairedRow]]:
    """The rows of [window_start, window_end) by event time, then id and row, in chunks.

    Each of the two may have answered a row live or as a shadow, of the other or of a third. The
    result is streamed: never more than a chunk is in memory. A transaction must stay open
    meanwhile; truth that comes later is found by asking again.
    """
    pair = Pair(model, version_a, version_b)
    statement = pair.join(
        select(
            Prediction.occurred_at,
            Prediction.id,
            Prediction.row,
            pair.output(version_a, pair.shadow_a),
            pair.output(version_b, pair.shadow_b),
            pair.truth,
            Prediction.inputs,
        )
    ).where(pair.in_window(window_start, window_end), pair.both_answered)
    if only_with_truth:
        statement = statement.where(pair.has_truth)
    ordered = statement.order_by(Prediction.occurred_at, Prediction.id, Prediction.row)
    with session.execute(ordered, execution_options={"yield_per": chunk_rows}) as result:
        for chunk in result.partitions():
            yield [PairedRow(*row) for row in chunk]


def paired_counts(
    session: Session,
    *,
    model: str,
    version_a: int,
    version_b: int,
    window_start: datetime,
    window_end: datetime,
) -> PairedCounts:
    """How much of [window_start, window_end) by event time a comparison of the two covers."""
    pair = Pair(model, version_a, version_b)
    statement = pair.join(
        select(
            func.count(),
            func.count().filter(pair.both_answered),
            func.count().filter(and_(pair.both_answered, pair.has_truth)),
            func.count().filter(pair.either_failed),
        ).select_from(Prediction)
    ).where(pair.in_window(window_start, window_end), Prediction.variant.not_in(NOT_LIVE))
    return PairedCounts(*session.execute(statement).one())


class Pair:
    """Live rows beside what two versions gave for them as shadows, and their truths.

    Ordered by the live rows' own index; all the others are found by their primary keys.
    """

    def __init__(self, model: str, version_a: int, version_b: int) -> None:
        self._model = model
        self._versions = (version_a, version_b)
        self.shadow_a = aliased(ShadowPrediction)
        self.shadow_b = aliased(ShadowPrediction)
        self._own = aliased(Outcome)
        self._keyed = aliased(Outcome)
        self.both_answered = and_(
            _answered(version_a, self.shadow_a), _answered(version_b, self.shadow_b)
        )
        self.either_failed = or_(self.shadow_a.error.is_not(None), self.shadow_b.error.is_not(None))
        self.has_truth = or_(self._own.reference.is_not(None), self._keyed.reference.is_not(None))
        self.truth = case(
            (self._own.reference.is_not(None), self._own.truth), else_=self._keyed.truth
        )

    def output(self, version: int, shadow: type[ShadowPrediction]) -> ColumnElement[Any]:
        return case((Prediction.version == version, Prediction.output), else_=shadow.output)

    def in_window(self, start: datetime, end: datetime) -> ColumnElement[bool]:
        return and_(
            Prediction.model_name == self._model,
            Prediction.occurred_at >= start,
            Prediction.occurred_at < end,
        )

    def join(self, statement: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
        version_a, version_b = self._versions
        by_id = literal("id:") + Prediction.id + ":" + cast(Prediction.row, String)
        by_key = literal("key:") + Prediction.model_name + ":" + Prediction.client_key
        return (
            statement.outerjoin(self.shadow_a, _same_row(self.shadow_a, version_a))
            .outerjoin(self.shadow_b, _same_row(self.shadow_b, version_b))
            .outerjoin(self._own, self._own.reference == by_id)
            .outerjoin(self._keyed, self._keyed.reference == by_key)
        )


def _same_row(shadow: type[ShadowPrediction], version: int) -> ColumnElement[bool]:
    return and_(
        shadow.id == Prediction.id,
        shadow.row == Prediction.row,
        shadow.version == version,
        shadow.occurred_at == Prediction.occurred_at,
    )


def _answered(version: int, shadow: type[ShadowPrediction]) -> ColumnElement[bool]:
    as_shadow = and_(shadow.id.is_not(None), shadow.error.is_(None))
    return or_(Prediction.version == version, as_shadow)
