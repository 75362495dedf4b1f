"""Rollouts as the API shows them, each with its steps."""

from collections.abc import Collection, Sequence

from sqlalchemy.orm import Session

from api.core.models.queries import get_model
from api.core.rollouts import queries
from api.core.tables import Rollout, RolloutTransition
from api.http.schemas import rollouts as schemas


def rollout_list(
    session: Session, model: str, *, versions: Collection[int], before: int | None, limit: int
) -> schemas.RolloutList:
    """Two queries, however many there are. Raises ModelAbsent."""
    get_model(session, model)
    standing = queries.standing(session, model)
    found = queries.history_page(session, model, versions=versions, before=before, limit=limit)
    steps = queries.transitions(session, [row.id for row in found.rows])
    return schemas.RolloutList(
        model=model,
        champion=standing.champion,
        under_way=standing.under_way,
        rollouts=[_detail(row, steps[row.id]) for row in found.rows],
        next_before=found.next_before,
    )


def rollout_detail(session: Session, rollout: Rollout) -> schemas.RolloutDetail:
    return _detail(rollout, queries.transitions(session, [rollout.id])[rollout.id])


def _detail(rollout: Rollout, steps: Sequence[RolloutTransition]) -> schemas.RolloutDetail:
    shown = schemas.Rollout.model_validate(rollout).model_dump()
    listed = [schemas.RolloutTransition.model_validate(step) for step in steps]
    return schemas.RolloutDetail.model_validate({**shown, "transitions": listed})
