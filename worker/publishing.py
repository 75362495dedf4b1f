"""From a sealed artifact to a registered version, with its first step towards users."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from api.artifact.sealing import Artifact
from api.artifact.snapshot import Execution
from api.core.models.operations import register_version
from api.core.ports import Alias
from api.core.rollouts import operations, queries
from worker.context import JobContext


@dataclass(frozen=True)
class Origin:
    """Who asked for a version, why, and what is known of its making."""

    actor: str
    reason: str
    training_run_id: int | None = None
    mlflow_run_id: str | None = None
    recipe: str | None = None


@dataclass(frozen=True)
class Published:
    version: int
    alias: Alias
    """What it became: the model's first version serves at once, a later one is proposed."""

    def sentence(self, model: str) -> str:
        what = "serves" if self.alias == "champion" else "is registered and proposed"
        return f"{model} version {self.version} {what}"


def publish(
    session: Session, context: JobContext, artifact: Artifact, execution: Execution, origin: Origin
) -> Published:
    """Register, then promote or propose, in the caller's fenced transaction.

    Idempotent by digest: repeated after a kill it returns what was done before.
    """
    model, now = artifact.manifest.model, context.now()
    version = register_version(
        session,
        artifact=artifact,
        execution=execution,
        created_by=origin.actor,
        now=now,
        training_run_id=origin.training_run_id,
        mlflow_run_id=origin.mlflow_run_id,
        recipe=origin.recipe,
    ).version
    if not any(rollout.version == version for rollout in queries.history(session, model)):
        step = operations.propose if queries.champion(session, model) else operations.promote
        step(
            session,
            model=model,
            version=version,
            actor=origin.actor,
            reason=origin.reason,
            now=now,
        )
        operations.ask_to_advance(session, model=model, actor=origin.actor, now=now)
    is_champion = queries.champion(session, model) == version
    return Published(version, "champion" if is_champion else "challenger")
