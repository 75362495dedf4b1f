"""Store outcomes and feedback: late, repeated, contradicting, about nothing known: all are kept."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.core.insertion import insert_if_absent
from api.core.outcomes.records import Truth
from api.core.outcomes.rules import stands
from api.core.tables import Feedback, Outcome

_ROWS_A_STATEMENT = 500


def store(session: Session, *, truths: Sequence[Truth]) -> None:
    """Store truths in the order they were received in; see ``rules`` for which stands."""
    for start in range(0, len(truths), _ROWS_A_STATEMENT):
        _store(session, truths[start : start + _ROWS_A_STATEMENT])


def store_feedback(session: Session, *, rows: Sequence[dict[str, Any]]) -> None:
    """Store each event once."""
    if rows:
        insert_if_absent(session, Feedback, rows)


def _store(session: Session, truths: Sequence[Truth]) -> None:
    first = {truth.reference: truth for truth in reversed(truths)}
    # In the order of their keys, so that two shippers cannot wait for each other.
    ordered = [first[reference] for reference in sorted(first)]
    insert_if_absent(session, Outcome, [{**vars(truth), "changes": 0} for truth in ordered])
    statement = select(Outcome).where(Outcome.reference.in_(list(first)))
    locked = statement.order_by(Outcome.reference).with_for_update()
    stored = {
        outcome.reference: outcome
        for outcome in session.scalars(locked.execution_options(populate_existing=True))
    }
    for truth in truths:
        _apply(stored[truth.reference], truth)
    session.flush()


def _apply(outcome: Outcome, truth: Truth) -> None:
    if not stands(old_observed_at=outcome.observed_at, new_observed_at=truth.observed_at):
        return
    if outcome.truth != truth.truth:
        outcome.truth = truth.truth
        outcome.changes += 1
        outcome.is_measured = False
    outcome.observed_at = truth.observed_at
    outcome.received_at = truth.received_at
