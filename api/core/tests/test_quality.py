import math

import msgspec
import pytest

from api.artifact.schema import Schema
from api.core.predictions.quality import figures
from api.core.predictions.types import QualityFigure
from testing.artifacts import make_schema


def named(found: tuple[QualityFigure, ...]) -> dict[str, tuple[float, int]]:
    return {figure.name: (pytest.approx(figure.value), figure.rows) for figure in found}


def binary(probability: float) -> dict[str, object]:
    return {"probability": probability, "label": "late" if probability >= 0.5 else "on time"}


def test_binary_figures_worked_by_hand() -> None:
    pairs = [(binary(0.8), "late"), (binary(0.4), "late"), (binary(0.1), "on time")]
    assert named(figures(make_schema(), pairs)) == {
        "brier": ((0.04 + 0.36 + 0.01) / 3, 3),
        "accuracy": (2 / 3, 3),
        "log_loss": (-(math.log(0.8) + math.log(0.4) + math.log(0.9)) / 3, 3),
    }


@pytest.mark.parametrize("truth", ["late", 1, 1.0, True])
def test_a_binary_truth_may_be_a_label_or_a_number(truth: object) -> None:
    assert named(figures(make_schema(), [(binary(0.8), truth)]))["accuracy"] == (1.0, 1)


def test_a_truth_that_does_not_fit_is_not_counted() -> None:
    pairs = [(binary(0.8), "cancelled"), (binary(0.8), 7), (binary(0.8), "late")]
    assert named(figures(make_schema(), pairs))["accuracy"] == (1.0, 1)
    assert figures(make_schema(), [(binary(0.8), "cancelled")]) == ()


def test_a_digit_may_be_told_as_a_number() -> None:
    schema = msgspec.structs.replace(make_schema("multiclass"), labels=tuple("0123456789"))
    pairs = [
        ({"label": "7"}, 7),
        ({"label": "7"}, "7"),
        ({"label": "1"}, 7.0),
        ({"label": "1"}, 11),
    ]
    assert named(figures(schema, pairs)) == {"accuracy": (2 / 3, 3)}


def test_regression_figures_worked_by_hand() -> None:
    pairs = [
        ({"value": 10.0, "lower": 8.0, "upper": 12.0}, 12),
        ({"value": 10.0, "lower": 8.0, "upper": 12.0}, 13.0),
        ({"value": 10.0, "lower": 8.0, "upper": 12.0}, "many"),
        ({"value": 10.0, "lower": 8.0, "upper": 12.0}, True),
    ]
    assert named(figures(make_schema("regression"), pairs)) == {
        "mae": (2.5, 2),
        "coverage": (0.5, 2),
    }


def test_bounds_are_judged_only_where_there_are_any() -> None:
    pairs = [({"value": 1.0}, 2.0)]
    assert named(figures(make_schema("regression"), pairs)) == {"mae": (1.0, 1)}


@pytest.mark.parametrize("schema", [make_schema("tensor"), make_schema()])
def test_without_truths_there_are_no_figures(schema: Schema) -> None:
    assert figures(schema, []) == ()
