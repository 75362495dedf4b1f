"""The log of an experiment, as it is read for a look."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import (
    ColumnElement,
    String,
    and_,
    case,
    cast,
    func,
    literal,
    null,
    or_,
    select,
)
from sqlalchemy.orm import Session, aliased

from api.core.experiments.measures import NEEDS_TRUTH, LoggedRow
from api.core.experiments.traffic import allocated, variant_prefix
from api.core.experiments.types import Measure
from api.core.tables import Feedback, Outcome, Prediction, ServingRollup

CHUNK_ROWS = 2_000
_NOT_ALLOCATED = ("direct", "batch")
"""Variants of rows whose version was asked for by number."""


@dataclass(frozen=True)
class Window:
    """Of event time: the past is [past_start, start), the experiment [start, end)."""

    past_start: datetime
    start: datetime
    end: datetime


def logged_rows(
    session: Session,
    *,
    model: str,
    experiment_id: int,
    window: Window,
    measures: Collection[Measure],
) -> Iterator[LoggedRow]:
    """The experiment's rows, and before it those of named subjects, in order of unit and serving.

    Streamed: never more than a chunk is in memory, for which the database sorts. A transaction must
    stay open meanwhile. The newest truth counts, that by prediction id before one by the caller's
    key, and the newest thumb.
    """
    own, keyed, thumb = aliased(Outcome), aliased(Outcome), aliased(Feedback)
    needs_truth = not NEEDS_TRUTH.isdisjoint(measures)
    unit = func.coalesce(Prediction.subject, Prediction.id)
    truth = case((own.reference.is_not(None), own.truth), else_=keyed.truth)
    in_experiment = and_(
        Prediction.occurred_at >= window.start,
        Prediction.variant.startswith(variant_prefix(experiment_id), autoescape=True),
    )
    statement = select(
        unit,
        Prediction.variant,
        in_experiment,
        Prediction.latency_seconds,
        Prediction.output if needs_truth else null(),
        truth if needs_truth else null(),
        thumb.thumb if "feedback" in measures else null(),
    ).where(
        Prediction.model_name == model,
        Prediction.occurred_at >= window.past_start,
        Prediction.occurred_at < window.end,
        or_(in_experiment, _past(window)),
    )
    if needs_truth:
        by_id = literal("id:") + Prediction.id + ":" + cast(Prediction.row, String)
        by_key = literal("key:") + Prediction.model_name + ":" + Prediction.client_key
        statement = statement.outerjoin(own, own.reference == by_id)
        statement = statement.outerjoin(keyed, keyed.reference == by_key)
    if "feedback" in measures:
        statement = statement.outerjoin(thumb, _newest_thumb(thumb))
    ordered = statement.order_by(unit, Prediction.served_at, Prediction.id, Prediction.row)
    with session.execute(ordered, execution_options={"yield_per": CHUNK_ROWS}) as result:
        for chunk in result.partitions():
            for row in chunk:
                yield LoggedRow(row[0], row[1], bool(row[2]), *row[3:])


def failed_requests(
    session: Session, *, model: str, experiment_id: int, versions: Collection[int]
) -> dict[tuple[int, str], tuple[int, int]]:
    """(requests that the version failed to answer, requests) by allocation and arm."""
    statement = (
        select(
            ServingRollup.variant,
            func.sum(ServingRollup.server_errors),
            func.sum(ServingRollup.requests),
        )
        .where(
            ServingRollup.model_name == model,
            ServingRollup.version.in_(list(versions)),
            ServingRollup.variant.startswith(variant_prefix(experiment_id), autoescape=True),
        )
        .group_by(ServingRollup.variant)
    )
    return {
        allocated(variant): (int(failed), int(requests))
        for variant, failed, requests in session.execute(statement)
    }


def _past(window: Window) -> ColumnElement[bool]:
    return and_(
        Prediction.occurred_at < window.start,
        Prediction.subject.is_not(None),
        Prediction.variant.not_in(_NOT_ALLOCATED),
    )


def _newest_thumb(thumb: type[Feedback]) -> ColumnElement[bool]:
    newest = (
        select(func.max(Feedback.id))
        .where(Feedback.prediction_id == Prediction.id, Feedback.row == Prediction.row)
        .correlate(Prediction)
        .scalar_subquery()
    )
    return thumb.id == newest
