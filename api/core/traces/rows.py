"""The rows of one request, each with its truth and with what people thought of it."""

from collections import defaultdict
from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.core.tables import Feedback, Outcome, Prediction
from api.core.traces.types import TracedFeedback, TracedRow, TracedTruth


def traced_rows(session: Session, rows: Sequence[Prediction]) -> tuple[TracedRow, ...]:
    """``rows`` are of one request; at least one."""
    own = _by_id(session, rows[0].id)
    keyed = _by_key(session, rows)
    thumbs = _feedback(session, rows[0].id)
    return tuple(
        TracedRow(
            row=row.row,
            occurred_at=row.occurred_at,
            inputs=row.inputs,
            output=row.output,
            client_key=row.client_key,
            # A truth that names the prediction goes before one that names the caller's key.
            truth=_truth(own.get(row.row) or keyed.get(row.client_key or "")),
            feedback=tuple(thumbs[row.row]),
        )
        for row in rows
    )


def _by_id(session: Session, prediction_id: str) -> dict[int | None, Outcome]:
    statement = select(Outcome).where(Outcome.prediction_id == prediction_id)
    return {outcome.row: outcome for outcome in session.scalars(statement)}


def _by_key(session: Session, rows: Sequence[Prediction]) -> dict[str | None, Outcome]:
    keys = [row.client_key for row in rows if row.client_key is not None]
    if not keys:
        return {}
    statement = select(Outcome).where(
        Outcome.model_name == rows[0].model_name, Outcome.client_key.in_(keys)
    )
    return {outcome.client_key: outcome for outcome in session.scalars(statement)}


def _feedback(session: Session, prediction_id: str) -> dict[int, list[TracedFeedback]]:
    found: dict[int, list[TracedFeedback]] = defaultdict(list)
    statement = select(Feedback).where(Feedback.prediction_id == prediction_id)
    for given in session.scalars(statement.order_by(Feedback.id)):
        found[given.row].append(TracedFeedback(given.thumb, given.comment, given.received_at))
    return found


def _truth(outcome: Outcome | None) -> TracedTruth | None:
    if outcome is None:
        return None
    return TracedTruth(outcome.truth, outcome.observed_at, outcome.received_at, outcome.changes)
