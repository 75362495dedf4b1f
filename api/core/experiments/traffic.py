"""Which arm answers whom: the running experiments as the serving snapshot carries them.

A variant's name, ``exp-<experiment>.<allocation>:<arm>``, says under which shares its subject was
allocated: so the propensity of every logged prediction is known exactly, however long a serving
process took to hear of new shares.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import msgspec
from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from api.artifact.snapshot import Variant
from api.core.experiments.types import Plan, Status
from api.core.tables import Experiment, ExperimentAllocation


@dataclass(frozen=True)
class Split:
    """How one experiment divides a model's subjects."""

    name: str
    """Of the experiment."""
    salt: str
    variants: tuple[Variant, ...]


def salt_of(experiment_id: int) -> str:
    """No model can be called so: a subject's place here says nothing of its place elsewhere."""
    return f"experiment:{experiment_id}"


def variant_prefix(experiment_id: int) -> str:
    """How the variants of this experiment, and of no other, begin."""
    return f"exp-{experiment_id}."


def variant_name(experiment_id: int, allocation: int, arm: str) -> str:
    return f"{variant_prefix(experiment_id)}{allocation}:{arm}"


def allocated(variant: str) -> tuple[int, str]:
    """(number of the allocation, arm) of a variant's name."""
    numbers, _, arm = variant.partition(":")
    return int(numbers.rpartition(".")[2]), arm


def split_of(
    experiment_id: int, name: str, plan: Plan, allocation: int, shares: Mapping[str, float]
) -> Split:
    """In the order of the plan's arms: when shares change, only subjects at the borders move."""
    variants = tuple(
        Variant(
            name=variant_name(experiment_id, allocation, arm.name),
            version=arm.version,
            weight=shares[arm.name],
            counted_as=f"exp-{experiment_id}:{arm.name}",
        )
        for arm in plan.arms
    )
    return Split(name, salt_of(experiment_id), variants)


def running_splits(session: Session, model: str | None = None) -> dict[str, Split]:
    """By model, of every experiment that runs, or of one model's."""
    any_of_it = aliased(ExperimentAllocation)
    newest = (
        select(func.max(any_of_it.number))
        .where(any_of_it.experiment_id == Experiment.id)
        .scalar_subquery()
    )
    statement = (
        select(
            Experiment.model_name,
            Experiment.id,
            Experiment.name,
            Experiment.plan,
            ExperimentAllocation.number,
            ExperimentAllocation.shares,
        )
        .join(ExperimentAllocation, ExperimentAllocation.experiment_id == Experiment.id)
        .where(
            Experiment.status == Status.RUNNING.value,
            ExperimentAllocation.number == newest,
        )
    )
    if model is not None:
        statement = statement.where(Experiment.model_name == model)
    return {
        row.model_name: split_of(
            row.id, row.name, msgspec.convert(row.plan, Plan), row.number, row.shares
        )
        for row in session.execute(statement)
    }
