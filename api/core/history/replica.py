"""The model that bears a replay's rows: the base model's, with the version that answers."""

from datetime import datetime

from sqlalchemy import inspect, select
from sqlalchemy.orm import Session

from api.core.history.types import TITLE_ENDINGS
from api.core.models.queries import REPLAY, get_model, get_version
from api.core.rollouts.rules import Step
from api.core.rollouts.types import Stage
from api.core.tables import History, Model, ModelVersion, Rollout, RolloutTransition

_OWN = frozenset({"id", "model_name", "training_run_id", "mlflow_run_id", "created_at"})


def make(session: Session, history: History) -> None:
    """Idempotent. Of origin ``replay`` from its first moment: the data plane never hears of it."""
    if session.get(Model, history.model_name) is not None:
        return
    base = get_model(session, history.base_model)
    session.add(
        Model(
            name=history.model_name,
            task=base.task,
            title=_ended(base.title),
            summary=base.summary,
            recipe=base.recipe,
            origin=REPLAY,
            cache_responses=False,
            clock_at=history.starts_at,
            created_at=history.starts_at,
        )
    )
    session.flush()
    session.add(_version(session, history))
    _let_answer(session, history)


def _ended(title: dict[str, str]) -> dict[str, str]:
    return {
        language: text + TITLE_ENDINGS.get(language, TITLE_ENDINGS["en"])
        for language, text in title.items()
    }


def _version(session: Session, history: History) -> ModelVersion:
    base = get_version(session, history.base_model, history.base_version)
    columns = {column.key for column in inspect(ModelVersion).column_attrs} - _OWN
    return ModelVersion(
        model_name=history.model_name,
        created_at=history.starts_at,
        **{name: getattr(base, name) for name in columns},
    )


def _let_answer(session: Session, history: History) -> None:
    """Settled from the beginning, as the champion that the pages ask for."""
    at = history.starts_at
    reason = f"A replay: version {history.base_version} of {history.base_model} answers."
    rollout = Rollout(
        model_name=history.model_name,
        version=history.base_version,
        stage=Stage.SETTLED.value,
        weight=1.0,
        reason=reason,
        revision=1,
        stage_since=at,
        held_seconds=0.0,
        approved=False,
        created_at=at,
        updated_at=at,
    )
    session.add(rollout)
    session.flush()
    session.add(_promotion(rollout, reason, at))
    session.flush()


def _promotion(rollout: Rollout, reason: str, at: datetime) -> RolloutTransition:
    return RolloutTransition(
        rollout_id=rollout.id,
        model_name=rollout.model_name,
        version=rollout.version,
        revision=rollout.revision,
        at=at,
        step=Step.PROMOTE.value,
        from_stage=Stage.PROPOSED.value,
        to_stage=rollout.stage,
        weight=rollout.weight,
        actor=f"replay:{rollout.model_name}",
        reason=reason,
    )


def is_made(session: Session, history: History) -> bool:
    return session.scalar(select(Model.name).where(Model.name == history.model_name)) is not None
