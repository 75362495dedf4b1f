"""The stability index of two versions' answers to the same rows."""

from datetime import UTC, datetime

import numpy as np
import pytest

from api.core.predictions.paired_answers import PairedAnswer
from monitoring.drift.psi import psi
from worker.trials.score_shift import ScoreShift

AT = datetime(2013, 3, 4, tzinfo=UTC)


def answered(a: object, b: object) -> PairedAnswer:
    return PairedAnswer(
        AT, both_answered=b is not None, either_failed=b is None, answer_a=a, answer_b=b, truth=None
    )  # type: ignore[arg-type]  # a test's own values


def shift(champion, candidate, *, chunk: int = 100):
    made = ScoreShift()
    rows = [answered(a, b) for a, b in zip(champion, candidate, strict=True)]
    for start in range(0, len(rows), chunk):
        made.add(rows[start : start + chunk])
    return made.guardrail(limit=0.25)


def test_the_same_answers_do_not_shift() -> None:
    answers = np.random.default_rng(1).random(1_000).tolist()
    assert shift(answers, answers).value == 0.0
    assert shift(answers, answers).verdict == "held"


def test_few_rows_are_too_little_data() -> None:
    assert shift([0.5] * 199, [0.9] * 199).verdict == "too_little_data"


def test_labels_are_bins_of_their_own() -> None:
    found = shift(["a"] * 300 + ["b"] * 100, ["a"] * 100 + ["b"] * 300)
    expected = psi(np.array([300.0, 100.0]), np.array([100.0, 300.0]))
    assert (found.verdict, found.value) == ("breached", pytest.approx(float(expected)))


def test_numbers_are_binned_by_tenths_of_the_champions_first_answers() -> None:
    champion = np.random.default_rng(2).normal(size=2_000)
    candidate = champion + 0.8
    edges = np.quantile(champion[:200], np.arange(1, 10) / 10)
    counts = [
        np.bincount(np.searchsorted(edges, side), minlength=10).astype(float)
        for side in (champion, candidate)
    ]
    found = shift(champion.tolist(), candidate.tolist())
    assert found.value == pytest.approx(float(psi(*counts)))
    assert found.verdict == "breached"


def test_an_index_above_the_limit_that_chance_may_have_made_is_no_breach() -> None:
    generator = np.random.default_rng(3)
    champion = generator.normal(size=40_000)
    found = {
        rows: shift(champion[:rows].tolist(), (champion[:rows] + 0.6).tolist(), chunk=500)
        for rows in (500, 40_000)
    }
    # 0.6 standard deviations come to an index of some 0.36.
    assert {rows: f.verdict for rows, f in found.items()} == {
        500: "too_little_data", 40_000: "breached",
    }  # fmt: skip
    assert found[500].value > 0.25


def test_rows_that_only_one_answered_are_left_out() -> None:
    made = ScoreShift()
    made.add([answered(0.5, None)] * 500)
    assert made.rows == 0


@pytest.mark.parametrize("answer", [0.5, "a"])
def test_a_chunk_that_only_one_answered_changes_nothing(answer: object) -> None:
    made = ScoreShift()
    made.add([answered(answer, answer)] * 300)
    before = made.guardrail(limit=0.25)
    made.add([answered(answer, None)] * 300)
    made.add([])
    assert made.guardrail(limit=0.25) == before
