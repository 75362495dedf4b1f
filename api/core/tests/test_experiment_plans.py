"""Which plans make sense."""

import msgspec
import pytest

from api.artifact.schema import Field, Schema
from api.core.experiments.plan_rules import contradictions
from api.core.experiments.types import Arm, Goal, GuardrailLimit, Horizon, Plan, Thompson, Value
from testing.artifacts import make_schema

PLAN = Plan(
    arms=(Arm("old", 1, 0.5), Arm("new", 2, 0.5)),
    control="old",
    goal=Goal("quality"),
    minimum_effect=0.01,
)
SCHEMA = make_schema()
SCHEMAS = {1: SCHEMA, 2: SCHEMA, 3: SCHEMA}


def plan(**changed: object) -> Plan:
    return msgspec.structs.replace(PLAN, **changed)


def arms(*shares: float, names: tuple[str, ...] = ("old", "new", "newer")) -> tuple[Arm, ...]:
    return tuple(Arm(names[n], n + 1, share) for n, share in enumerate(shares))


def with_fields(*fields: Field, **more: object) -> dict[int, Schema]:
    return SCHEMAS | {2: msgspec.structs.replace(SCHEMA, fields=fields, **more)}


WIND = SCHEMA.fields[0]


@pytest.mark.parametrize(
    "accepted",
    [
        PLAN,
        plan(arms=arms(0.8, 0.1, 0.1)),
        plan(arms=(Arm("a", 1, 0.5), Arm("a-again", 1, 0.5)), control="a"),
        plan(mode="thompson", thompson=Thompson(floor=0.5)),
        plan(goal=Goal("value", (Value(2.0, truth="late"), Value(-1.0)))),
        plan(
            goal=Goal("feedback"),
            guardrails=(GuardrailLimit("errors", 0.0), GuardrailLimit("latency", 0.01)),
        ),
    ],
)
def test_a_plan_that_makes_sense_is_accepted(accepted: Plan) -> None:
    assert contradictions(accepted, SCHEMAS) == ()


@pytest.mark.parametrize(
    ("refused", "sentence"),
    [
        (plan(arms=arms(1.0)), "has 2 to 8 arms, not 1"),
        (plan(arms=arms(0.5, 0.4)), "The shares add up to 0.9, and must be 1."),
        (plan(arms=arms(1.0, 0.0)), "The share of new, 0, is not from 0.01"),
        (plan(arms=arms(0.5, float("nan"))), "The share of new, nan"),
        (plan(arms=arms(0.5, 0.5, names=("old", "old"))), "Two arms are called 'old'."),
        (plan(arms=arms(0.5, 0.5, names=("old", "New!"))), "The arm 'New!' is not named by"),
        (plan(arms=arms(0.5, 0.5, names=("old", "n" * 13))), "is not named by 1 to 12"),
        (plan(control="other"), "The control 'other' is none of the arms old, new."),
        (plan(minimum_effect=0.0), "The minimum effect is 0, and must be above 0."),
        (plan(minimum_effect=float("nan")), "The minimum effect is nan"),
        (plan(confidence=1.0), "The confidence is 1,"),
        (plan(horizon=Horizon(days=0.0)), "The horizon is 0 days"),
        (plan(horizon=Horizon(subjects=50)), "do not go together"),
        (plan(horizon=Horizon(subjects=150)), "ends it before each of 2 arms has 100"),
        (plan(covariate_days=-1.0), "covariate_days is -1"),
        (plan(goal=Goal("errors")), "Errors are a guardrail"),
        (plan(goal=Goal("quality", (Value(1.0),))), "belongs to the goal value"),
        (plan(goal=Goal("value", (Value(float("inf")),))), "is not a number"),
        (plan(guardrails=(GuardrailLimit("quality", 0.1),)), "Quality is measured twice."),
        (plan(guardrails=(GuardrailLimit("value", 0.1),)), "Value is a goal, and no guardrail."),
        (plan(guardrails=(GuardrailLimit("latency", -0.1),)), "The tolerance of latency, -0.1,"),
        (plan(mode="thompson", thompson=Thompson(floor=0.6)), "2 arms cannot each have a share"),
        (plan(mode="thompson", thompson=Thompson(every_hours=0.1)), "at least 0.25"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_plan_that_contradicts_itself_is_told_why(refused: Plan, sentence: str) -> None:
    assert [found for found in contradictions(refused, SCHEMAS) if sentence in found]


def test_everything_wrong_is_told_at_once() -> None:
    assert len(contradictions(plan(minimum_effect=0.0, confidence=2.0), SCHEMAS)) == 2


@pytest.mark.parametrize(
    ("schemas", "sentence"),
    [
        (with_fields(WIND, Field("rain", "number", "FP32")), "differ in the fields rain"),
        (
            with_fields(msgspec.structs.replace(WIND, maximum=1.0)),
            "do not take the same rows or know other labels",
        ),
        (with_fields(WIND, labels=("late", "on time")), "know other labels"),
    ],
)
def test_an_arm_that_takes_other_rows_is_refused(schemas: dict[int, Schema], sentence: str) -> None:
    [found] = contradictions(PLAN, schemas)
    assert sentence in found


def test_known_words_of_a_category_that_takes_any_may_differ() -> None:
    category = Field("carrier", "category", "BYTES", choices=("AA",), unknown="allow")
    more = msgspec.structs.replace(category, choices=("AA", "UA"))
    schemas = {
        number: msgspec.structs.replace(SCHEMA, fields=(field,))
        for number, field in ((1, category), (2, more))
    }
    assert contradictions(PLAN, schemas) == ()


def test_answers_without_a_loss_can_be_compared_by_latency_and_thumbs_only() -> None:
    tensors = dict.fromkeys((1, 2), make_schema("tensor"))
    assert "have no quality: its task is tensor" in contradictions(PLAN, tensors)[0]
    assert contradictions(plan(goal=Goal("latency")), tensors) == ()
