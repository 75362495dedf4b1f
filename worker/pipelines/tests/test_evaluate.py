import numpy as np
import pandas as pd
import pytest

from api.artifact.schema import Output, Schema
from worker.pipelines.convert import ConversionDisagrees, check_conversion
from worker.pipelines.evaluate import evaluate
from worker.pipelines.recipe import Baseline, ConversionLimits, Split
from worker.pipelines.truths import truth_values

EMPTY = pd.DataFrame()


class Judge:
    """What ``evaluate`` asks a recipe for."""

    def __init__(self, headline: str, slices: tuple[str, ...] = ()) -> None:
        self.name, self.headline, self.slices = "judged", headline, slices


def schema(task: str, role: str, **more) -> Schema:
    return Schema(
        task=task, fields=(), graph_inputs=(), outputs=(Output("y", "FP32", role),), **more
    )


BINARY = schema("binary", "probability", labels=("no", "yes"))
REGRESSION = schema("regression", "value", coverage=0.9)


def judge(judge, schema, holdout, predictions, baseline):
    split = Split(EMPTY, EMPTY, holdout, {"en": "by hand"})
    return evaluate(judge, schema, split, predictions, Baseline({"en": "b"}, baseline), seed=1)


def by_name(evaluation, name):
    return next(metric for metric in evaluation.metrics if metric.name == name)


def test_improvement_is_signed_so_that_positive_is_better() -> None:
    generator = np.random.default_rng(1)
    stated = generator.random(500)
    truth = np.where(generator.random(500) < stated, "yes", "no")
    found = judge(Judge("brier"), BINARY, pd.DataFrame({"truth": truth}), stated, np.full(500, 0.5))
    for name in ("brier", "log_loss", "auc"):
        metric = by_name(found, name)
        assert metric.improvement > 0
        assert metric.interval[0] < metric.value < metric.interval[1]


def test_a_baseline_that_always_says_the_same_has_no_calibration_slope() -> None:
    generator = np.random.default_rng(5)
    stated = generator.random(2000)
    truth = np.where(generator.random(2000) < stated, "yes", "no")
    half = np.full(2000, 0.5)
    found = judge(Judge("brier"), BINARY, pd.DataFrame({"truth": truth}), stated, half)
    slope = by_name(found, "calibration_slope")
    assert slope.interval[0] < 1.0 < slope.interval[1]
    assert (slope.target, slope.baseline, slope.improvement) == (1.0, None, None)


def test_a_measure_without_a_value_is_left_out() -> None:
    half = np.full(10, 0.5)
    found = judge(Judge("brier"), BINARY, pd.DataFrame({"truth": ["yes"] * 10}), half, half)
    assert {"auc", "calibration_slope"}.isdisjoint(metric.name for metric in found.metrics)


def test_coverage_is_better_when_nearer_to_its_target() -> None:
    generator = np.random.default_rng(2)
    truth = generator.normal(size=1000)
    column = np.zeros(1000)
    right = np.column_stack([column, column - 1.645, column + 1.645])
    too_wide = np.column_stack([column, column - 9, column + 9])
    found = judge(Judge("mae"), REGRESSION, pd.DataFrame({"truth": truth}), right, too_wide)
    coverage = by_name(found, "coverage")
    assert coverage.target == 0.9
    assert coverage.improvement == pytest.approx(0.1 - abs(coverage.value - 0.9))


def test_a_slice_that_is_really_worse_is_marked_and_the_others_are_not() -> None:
    generator = np.random.default_rng(3)
    place = np.repeat(["good", "fine", "bad"], 400)
    stated = np.full(1200, 0.2)
    truth = np.where(generator.random(1200) < np.where(place == "bad", 0.8, 0.2), "yes", "no")
    holdout = pd.DataFrame({"truth": truth, "place": place})
    found = judge(Judge("brier", ("place",)), BINARY, holdout, stated, stated)
    assert {entry.value: entry.worse for entry in found.slices} == {
        "good": False,
        "fine": False,
        "bad": True,
    }


def test_a_slice_with_a_handful_of_rows_says_nothing() -> None:
    holdout = pd.DataFrame({"truth": ["yes", "no"] * 50, "place": ["x"] * 90 + ["rare"] * 10})
    half = np.full(100, 0.5)
    found = judge(Judge("brier", ("place",)), BINARY, holdout, half, half)
    assert [entry.value for entry in found.slices] == ["x"]


def test_rows_of_one_cluster_are_resampled_together() -> None:
    generator = np.random.default_rng(4)
    day = np.repeat(np.arange(20), 50)
    rate = generator.random(20)[day]
    truth = np.where(generator.random(1000) < rate, "yes", "no")
    stated = np.full(1000, 0.5) + generator.normal(scale=0.01, size=1000)
    alone = pd.DataFrame({"truth": truth})
    found = judge(Judge("log_loss"), BINARY, alone, np.full(1000, 0.8), stated)
    clustered = judge(
        Judge("log_loss"), BINARY, alone.assign(cluster=day), np.full(1000, 0.8), stated
    )
    narrow, wide = (np.ptp(by_name(each, "log_loss").interval) for each in (found, clustered))
    assert wide > 2 * narrow


def test_confusion_counts_truth_by_prediction() -> None:
    holdout = pd.DataFrame({"truth": ["yes", "yes", "no"]})
    found = judge(Judge("brier"), BINARY, holdout, np.array([0.9, 0.1, 0.2]), np.full(3, 0.5))
    assert found.confusion == {"no": {"no": 1, "yes": 0}, "yes": {"no": 1, "yes": 1}}


def test_many_classes_are_judged_by_their_most_likely() -> None:
    labels = ("0", "1", "2")
    digits = schema("multiclass", "probabilities", labels=labels)
    predictions = np.array([[0.8, 0.1, 0.1], [0.2, 0.3, 0.5]])
    found = judge(
        Judge("accuracy"), digits, pd.DataFrame({"truth": ["0", "1"]}), predictions,
        np.full((2, 3), 1 / 3),
    )  # fmt: skip
    assert by_name(found, "accuracy").value == 0.5
    assert found.confusion["1"] == {"0": 0, "1": 0, "2": 1}


def test_an_unknown_headline_is_answered_with_those_there_are() -> None:
    half = np.full(2, 0.5)
    with pytest.raises(ValueError, match="one of brier, log_loss, auc"):
        judge(Judge("f1"), BINARY, pd.DataFrame({"truth": ["yes", "no"]}), half, half)


def test_a_truth_that_is_no_label_is_refused() -> None:
    with pytest.raises(ValueError, match="maybe"):
        truth_values(BINARY, pd.DataFrame({"truth": ["yes", "maybe"]}))


def test_one_flipped_label_is_refused_even_when_the_numbers_are_close() -> None:
    native, graph = np.array([0.5, 0.2]), np.array([0.5 - 1e-9, 0.2])
    with pytest.raises(ConversionDisagrees, match=r"0\.500000 of the labels"):
        check_conversion("m", BINARY, native, graph, ConversionLimits())


def test_an_answer_that_is_no_number_is_refused() -> None:
    native, graph = np.array([0.1, 0.2]), np.array([0.1, np.nan])
    with pytest.raises(ConversionDisagrees, match="inf"):
        check_conversion("m", BINARY, native, graph, ConversionLimits())


def test_equal_answers_pass_with_their_figures() -> None:
    native = np.array([0.1, 0.7])
    found = check_conversion("m", BINARY, native, native + 1e-7, ConversionLimits())
    assert (found.rows, found.label_agreement) == (2, 1.0)
    assert found.max_abs_difference == pytest.approx(1e-7)
