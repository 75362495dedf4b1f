"""MLflow's registry after somebody promoted or rolled back: it shows again what the rollouts say.

A version that MLflow had not heard of, because it was away when it was registered, is told first.
"""

from sqlalchemy.orm import Session

from api.adapters.mlflow_registry import MlflowRegistry
from api.core.models.queries import get_version, list_models
from api.core.ports import Alias
from api.core.rollouts.queries import standing
from api.core.tables import ModelVersion
from worker.context import JobContext

Aliases = dict[Alias, ModelVersion | None]


def mirror_aliases(context: JobContext) -> None:
    with context.reading() as session:
        models = {model.name: _aliases(session, model.name) for model in list_models(session)}
    registry = MlflowRegistry(context.settings.mlflow)
    for number, (model, aliases) in enumerate(models.items(), start=1):
        for alias, version in aliases.items():
            _mirror(context, registry, model, alias, version)
        context.progress(number / len(models), f"{model}: MLflow follows the rollouts")


def _aliases(session: Session, model: str) -> Aliases:
    """Nothing for a model that has never served: MLflow need not know it."""
    current = standing(session, model)
    if current.champion is None:
        return {}
    newest = current.under_way or max(current.proposed, default=None)
    return {
        "champion": get_version(session, model, current.champion),
        "challenger": None if newest is None else get_version(session, model, newest),
    }


def _mirror(
    context: JobContext,
    registry: MlflowRegistry,
    model: str,
    alias: Alias,
    version: ModelVersion | None,
) -> None:
    if version is not None:
        registry.register(
            model=model,
            digest=version.digest,
            run_id=version.mlflow_run_id,
            version=version.version,
            artifact_dir=context.store.path(version.digest),
        )
    number = None if version is None else version.version
    registry.set_alias(model=model, alias=alias, version=number)
