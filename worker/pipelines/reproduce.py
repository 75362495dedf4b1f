"""Train a version again from its recorded parameters, to see whether its figures come back."""

from pathlib import Path

from api.artifact.documents import Metric
from worker.pipelines.parameters import with_defaults
from worker.pipelines.recipe import Parameters, Progress, Recipe
from worker.pipelines.served import ServedRowsUnsuitable
from worker.pipelines.train import fit_and_judge


def _silent(_share: float, _line: str) -> None:
    """Progress that nobody watches."""


def reproduce(
    recipe: Recipe, parameters: Parameters, packages: Path, progress: Progress = _silent
) -> list[Metric]:
    """The hold-out metrics of a fresh training with ``parameters`` (a manifest's).

    Raises ServedRowsUnsuitable for a version made from served rows, which are not in the archives.
    """
    if "parent_digest" in parameters:
        raise ServedRowsUnsuitable(
            f"this version of {recipe.name} is a recalibration on rows that were served; "
            f"reproduce the version it was made from, {parameters['parent_digest']}"
        )
    chosen = with_defaults(recipe, parameters)
    judged = fit_and_judge(recipe, chosen, packages=packages, progress=progress)
    return list(judged.evaluation.metrics)
