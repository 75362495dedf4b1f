"""The gate's report as evidence, and what the policy makes of it."""

from datetime import UTC, datetime
from math import isnan

import pandas as pd
import pytest

from api.core.policies.types import DEFAULT
from api.core.rollouts.decisions import Decision, decide
from api.core.rollouts.evidence import Evidence, GateEvidence
from api.core.rollouts.rules import Step
from api.core.rollouts.types import RolloutState, Stage
from worker.gate.types import GateCheck, GateReport, SliceDifference, report
from worker.trials.gate import demands_of, is_next
from worker.trials.gate_evidence import too_few, worded

SINCE = datetime(2026, 11, 1, tzinfo=UTC)
DEMANDS = demands_of(DEFAULT.gate)
LOSS = GateCheck(
    "loss", "pass", "", {"champion": 0.2, "difference": -0.01, "lower": -0.02, "upper": 0.001}
)
COSTS = (
    GateCheck("latency of 1 row", "pass", "", {"ratio": 1.1}),
    GateCheck("latency of 32 rows", "pass", "", {"ratio": 1.3}),
    GateCheck("size", "pass", "", {"ratio": 0.9}),
    GateCheck("memory", "pass", "", {"ratio": 1.2}),
)
SOUND = (LOSS, GateCheck("agreement", "pass", "", {"same_label": 0.97}), *COSTS)


def evidence(*checks: GateCheck, slices: tuple[SliceDifference, ...] = ()) -> GateEvidence:
    return worded(report(checks, slices), rows=5_000, demands=DEMANDS)


def decided(gate: GateEvidence) -> Decision:
    state = RolloutState(
        id=1, model="demo", version=2, stage=Stage.PROPOSED, weight=0.0, revision=0, since=SINCE,
        paused_at=None, held_seconds=0.0, approved=False, probation_until=None, champion=1,
        under_way=None, newest_proposed=2,
    )  # fmt: skip
    return decide(DEFAULT, state, Evidence(gate=gate), SINCE)


def test_the_figures_are_those_of_the_checks_with_an_improvement_above_0() -> None:
    found = evidence(*SOUND)
    assert (found.improvement, found.lower, found.upper) == (0.01, -0.001, 0.02)
    assert (found.champion_loss, found.rows, found.agreement) == (0.2, 5_000, 0.97)
    assert (found.latency_ratio, found.size_ratio, found.nan_answers) == (1.3, 1.2, 0)
    assert (found.suspicions, found.lacking) == ((), ())
    assert decided(found).step is Step.CLEAR_GATE


@pytest.mark.parametrize(
    "name", ["leaked feature", "shuffled labels", "stale data", "ranking", "comparable"]
)
def test_a_failed_check_that_is_no_figure_is_a_suspicion_by_its_sentence(name: str) -> None:
    found = evidence(*SOUND, GateCheck(name, "fail", "It is wrong because of wind"))
    assert found.suspicions == ("It is wrong because of wind",)
    assert "because of wind" in decided(found).reason


def test_holes_are_counted_and_named() -> None:
    holes = GateCheck("answers", "fail", "No answer where carrier = HA", {"holes": 3, "rows": 4})
    found = evidence(holes, *COSTS)
    assert (found.nan_answers, found.suspicions) == (7, ("No answer where carrier = HA",))
    assert isnan(found.lower)
    assert decided(found).reason == (
        "the gate refused it: No answer where carrier = HA; it answered 7 rows with NaN or infinity"
    )


def test_what_has_too_little_data_is_waited_for_with_its_sentence() -> None:
    noisy = GateCheck("latency of 1 row", "too little data", "Too noisy to tell", {"ratio": 1.6})
    found = evidence(LOSS, noisy, COSTS[2])
    assert found.lacking == ("Too noisy to tell",)
    decision = decided(found)
    assert decision.step is None
    assert "Too noisy to tell" in decision.reason


def test_nothing_is_waited_for_once_something_failed() -> None:
    noisy = GateCheck("latency of 1 row", "too little data", "Too noisy to tell")
    found = evidence(*SOUND, noisy, GateCheck("stale data", "fail", "They are stale"))
    assert found.lacking == ()
    assert decided(found).step is Step.REJECT


def test_slices_that_are_too_small_are_not_waited_for() -> None:
    small = GateCheck("slices", "too little data", "No slice has 200 rows")
    assert decided(evidence(*SOUND, small)).step is Step.CLEAR_GATE


def test_slices_have_intervals_that_hold_together() -> None:
    part = SliceDifference("carrier", "EV", 300, 0.05, 0.2, 0.0001, error=0.01, clusters=11)
    one, both = evidence(*SOUND, slices=(part,)), evidence(*SOUND, slices=(part, part))
    (found,) = one.slices
    # t of 10 degrees of freedom, 97.5 %: 2.2281.
    assert (found.name, found.improvement) == ("carrier = EV", -0.05)
    assert found.upper == pytest.approx(-0.05 + 2.2281 * 0.01, abs=1e-6)
    assert found.lower == pytest.approx(-0.05 - 2.2281 * 0.01, abs=1e-6)
    assert both.slices[0].upper > found.upper
    assert "worse where carrier = EV" in decided(one).reason


def test_evidence_is_kept_as_plain_json() -> None:
    stored = Evidence(gate=evidence(*SOUND)).stored()
    assert stored is not None
    assert stored["gate"]["improvement"] == 0.01


def rows(count: int, days: int) -> pd.DataFrame:
    return pd.DataFrame({"truth": ["late"] * count, "cluster": [n % days for n in range(count)]})


@pytest.mark.parametrize(("count", "days", "enough"), [(999, 9, False), (1_000, 4, False),
                                                        (1_000, 5, True)])  # fmt: skip
def test_rows_and_days_are_counted_before_anything_is_judged(
    count: int, days: int, enough: bool
) -> None:
    found = too_few(rows(count, days), DEMANDS)
    assert (found is None) is enough
    if found is not None:
        assert f"{count:,} held-out rows of {days} days" in found.lacking[0]
        assert decided(found).step is None


def test_an_empty_report_passes_nothing() -> None:
    found = worded(GateReport(passed=None, checks=()), rows=5_000, demands=DEMANDS)
    assert decided(found).step is Step.REJECT


@pytest.mark.parametrize(
    ("standing", "judged"),
    [({}, True), ({"champion": None}, False), ({"under_way": 3}, False),
     ({"newest_proposed": 3}, False)],
)  # fmt: skip
def test_only_the_proposal_that_could_go_on_is_judged(standing: dict, judged: bool) -> None:
    known = {
        "id": 1, "model": "demo", "version": 2, "stage": Stage.PROPOSED, "weight": 0.0,
        "revision": 0, "since": SINCE, "paused_at": None, "held_seconds": 0.0, "approved": False,
        "probation_until": None, "champion": 1, "under_way": None, "newest_proposed": 2,
    }  # fmt: skip
    assert is_next(RolloutState(**(known | standing))) is judged
