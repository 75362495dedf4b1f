"""What a check finds, from sums worked out by hand."""

from datetime import UTC, date, datetime

import pytest

from api.artifact.documents import Evaluation, Metric
from api.artifact.schema import Schema
from api.core.checks.drift import drift_observation, unseen_share
from api.core.checks.figures import window_quality
from api.core.checks.histograms import OTHER, histogram
from api.core.checks.measures import judge_rows
from api.core.checks.periods import periods
from api.core.checks.quality import ErrorStream, judge_quality, promise_of, reason_of
from monitoring.drift.counts import CategoryCounts, NumberCounts
from monitoring.drift.profile import CategoryProfile, NumberProfile
from monitoring.drift.report import DriftReport, FeatureDrift, JointDrift
from monitoring.drift.window import Window
from monitoring.quality.sums import MeasureSums, QualitySums

BINARY = Schema("binary", (), (), (), labels=("on time", "late"))
STEADY = ErrorStream(drifted=False, reason="steady")
DAYS = [date(2013, 3, day) for day in range(1, 9)]


def day(brier: float, rows: int = 100, truths: int = 80, shift: float = 0.0) -> QualitySums:
    return QualitySums(
        rows=rows,
        truths=truths,
        measures={
            "brier": MeasureSums(truths, brier * truths),
            "calibration_shift": MeasureSums(truths, shift * truths),
        },
        slices={"origin": {"JFK": MeasureSums(60, 60 * brier), "EWR": MeasureSums(20, 0.0)}},
    )


def evaluation(**metrics: float) -> Evaluation:
    return Evaluation(
        split={"en": ""}, train_rows=1000, holdout_rows=2000, baseline={"en": ""},
        headline="brier",
        metrics=tuple(Metric(name=n, title={"en": n}, value=v, interval=(v, v), baseline=v,
                             better="lower") for n, v in metrics.items()),
    )  # fmt: skip


def found(days: dict[date, QualitySums], promised: float | None = 0.16):
    promise = None if promised is None else promise_of(BINARY, evaluation(brier=promised, auc=0.7))
    return judge_quality(BINARY, promise, days, 0.0, 0.01, 2_000, STEADY)


def test_a_loss_is_held_against_what_was_promised() -> None:
    finding = found({d: day(0.2 + 0.01 * (n % 2)) for n, d in enumerate(DAYS)})
    seen = finding.observation
    assert seen is not None
    assert seen.loss_increase == pytest.approx(0.205 / 0.16 - 1)
    assert seen.rows == 640
    assert seen.loss_increase_lower > 0.25
    assert reason_of(finding, "serious") == (
        "The loss is 28.1% above what was promised, over 640 answers whose truth is known "
        "(80% of all)."
    )


def test_too_few_days_are_no_observation_and_say_so() -> None:
    finding = found({d: day(0.3) for d in DAYS[:4]})
    assert finding.observation is None
    assert reason_of(finding, "too little data").startswith(
        "Too little truth yet: 320 of 400 answers have theirs"
    )
    assert found({}).window.truth_coverage is None


def test_nothing_promised_is_nothing_to_hold_against() -> None:
    finding = found({d: day(0.3) for d in DAYS}, promised=None)
    assert finding.observation is None
    assert reason_of(finding, "too little data").startswith("Nothing was promised")


def test_quality_is_not_expected_beyond_its_assumptions() -> None:
    finding = found({d: day(0.2) for d in DAYS})
    assert finding.expected == ()
    assert finding.expected_refused


def test_slices_and_measures_add_up_over_days() -> None:
    quality = window_quality("binary", [day(0.1), day(0.3)] * 4)
    assert quality.truth_coverage == pytest.approx(0.8)
    brier = quality.figure("brier")
    assert brier is not None
    assert (brier.value, brier.rows) == (pytest.approx(0.2), 640)
    assert [(part.column, part.value) for part in quality.slices] == [
        ("origin", "EWR"), ("origin", "JFK"),
    ]  # fmt: skip
    assert [part.worse for part in quality.slices] == [False, False]


def test_a_slice_is_worse_when_its_whole_interval_is() -> None:
    days = [
        QualitySums(
            rows=100, truths=100, measures={"brier": MeasureSums(100, 20.0 + n % 2)},
            slices={"origin": {"JFK": MeasureSums(50, 18.0 + n % 2), "EWR": MeasureSums(50, 2.0)}},
        )
        for n in range(6)
    ]  # fmt: skip
    assert {p.value: p.worse for p in window_quality("binary", days).slices} == {
        "JFK": True, "EWR": False,
    }  # fmt: skip


