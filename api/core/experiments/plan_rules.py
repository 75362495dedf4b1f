"""Whether a plan makes sense, and if not, why: everything wrong with it in sentences. Pure."""

import math
import re
from collections.abc import Iterator, Mapping
from itertools import groupby
from typing import ClassVar

from api.artifact.schema import Field, Schema, Task
from api.core.errors import FarolError, Kind
from api.core.experiments.types import Measure, Plan


class PlanRefused(FarolError):
    """The plan contradicts itself or the model; the message says all of how."""

    kind: ClassVar[Kind] = "invalid"


ARM_NAME = r"^[a-z0-9][a-z0-9-]{0,11}$"
"""Twelve characters: with both numbers beside it, it must fit the column of the variant."""
MAX_ARMS = 8
MIN_SHARE = 0.01
MAX_DAYS = 366.0
MAX_SUBJECTS = 100_000_000
_JUDGED: frozenset[Task] = frozenset({"binary", "multiclass", "regression"})
"""Tasks whose answers have a loss."""
_OF_ANY_TASK: tuple[Measure, ...] = ("feedback", "latency", "errors")


def require_consistent(plan: Plan, schemas: Mapping[int, Schema]) -> None:
    """``schemas`` of every version that an arm names. Raises PlanRefused."""
    found = contradictions(plan, schemas)
    if found:
        raise PlanRefused(" ".join(found))


def contradictions(plan: Plan, schemas: Mapping[int, Schema]) -> tuple[str, ...]:
    """Whole sentences; () for a plan that can be carried out."""
    checks = (_arms, _numbers, _goal, _guardrails, _thompson)
    found = [sentence for check in checks for sentence in check(plan)]
    return (*found, *_same_inputs(plan, schemas), *_fits_task(plan, schemas))


def _arms(plan: Plan) -> Iterator[str]:
    names = [arm.name for arm in plan.arms]
    if not 2 <= len(names) <= MAX_ARMS:
        yield f"An experiment has 2 to {MAX_ARMS} arms, not {len(names)}."
    for name, same in groupby(sorted(names)):
        if not re.match(ARM_NAME, name):
            yield f"The arm {name!r} is not named by 1 to 12 of a–z, 0–9 and hyphens."
        if len(list(same)) > 1:
            yield f"Two arms are called {name!r}."
    if plan.control not in names:
        yield f"The control {plan.control!r} is none of the arms {', '.join(names)}."
    for arm in plan.arms:
        if not MIN_SHARE <= arm.share < 1:
            yield f"The share of {arm.name}, {arm.share:g}, is not from {MIN_SHARE:g} to below 1."
    total = math.fsum(arm.share for arm in plan.arms)
    if not math.isclose(total, 1.0, abs_tol=1e-9):
        yield f"The shares add up to {total:.6g}, and must be 1."


def _numbers(plan: Plan) -> Iterator[str]:
    if not 0 < plan.minimum_effect < math.inf:
        yield f"The minimum effect is {plan.minimum_effect:g}, and must be above 0."
    if not 0.5 <= plan.confidence <= 0.999:
        yield f"The confidence is {plan.confidence:g}, and must be from 0.5 to 0.999."
    if not 0 < plan.horizon.days <= MAX_DAYS:
        yield f"The horizon is {plan.horizon.days:g} days, and must be above 0 to {MAX_DAYS:g}."
    if not 2 <= plan.minimum_subjects <= plan.horizon.subjects <= MAX_SUBJECTS:
        yield (
            f"At least {plan.minimum_subjects:,} subjects an arm and at most "
            f"{plan.horizon.subjects:,} in all do not go together."
        )
    elif plan.minimum_subjects * len(plan.arms) > plan.horizon.subjects:
        yield (
            f"The horizon of {plan.horizon.subjects:,} subjects ends it before each of "
            f"{len(plan.arms)} arms has {plan.minimum_subjects:,}."
        )
    if not 0 <= plan.covariate_days <= MAX_DAYS:
        yield f"covariate_days is {plan.covariate_days:g}, and must be 0 to {MAX_DAYS:g}."


def _goal(plan: Plan) -> Iterator[str]:
    if plan.goal.measure == "errors":
        yield "Errors are a guardrail, and no goal."
    if plan.goal.values and plan.goal.measure != "value":
        yield f"The goal is {plan.goal.measure}: a table of values belongs to the goal value."
    if not all(math.isfinite(rule.value) for rule in plan.goal.values):
        yield "A value of the table is not a number."


def _guardrails(plan: Plan) -> Iterator[str]:
    for measure in sorted({m for m in plan.measures if plan.measures.count(m) > 1}):
        yield f"{measure.capitalize()} is measured twice."
    for limit in plan.guardrails:
        if limit.measure == "value":
            yield "Value is a goal, and no guardrail."
        if not 0 <= limit.tolerance < math.inf:
            yield f"The tolerance of {limit.measure}, {limit.tolerance:g}, must not be below 0."


def _thompson(plan: Plan) -> Iterator[str]:
    if plan.mode == "fixed":
        return
    if not MIN_SHARE <= plan.thompson.floor <= 1 / max(len(plan.arms), 1):
        yield f"{len(plan.arms)} arms cannot each have a share of at least {plan.thompson.floor:g}."
    if not 0.25 <= plan.thompson.every_hours <= 24 * MAX_DAYS:
        yield f"Shares that change every {plan.thompson.every_hours:g} hours: at least 0.25."


def _same_inputs(plan: Plan, schemas: Mapping[int, Schema]) -> Iterator[str]:
    """An arm that refuses rows which another takes would lose the subjects that send them."""
    first = plan.arms[0].version if plan.arms else 0
    for version in sorted({arm.version for arm in plan.arms} - {first}):
        ours, theirs = schemas[first], schemas[version]
        named = {field.name for field in ours.fields} ^ {field.name for field in theirs.fields}
        if named:
            yield f"Versions {first} and {version} differ in the fields {', '.join(sorted(named))}."
        elif _taken(ours) != _taken(theirs) or ours.labels != theirs.labels:
            yield f"Versions {first} and {version} do not take the same rows or know other labels."


def _taken(schema: Schema) -> set[tuple[object, ...]]:
    return {_limits(field) for field in schema.fields}


def _limits(field: Field) -> tuple[object, ...]:
    """All that decides whether a value is taken."""
    choices = frozenset(field.choices) if field.unknown == "refuse" else None
    numbers = (field.minimum, field.maximum, field.max_length, field.shape)
    return (field.name, field.kind, field.nullable, choices, *numbers)


def _fits_task(plan: Plan, schemas: Mapping[int, Schema]) -> Iterator[str]:
    tasks = {schemas[arm.version].task for arm in plan.arms}
    for measure in plan.measures:
        if measure not in _OF_ANY_TASK and not tasks <= _JUDGED:
            yield f"The model's answers have no {measure}: its task is {', '.join(sorted(tasks))}."
