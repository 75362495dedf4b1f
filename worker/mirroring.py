"""MLflow's aliases after somebody promoted or rolled back: shown again as the rollouts have it."""

from api.adapters.mlflow_registry import MlflowRegistry
from api.core.models.queries import list_models
from api.core.rollouts.queries import standing
from worker.context import JobContext


def mirror_aliases(context: JobContext) -> None:
    with context.reading() as session:
        standings = [standing(session, model.name) for model in list_models(session)]
    registry = MlflowRegistry(context.settings.mlflow)
    for number, current in enumerate(standings, start=1):
        challenger = max(current.proposed, default=None)
        registry.set_alias(model=current.model, alias="champion", version=current.champion)
        registry.set_alias(model=current.model, alias="challenger", version=challenger)
        context.progress(number / len(standings), f"{current.model}: aliases follow the rollouts")
