"""The gate's questions one by one, on arrays made up so that the answer is known."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from statsmodels.stats.multitest import multipletests

from api.artifact.schema import Field
from testing.artifacts import make_schema
from worker.gate.answers import Answered, check_answers
from worker.gate.cost import (
    Footprint,
    Timings,
    check_latency,
    check_memory,
    check_size,
    median_interval,
)
from worker.gate.demands import GateDemands
from worker.gate.held_out import HeldOut
from worker.gate.probe_rows import ProbeRow, probe_rows, remarkable_values
from worker.gate.quality import check_agreement, check_loss, check_ranking
from worker.gate.reliance import reliance
from worker.gate.slices import check_slices, clustered_p_value, holm
from worker.gate.suspicions import (
    Promise,
    Reliance,
    check_chance,
    check_freshness,
    check_leak,
    skill,
)
from worker.gate.timing import time_in_turns
from worker.gate.types import GateCheck, report

DEMANDS = GateDemands()
NOW = datetime(2026, 3, 1, tzinfo=UTC)


def binary(rows: int = 4000, *, days: int = 20, shift: float = 0.0, noise: float = 0.0) -> HeldOut:
    """The champion states the true probability; the candidate's log-odds are off by ``shift`` and
    normal ``noise``."""
    generator = np.random.default_rng(3)
    log_odds = generator.normal(-1, 1, rows)
    truth = (generator.random(rows) < 1 / (1 + np.exp(-log_odds))).astype(float)
    off = log_odds + shift + noise * generator.normal(size=rows)
    return HeldOut(
        schema=make_schema("binary"),
        headline="brier",
        truth=truth,
        champion=1 / (1 + np.exp(-log_odds)),
        candidate=1 / (1 + np.exp(-off)),
        clusters=np.arange(rows) * days // max(rows, 1),
        slices={"half": np.where(np.arange(rows) % 2, "odd", "even").astype(object)},
    )


def test_an_equal_candidate_passes() -> None:
    check = check_loss(binary(), DEMANDS, seed=1)
    assert (check.verdict, check.numbers["difference"]) == ("pass", 0.0)
    assert "4,000 held-out rows of 20 days" in check.reason


def test_a_worse_candidate_fails_and_the_sentence_says_by_how_much() -> None:
    check = check_loss(binary(shift=1.0), DEMANDS, seed=1)
    assert check.verdict == "fail"
    assert check.numbers["lower"] > 0
    assert f"is {check.numbers['difference']:.4f} higher" in check.reason


def test_the_paired_difference_is_the_difference_of_the_means() -> None:
    held_out = binary(shift=0.3)
    expected = np.mean((held_out.candidate - held_out.truth) ** 2) - np.mean(
        (held_out.champion - held_out.truth) ** 2
    )
    assert check_loss(held_out, DEMANDS, seed=1).numbers["difference"] == pytest.approx(expected)


@pytest.mark.parametrize(("rows", "days"), [(0, 0), (400, 20), (4000, 4)])
def test_too_little_data_is_never_a_pass(rows, days) -> None:
    held_out = binary(rows, days=days)
    for check in (
        check_loss(held_out, DEMANDS, seed=1),
        check_ranking(held_out, DEMANDS, seed=1),
        check_chance(held_out, DEMANDS, seed=1),
        check_leak(held_out, Reliance(0, {}, {}), Reliance(0, {}, {}), Promise(), DEMANDS),
    ):
        assert check.verdict == "too little data", check


def test_a_difference_that_may_be_more_than_the_margin_is_not_passed() -> None:
    held_out = binary()
    wobble = np.random.default_rng(2).choice([-0.02, 0.02], 4000)
    wobbly = replace(held_out, candidate=np.clip(held_out.champion + wobble, 0, 1))
    numbers = check_loss(wobbly, DEMANDS, seed=1).numbers
    assert numbers["lower"] < 0 < numbers["upper"]
    between = max(numbers["difference"], 0) + numbers["upper"]
    strict = replace(DEMANDS, loss_margin_share=between / 2 / numbers["champion"])
    assert check_loss(wobbly, strict, seed=1).verdict == "too little data"


def test_a_candidate_that_no_longer_ranks_fails() -> None:
    assert check_ranking(binary(noise=2.0), DEMANDS, seed=1).verdict == "fail"
    assert check_ranking(binary(shift=1.0), DEMANDS, seed=1).verdict == "pass"


def test_one_class_only_cannot_be_ranked() -> None:
    held_out = replace(binary(), truth=np.zeros(4000))
    assert check_ranking(held_out, DEMANDS, seed=1).verdict == "too little data"


def test_a_slice_that_gets_worse_is_found_behind_a_good_average() -> None:
    held_out = binary()
    odd = held_out.slices["half"] == "odd"
    candidate = np.where(odd, 0.6, 0.2 * held_out.champion + 0.8 * held_out.truth)
    check = check_slices(replace(held_out, candidate=candidate), DEMANDS)
    assert check.verdict == "fail"
    assert "Where half is odd (2,000 rows)" in check.reason
    assert check_slices(held_out, DEMANDS).verdict == "pass"


def test_small_slices_say_nothing() -> None:
    held_out = replace(binary(300), slices={"half": np.full(300, "x", dtype=object)})
    strict = replace(DEMANDS, slice_min_rows=301)
    assert check_slices(held_out, strict).verdict == "too little data"


def test_among_many_slices_that_do_not_differ_few_false_alarms_are_raised() -> None:
    generator = np.random.default_rng(1)
    alarms = 0
    for _ in range(100):
        rows = 2400
        p_values = [
            clustered_p_value(generator.normal(size=rows // 12), np.arange(rows // 12) // 10)
            for _ in range(12)
        ]
        alarms += bool((holm(np.array(p_values)) < 0.05).any())
    # 5 of 100 are expected; 11 or more come once in a hundred times.
    assert alarms <= 11


@pytest.mark.parametrize("count", [1, 2, 5, 40])
def test_holms_adjustment_is_that_of_statsmodels(count) -> None:
    p_values = np.random.default_rng(count).random(count) ** 3
    assert holm(p_values) == pytest.approx(multipletests(p_values, method="holm")[1])


def test_the_clustered_t_test_is_that_of_statsmodels() -> None:
    generator = np.random.default_rng(5)
    clusters = np.arange(600) // 30
    values = generator.normal(0.05, 1, 600) + generator.normal(0, 0.2, 20)[clusters]
    model = sm.OLS(values, np.ones(600)).fit(
        cov_type="cluster", cov_kwds={"groups": clusters, "use_correction": True}, use_t=True
    )
    # Its finite-sample factor also has (n − 1) / (n − k), which is 1 for a mean.
    assert clustered_p_value(values, clusters) == pytest.approx(model.pvalues[0] / 2, rel=1e-6)


def test_a_difference_without_variance_is_certain() -> None:
    clusters = np.arange(10)
    assert clustered_p_value(np.ones(10), clusters) == 0.0
    assert clustered_p_value(np.zeros(10), clusters) == 1.0


def test_agreement_is_the_share_of_equal_labels() -> None:
    held_out = binary()
    opposite = replace(held_out, candidate=1 - held_out.champion)
    assert check_agreement(held_out, DEMANDS).numbers["same_label"] == 1.0
    assert check_agreement(opposite, DEMANDS).verdict == "fail"


def test_other_tasks_have_their_own_losses() -> None:
    truth = np.array([0.0, 1.0])
    many = replace(
        binary(), schema=make_schema("multiclass"), truth=truth, headline="accuracy",
        champion=np.array([[0.9, 0.1], [0.8, 0.2]]), candidate=np.array([[0.9, 0.1], [0.2, 0.8]]),
    )  # fmt: skip
    assert many.champion_losses.tolist() == [0.0, 1.0]
    assert replace(many, headline="brier").candidate_losses == pytest.approx([0.02, 0.08])
    value = replace(
        many, schema=make_schema("regression"), headline="mae",
        champion=np.array([[0.5, 0, 1], [3.0, 0, 1]]),
    )  # fmt: skip
    assert value.champion_losses.tolist() == [0.5, 2.0]
    with pytest.raises(ValueError, match="regression model has no loss for brier"):
        replace(value, headline="brier").losses(value.champion)


def turns(ratio: float, *, noise: float = 0.0, pairs: int = 101) -> Timings:
    generator = np.random.default_rng(1)
    weather = np.exp(generator.normal(0, 0.5, pairs))
    own = np.exp(noise * generator.normal(size=pairs))
    return Timings("1 row", 1e-4 * weather, 1e-4 * weather * ratio * own)


@pytest.mark.parametrize(("ratio", "verdict"), [(0.5, "pass"), (1.1, "pass"), (2.0, "fail")])
def test_latency_is_judged_in_pairs_whatever_else_the_machine_does(ratio, verdict) -> None:
    check = check_latency(turns(ratio, noise=0.05), DEMANDS)
    assert check.verdict == verdict
    assert check.numbers["ratio"] == pytest.approx(ratio, rel=0.03)


def test_timings_too_noisy_or_too_few_to_tell_are_no_pass() -> None:
    assert check_latency(turns(1.5, noise=1.0), DEMANDS).verdict == "too little data"
    assert check_latency(turns(1.0, pairs=19), DEMANDS).verdict == "too little data"


def test_the_medians_interval_is_that_of_the_tables() -> None:
    # Order statistics 6 and 15 of 20 have 95.9 % (Conover 1999, table A3).
    assert median_interval(np.arange(1.0, 21.0), 0.95) == (6.0, 15.0)


def test_runs_are_timed_in_turns() -> None:
    order: list[str] = []
    ticks = iter(np.arange(0.0, 1e6))
    timings = time_in_turns(
        lambda: order.append("a"), lambda: order.append("b"), what="1 row", rounds=4,
        clock=lambda: next(ticks),
    )  # fmt: skip
    assert order[-8:] == ["b", "a", "a", "b", "b", "a", "a", "b"]
    assert timings.champion_seconds.tolist() == [1.0] * 4


def test_a_graph_may_grow_but_not_beyond_its_limit() -> None:
    small = Footprint(1_000_000, 10_000_000)
    assert check_size(small, Footprint(3_900_000), DEMANDS).verdict == "pass"
    assert check_size(small, Footprint(4_100_000), DEMANDS).verdict == "fail"
    assert check_memory(small, Footprint(1, 50_000_000), DEMANDS).verdict == "fail"
    assert check_memory(small, Footprint(1), DEMANDS) is None


PROBES = (ProbeRow("carrier = UA", {}), ProbeRow("carrier = HA", {}))


def test_a_hole_is_named_and_one_that_the_champion_has_too_is_not_held_against_it() -> None:
    held_out = np.array([0.5])
    hole = check_answers(PROBES, Answered([True, True], [True, False]), held_out)
    assert hole.verdict == "fail"
    assert "where carrier = HA; the champion has one" in hole.reason
    assert check_answers(PROBES, Answered([True, False], [True, False]), held_out).verdict == "pass"


def test_a_held_out_row_without_a_number_fails() -> None:
    check = check_answers(PROBES, Answered([True] * 2, [True] * 2), np.array([0.5, np.inf]))
    assert "1 of 2 held-out rows" in check.reason


@pytest.mark.parametrize(
    ("field", "values"),
    [
        (Field("f", "category", "BYTES", choices=("a", "b")), ["a", "b"]),
        (Field("f", "category", "BYTES", choices=("a",), unknown="allow"), ["a", "zz"]),
        (Field("f", "number", "FP32", nullable=True, minimum=-1, maximum=2), [None, -1, 2]),
        (Field("f", "number", "FP32"), [-1e6, 1e6]),
        (Field("f", "integer", "FP32", minimum=0, maximum=1439), [0, 1439]),
        (Field("f", "boolean", "BOOL"), [False, True]),
        (Field("f", "text", "BYTES"), ["zz"]),
        (Field("f", "tensor", "UINT8", shape=(2,)), [[0, 0], [255, 255]]),
    ],
)
def test_every_kind_of_field_has_its_remarkable_values(field, values) -> None:
    assert list(remarkable_values(field)) == values


def test_each_typical_row_is_tried_with_each_value_and_with_nothing() -> None:
    field = Field(name="wind", kind="number", datatype="FP32", nullable=True, minimum=0, maximum=9)
    schema = make_schema()
    probes = probe_rows(type(schema)(**{**_plain(schema), "fields": (field,)}), [{"wind": 5}])
    assert [(probe.what, probe.row["wind"]) for probe in probes] == [
        ("wind = null", None),
        ("wind = 0", 0),
        ("wind = 9", 9),
        ("everything null that may be", None),
    ]


def _plain(schema):
    return {name: getattr(schema, name) for name in schema.__struct_fields__}


def test_skill_is_0_for_chance_and_1_for_knowing() -> None:
    held_out = binary()
    assert skill(held_out, np.full(4000, 0.3)) == 0.0
    assert skill(held_out, held_out.truth) == 1.0
    value = replace(held_out, schema=make_schema("regression"), headline="mae")
    assert skill(value, np.full(4000, np.median(held_out.truth))) == 0.0


def test_answers_no_better_than_chance_are_suspected_of_shuffled_labels() -> None:
    held_out = binary()
    generator = np.random.default_rng(8)
    check = check_chance(replace(held_out, candidate=generator.random(4000)), DEMANDS, seed=1)
    assert check.verdict == "fail"
    assert "as if it had been trained on shuffled labels" in check.reason
    assert check_chance(held_out, DEMANDS, seed=1).verdict == "pass"


def test_where_the_champion_knows_nothing_either_nothing_is_said() -> None:
    held_out = binary()
    generator = np.random.default_rng(8)
    lost = replace(held_out, champion=generator.random(4000), candidate=generator.random(4000))
    assert check_chance(lost, DEMANDS, seed=1).verdict == "too little data"


HONEST = Reliance(0.4, {"wind": 0.5, "seats": 0.1}, {"wind": 0.6, "seats": 0.2})
LEANING = Reliance(0.45, {"wind": 0.05, "seats": 0.93}, {"wind": 0.1, "seats": 0.9})


@pytest.mark.parametrize(
    ("candidate", "reliance_", "promise", "reason"),
    [
        ("truth", LEANING, Promise(), "too good to be true; 93% of it rests on seats"),
        ("same", LEANING, Promise(), "93% of what the candidate knows rests on seats, against 10%"),
        ("same", HONEST, Promise(own_auc=0.97), "above all wind, held the answer in training only"),
    ],
)
def test_a_leak_is_named(candidate, reliance_, promise, reason) -> None:
    held_out = binary()
    if candidate == "truth":
        held_out = replace(held_out, candidate=held_out.truth)
    check = check_leak(held_out, HONEST, reliance_, promise, DEMANDS)
    assert check.verdict == "fail"
    assert reason in check.reason


def test_a_model_that_always_leaned_on_one_field_is_not_suspected() -> None:
    promise = Promise(own_auc=0.75, earlier_losses=(0.17, 0.19))
    assert check_leak(binary(), LEANING, LEANING, promise, DEMANDS).verdict == "pass"
    assert check_leak(binary(), HONEST, HONEST, Promise(), DEMANDS).verdict == "pass"


@pytest.mark.parametrize(
    ("champion_days", "candidate_days", "verdict"),
    [(40, 10, "pass"), (10, 40, "fail"), (None, 70, "fail"), (None, 50, "pass")],
)
def test_data_older_than_the_champions_or_two_months_are_stale(
    champion_days, candidate_days, verdict
) -> None:
    champion, candidate = (
        None if days is None else NOW - timedelta(days=days)
        for days in (champion_days, candidate_days)
    )
    check = check_freshness(champion, candidate, NOW, DEMANDS)
    assert check.verdict == verdict
    assert ("stale" in check.reason) == (verdict == "fail")


def test_a_version_that_does_not_say_until_when_is_not_asked() -> None:
    assert check_freshness(NOW, None, NOW, DEMANDS) is None


def test_total_indexes_are_those_of_a_sum_worked_by_hand() -> None:
    # Var(2a + b) with independent unit variances is 5: a owns 4/5 and b 1/5.
    generator = np.random.default_rng(4)
    rows = 40_000
    frame = pd.DataFrame({"a": generator.normal(size=rows), "b": generator.normal(size=rows)})

    def predict(given: pd.DataFrame) -> np.ndarray:
        return (2 * given["a"] + given["b"]).to_numpy()

    schema = make_schema("regression")
    fields = tuple(Field(name=n, kind="number", datatype="FP32") for n in ("a", "b"))
    held_out = replace(
        binary(rows), schema=type(schema)(**{**_plain(schema), "fields": fields}),
        headline="mae", truth=predict(frame), candidate=predict(frame),
    )  # fmt: skip
    found = reliance(held_out, predict(frame), frame, predict, seed=1)
    assert found.movements == pytest.approx({"a": 0.8, "b": 0.2}, abs=0.02)
    assert found.skill == 1.0
    assert found.shares["a"] > found.shares["b"] > 0


@pytest.mark.parametrize(
    ("verdicts", "passed"),
    [
        (["pass", "pass"], True),
        (["pass", "too little data"], None),
        (["fail", "too little data"], False),
        ([], None),
    ],
)
def test_one_failure_fails_and_one_doubt_is_no_pass(verdicts, passed) -> None:
    made = report(GateCheck("c", verdict, f"because {verdict}") for verdict in verdicts)
    assert made.passed is passed
    assert list(made.reasons) == [f"because {v}" for v in verdicts if v != "pass"]