def test_weeks_begin_on_monday_and_months_on_their_first() -> None:
    days = {d: day(0.2) for d in DAYS}
    assert [(p.start, p.end) for p in periods("binary", days, "week")] == [
        (date(2013, 2, 25), date(2013, 3, 4)), (date(2013, 3, 4), date(2013, 3, 11)),
    ]  # fmt: skip
    (month,) = periods("binary", days, "month")
    assert (month.start, month.end, month.quality.rows) == (
        date(2013, 3, 1), date(2013, 4, 1), 800,
    )  # fmt: skip
    assert len(periods("binary", days, "day")) == 8


def test_rows_are_judged_by_their_task() -> None:
    binary = judge_rows(
        BINARY,
        [{"probability": 0.9, "label": "late"}, {"probability": 0.2, "label": "on time"}, {}],
        ["late", 1, "maybe"],
    )
    assert binary is not None
    assert binary.kept.tolist() == [0, 1]
    assert binary.measures["brier"] == pytest.approx([0.01, 0.64])
    assert binary.measures["calibration_shift"] == pytest.approx([-0.1, -0.8])
    assert binary.measures["accuracy"].tolist() == [1.0, 0.0]
    digits = judge_rows(
        Schema("multiclass", (), (), (), labels=("7", "8")), [{"label": "7"}] * 3, [7, "8", None]
    )
    assert digits is not None
    assert (digits.label, digits.loss("multiclass").tolist()) == (("7", "8"), [0.0, 1.0])
    hired = judge_rows(
        Schema("regression", (), (), (), coverage=0.9),
        [{"value": 10.0, "lower": 5.0, "upper": 12.0}, {"value": 3.0}],
        [13.0, 4],
    )
    assert hired is not None
    assert hired.measures["mae"] == pytest.approx([3.0, 1.0])
    assert hired.measures["coverage"][0] == 0.0
    # Pinball at 5 %: 0.05·8 = 0.4; at 95 %: 0.95·1; their mean.
    assert hired.measures["pinball"][0] == pytest.approx((0.4 + 0.95) / 2)
    assert judge_rows(Schema("tensor", (), (), ()), [{}], [1]) is None


def test_bars_of_numbers_stand_in_the_reference_s_bins() -> None:
    reference = NumberProfile("number", 10, 2, (1.0, 2.0), (4, 2, 2), 0.0, 3.0, 1.2)
    drawn = histogram(reference, NumberCounts("number", 6, 1, (0, 0, 5), 0, 4))
    assert [(b.start, b.end, b.reference_share, b.window_share) for b in drawn.bars] == [
        (0.0, 1.0, 0.5, 0.0), (1.0, 2.0, 0.25, 0.0), (2.0, 3.0, 0.25, 1.0),
    ]  # fmt: skip
    assert drawn.window_missing_share == pytest.approx(1 / 6)


def test_bars_of_categories_show_new_ones_and_gather_the_rest() -> None:
    reference = CategoryProfile("category", 30, 0, {f"c{n:02}": 1 for n in range(30)}, 0)
    counts = {f"c{n:02}": 0 for n in range(30)}
    drawn = histogram(reference, CategoryCounts("category", 10, 0, counts, 10, {"new": 10}))
    assert (drawn.bars[0].label, drawn.bars[0].window_share) == ("new", 1.0)
    assert drawn.bars[-1].label == OTHER
    assert sum(bar.reference_share for bar in drawn.bars) == pytest.approx(1.0)
    with pytest.raises(TypeError, match="a number window has no bins of a category reference"):
        histogram(reference, NumberCounts("number", 0, 0, (), 0, 0))


def test_a_policy_sees_the_share_of_judged_features_that_are_flagged() -> None:
    def feature(severity) -> FeatureDrift:
        return FeatureDrift("f", 9, 9, (), None, None, None, severity, "")

    features = [feature(s) for s in ("serious", "moderate", "none", "none", "too little data")]
    joint = JointDrift(None, None, None, None, "none", "")
    report = DriftReport(900, "serious", "", tuple(features), joint)
    seen = drift_observation(report, datetime(2013, 3, 1, tzinfo=UTC))
    assert (seen.rows, seen.flagged_share) == (900, 0.5)


def test_what_the_reference_never_had_is_the_worst_column_s_share() -> None:
    columns = {
        "wind": NumberCounts("number", 10, 0, (10,), 1, 2),
        "carrier": CategoryCounts("category", 10, 5, {"AA": 4}, 1, {"ZZ": 1}),
        "empty": NumberCounts("number", 10, 10, (0,), 0, 0),
    }
    assert unseen_share(Window(10, columns)) == pytest.approx(0.3)
    assert unseen_share(Window()) == 0.0
