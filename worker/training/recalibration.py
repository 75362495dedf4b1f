"""A training run that recalibrates: the same job, register and rollout, without training."""

from dataclasses import dataclass
from typing import Any, ClassVar

import pandas as pd
from sqlalchemy.orm import Session

from api.artifact.sealing import Artifact, open_artifact
from api.core.errors import FarolError, Kind, one_of
from api.core.models.queries import get_version
from api.core.rollouts.queries import champion
from api.core.tables import TrainingRun
from worker.context import JobContext
from worker.gate.training_end import learned_until
from worker.pipelines.parameters import InvalidParameter, midnight, moment, switch, whole
from worker.pipelines.recalibrate import Evidence, Provenance, recalibrate
from worker.pipelines.recalibration_line import TooLittleTruth
from worker.pipelines.recipe import Judging, Parameters
from worker.pipelines.served_frame import served_frame
from worker.pipelines.train import TrainedArtifact
from worker.recipes import catalogue
from worker.training.lineage import code_commit
from worker.training.log import log_of, rfc3339

RECALIBRATE = "recalibrate"
"""Value of the run's parameter ``method``."""
DEFAULTS: Parameters = {
    "method": RECALIBRATE,
    "parent_version": None,
    "fit_from": None,
    "fit_to": None,
    "holdout_to": None,
    "refit": False,
    "known_at": None,
    "truth_clock": "wall",
}
"""Rows about [fit_from, fit_to) are fitted on, [fit_to, holdout_to) judged on: days that begin
at midnight where the recipe says. Without a parent version, the champion is recalibrated."""


class NothingToRecalibrate(FarolError):
    """No version, or not enough truth; the message says which."""

    kind: ClassVar[Kind] = "conflict"


@dataclass(frozen=True)
class PlainJudging:
    """Of a model without a recipe."""

    headline: str = "brier"
    slices: tuple[str, ...] = ()


def recalibrate_served(context: JobContext, run: TrainingRun, session: Session) -> TrainedArtifact:
    """Raises InvalidParameter, NothingToRecalibrate, NotRecalibratable."""
    created_at = rfc3339(run.created_at)
    parameters = _checked(
        {**run.parameters, "known_at": run.parameters.get("known_at") or created_at}
    )
    version = _parent_version(session, run.model_name, parameters)
    digest = get_version(session, run.model_name, version).digest
    parent = open_artifact(context.store.path(digest))
    context.progress(0.1, f"reading the truths about what {run.model_name} served")
    evidence = _evidence(session, run, parent, parameters)
    context.progress(
        0.5, f"fitting on {len(evidence.fitted)} rows, judging on {len(evidence.judged)}"
    )
    judging: Judging = catalogue().get(run.recipe) or PlainJudging()
    provenance = Provenance({**parameters, "parent_version": version}, created_at, code_commit())
    output = context.working_directory() / "artifact"
    made = recalibrate(parent, evidence, judging, provenance, output=output)
    if isinstance(made, TooLittleTruth):
        raise NothingToRecalibrate(f"{run.model_name} cannot be recalibrated yet: {made.reason}")
    return made


def _checked(given: dict[str, Any]) -> Parameters:
    unknown = sorted(set(given) - set(DEFAULTS))
    if unknown:
        valid = one_of(list(DEFAULTS))
        raise InvalidParameter(f"a recalibration has no parameter {', '.join(unknown)}: {valid}")
    return {**DEFAULTS, **given}


def _parent_version(session: Session, model: str, parameters: Parameters) -> int:
    if parameters["parent_version"] is not None:
        return whole(parameters, "parent_version", minimum=1)
    version = champion(session, model)
    if version is None:
        raise NothingToRecalibrate(f"{model} has no version that serves")
    return version


def _evidence(
    session: Session, run: TrainingRun, parent: Artifact, parameters: Parameters
) -> Evidence:
    recipe = catalogue().get(run.recipe)
    zone = recipe.time_zone if recipe else "UTC"
    start, middle, end = (
        midnight(parameters, name, time_zone=zone) for name in ("fit_from", "fit_to", "holdout_to")
    )
    if not start < middle < end:
        raise InvalidParameter("fit_from, fit_to and holdout_to must rise")
    # What a graph was trained on it answers better than what comes.
    unseen = learned_until(parent.manifest, time_zone=zone)
    days = log_of(session, run.model_name, parameters)(
        since=max(start.to_pydatetime(), unseen or start.to_pydatetime()),
        until=end.to_pydatetime(),
        known_at=moment(parameters, "known_at"),
    )
    frame = served_frame(parent.schema, days)
    rows: pd.DataFrame = recipe.from_log(frame) if recipe else frame
    is_early = rows["occurred_at"] < middle
    if is_early.all():
        raise NothingToRecalibrate(
            f"{run.model_name}: no row about {middle:%Y-%m-%d} or later has a truth to judge by"
        )
    early, late = (rows[part].reset_index(drop=True) for part in (is_early, ~is_early))
    return Evidence(early, late, refit=switch(parameters, "refit"))
