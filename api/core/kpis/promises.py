"""What was promised of each model's champion: the figure of its sealed evaluation."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from api.artifact.documents import Evaluation, Metric
from api.core.checks.quality import PROMISES
from api.core.kpis.types import Measure
from api.core.models.queries import REPLAY
from api.core.policies.queries import policy_of
from api.core.policies.types import DEFAULT, Policy
from api.core.rollouts.types import CHAMPION_STAGES
from api.core.tables import Model, ModelVersion, PolicyVersion, Rollout

_TITLES = {
    "brier": {"en": "Brier score", "pt-BR": "Pontuação de Brier"},
    "accuracy": {"en": "Accuracy", "pt-BR": "Acurácia"},
    "mae": {"en": "Mean absolute error", "pt-BR": "Erro absoluto médio"},
}
"""For a version that was registered without an evaluation."""


@dataclass(frozen=True)
class Promise:
    task: str
    measure: Measure
    value: float | None
    """Of the evaluation; None where the version has none."""
    policy: Policy

    def of_loss(self, loss: float) -> float:
        """The measure that a mean loss stands for; the same again for the way back."""
        return 1.0 - loss if self.task == "multiclass" else loss


def promises(session: Session, model: str | None) -> dict[str, Promise]:
    """By model; those whose task is judged by a loss."""
    statement = (
        select(Model.name, Model.task, ModelVersion.evaluation)
        .outerjoin(
            Rollout,
            (Rollout.model_name == Model.name)
            & Rollout.stage.in_([stage.value for stage in CHAMPION_STAGES]),
        )
        .outerjoin(
            ModelVersion,
            (ModelVersion.model_name == Model.name) & (ModelVersion.version == Rollout.version),
        )
        .order_by(Model.name)
    )
    asked_for = Model.origin != REPLAY if model is None else Model.name == model
    statement = statement.where(asked_for)
    policies = _policies(session)
    return {
        name: _promise(task, evaluation, policies.get(name, DEFAULT))
        for name, task, evaluation in session.execute(statement)
        if task in PROMISES
    }


def _promise(task: str, evaluation: Mapping[str, Any] | None, policy: Policy) -> Promise:
    name = PROMISES[task]
    metric = _metric(evaluation, name)
    return Promise(
        task=task,
        measure=Measure(
            name=name,
            title=metric.title if metric else _TITLES[name],
            unit=metric.unit if metric else "",
            better="higher" if task == "multiclass" else "lower",
        ),
        value=metric.value if metric else None,
        policy=policy,
    )


def _metric(evaluation: Mapping[str, Any] | None, name: str) -> Metric | None:
    if not evaluation:
        return None
    metrics: Sequence[Metric] = msgspec.convert(evaluation, Evaluation).metrics
    return next((metric for metric in metrics if metric.name == name), None)


def _policies(session: Session) -> dict[str, Policy]:
    """The newest of every model that has one."""
    newest = (
        select(PolicyVersion.model_name, func.max(PolicyVersion.number).label("number"))
        .group_by(PolicyVersion.model_name)
        .subquery()
    )
    statement = select(PolicyVersion).join(
        newest,
        (PolicyVersion.model_name == newest.c.model_name)
        & (PolicyVersion.number == newest.c.number),
    )
    return {row.model_name: policy_of(row) for row in session.scalars(statement)}
