"""Experiments as the API shows them, and as it takes them."""

from collections.abc import Mapping
from typing import Any

import msgspec
from sqlalchemy.orm import Session

from api.core.experiments import queries
from api.core.experiments.ending import plan_of
from api.core.experiments.results import Result
from api.core.experiments.types import Plan
from api.core.models.queries import get_model
from api.core.tables import Experiment, ExperimentLook
from api.http.schemas import experiments as schemas

_OWN = frozenset({"model", "learnt"})


def experiment_list(
    session: Session, model: str, *, search: str, before: int | None, limit: int
) -> schemas.ExperimentList:
    """A few queries, however many there are. Raises ModelAbsent."""
    get_model(session, model)
    found = queries.experiments_page(session, model, search=search, before=before, limit=limit)
    newest = queries.newest_looks(session, [row.id for row in found.rows])
    return schemas.ExperimentList(
        model=model,
        running=queries.running_on(session, model),
        experiments=[
            schemas.ExperimentSummary(**_summary(row, newest.get(row.id))) for row in found.rows
        ],
        next_before=found.next_before,
    )


def experiment_detail(session: Session, experiment: Experiment) -> schemas.ExperimentDetail:
    looks = queries.looks(session, experiment.id)
    newest = looks[0] if looks else None
    return schemas.ExperimentDetail(
        **_summary(experiment, newest),
        plan=schemas.ExperimentPlan.model_validate(plan_of(experiment)),
        result=None if newest is None else _result(newest.result),
        looked_at=None if newest is None else newest.at,
        looks=[_look(look) for look in looks],
        allocations=[
            schemas.ExperimentAllocation.model_validate(row)
            for row in queries.allocations(session, experiment.id)
        ],
    )


def core_plan(given: schemas.ExperimentPlan) -> Plan:
    return msgspec.convert(given.model_dump(), Plan)


def _summary(row: Experiment, newest: ExperimentLook | None) -> dict[str, Any]:
    named = schemas.ExperimentSummary.model_fields.keys() - _OWN
    learnt = None if newest is None else newest.result["sentences"]
    return {name: getattr(row, name) for name in named} | {
        "model": row.model_name,
        "learnt": learnt,
    }


def _result(stored: Mapping[str, Any]) -> schemas.ExperimentResult:
    return schemas.ExperimentResult.model_validate(msgspec.convert(stored, Result))


def _look(look: ExperimentLook) -> schemas.ExperimentLook:
    found = msgspec.convert(look.result, Result)
    return schemas.ExperimentLook(
        at=look.at,
        decision=look.decision,
        subjects=found.subjects,
        sentences=found.sentences,
        effects={
            arm.name: schemas.Effect.model_validate(arm.effect) for arm in found.arms if arm.effect
        },
    )
