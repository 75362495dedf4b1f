"""What a policy does with a rollout, worked out by hand.

The policy under test: margin 1 % of the champion's loss of 0.15, that is 0.0015; shadow of 1,000
rows, 1 to 28 days; canary at 5, 25 and 50 % with 500 rows and 24 hours each; probation of 14 days.
"""

from datetime import UTC, datetime, timedelta

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.core.policies.types import DEFAULT, Policy, Probation, ShadowDemands
from api.core.rollouts.decisions import Decision, decide
from api.core.rollouts.evidence import (
    Evidence,
    GateEvidence,
    Guardrail,
    GuardrailEvidence,
    PairedEvidence,
    SliceEvidence,
    Verdict,
)
from api.core.rollouts.rules import Step
from api.core.rollouts.types import RolloutState, Stage

SINCE = datetime(2026, 11, 1, tzinfo=UTC)
HANDS_OFF = msgspec.structs.replace(DEFAULT, approvals=())
GATE = GateEvidence(
    rows=5_000,
    champion_loss=0.15,
    improvement=0.002,
    lower=-0.001,
    upper=0.005,
    confidence=0.95,
    latency_ratio=1.1,
    size_ratio=1.0,
    agreement=0.97,
    nan_answers=0,
)
PAIRS = PairedEvidence(
    rows=2_000,
    clusters=10,
    champion_loss=0.15,
    improvement=0.003,
    lower=0.001,
    upper=0.005,
    confidence=0.95,
    truth_coverage=0.9,
    dropped_share=0.0,
)


def guardrails(**verdicts: Verdict) -> GuardrailEvidence:
    def one(name: str, words: str) -> Guardrail:
        return Guardrail(words, verdicts.get(name, "held"), rows=800, value=0.1, limit=0.01)

    return GuardrailEvidence(
        errors=one("errors", "errors"),
        latency=one("latency", "latency"),
        score_shift=one("score_shift", "score distribution"),
        nan_answers=one("nan_answers", "NaN answers"),
    )


HELD = guardrails()
ENOUGH = Evidence(pairs=PAIRS, guardrails=HELD)


def pairs(**figures: float) -> Evidence:
    return Evidence(pairs=msgspec.structs.replace(PAIRS, **figures), guardrails=HELD)


def gate(**figures: object) -> Evidence:
    return Evidence(gate=msgspec.structs.replace(GATE, **figures))


def decided(
    stage: Stage,
    evidence: Evidence = Evidence(),  # noqa: B008 - frozen
    *,
    day: float = 2.0,
    policy: Policy = HANDS_OFF,
    **standing: object,
) -> Decision:
    """On the given day of the stage."""
    state: dict[str, object] = {
        "id": 1,
        "model": "demo",
        "version": 2,
        "stage": stage,
        "weight": 0.0,
        "revision": 3,
        "since": SINCE,
        "paused_at": None,
        "held_seconds": 0.0,
        "approved": False,
        "probation_until": None,
        "champion": 1,
        "under_way": None,
        "newest_proposed": None,
    }
    now = SINCE + timedelta(days=day)
    return decide(policy, RolloutState(**(state | standing)), evidence, now)  # type: ignore[arg-type]  # as above


def test_a_candidate_that_is_not_worse_passes_the_gate() -> None:
    decision = decided(Stage.PROPOSED, gate())
    assert decision.step is Step.CLEAR_GATE
    assert decision.reason == (
        "on 5,000 held-out rows it is not worse than the champion by more than 1.0% of the loss, "
        "and 1.10 times as slow"
    )


@pytest.mark.parametrize(
    ("figures", "cause"),
    [
        ({"lower": -0.0016}, "its loss may be 1.1% above the champion's; at most 1.0%"),
        ({"lower": float("nan")}, "its loss may be nan%"),
        ({"rows": 999}, "only 999 held-out rows, too few to judge (1,000 are needed)"),
        ({"latency_ratio": 2.0}, "it is 2.00 times as slow as the champion (limit 1.5)"),
        ({"latency_ratio": float("nan")}, "times as slow"),
        ({"size_ratio": 3.5}, "3.50 times as large"),
        ({"nan_answers": 7}, "it answered 7 rows with NaN or infinity"),
        ({"suspicions": ("a feature knows the answer: arrival_delay",)}, "arrival_delay"),
    ],
    ids=lambda value: next(iter(value)) if isinstance(value, dict) else "",
)
def test_the_gate_refuses_with_the_cause(figures: dict[str, object], cause: str) -> None:
    decision = decided(Stage.PROPOSED, gate(**figures))
    assert decision.step is Step.REJECT
    assert cause in decision.reason


def test_a_gate_that_lacks_data_is_waited_for_by_name_and_not_for_ever() -> None:
    lacking = gate(lacking=("312 held-out rows of 3 days",))
    waiting = decided(Stage.PROPOSED, lacking)
    assert waiting == Decision(
        None,
        "the gate to have enough to judge by: 312 held-out rows of 3 days",
        SINCE + timedelta(days=7),
    )
    assert decided(Stage.PROPOSED, lacking, day=7).step is Step.REJECT


def test_where_another_cause_left_no_figures_they_are_not_told() -> None:
    reason = decided(Stage.PROPOSED, gate(lower=float("nan"), nan_answers=3)).reason
    assert reason == "the gate refused it: it answered 3 rows with NaN or infinity"


def test_the_rows_of_a_stage_are_counted_apart_from_those_of_the_whole_trial() -> None:
    waits = decided(Stage.SHADOW, pairs(stage_rows=10)).reason
    assert waits == "1,000 rows with truth (10 so far)"


def test_days_that_are_too_few_are_told_instead_of_an_endless_interval() -> None:
    inf = float("inf")
    waits = decided(Stage.SHADOW, pairs(lower=-inf, upper=inf, clusters=3)).reason
    assert "3 whole days are too few to tell how sure that is" in waits


def test_the_gate_tells_every_cause() -> None:
    decision = decided(Stage.PROPOSED, gate(latency_ratio=2.0, nan_answers=1))
    assert "NaN" in decision.reason
    assert "slow" in decision.reason


def test_a_slice_is_refused_only_when_its_harm_is_shown() -> None:
    def slices(rows: int, upper: float) -> Evidence:
        part = SliceEvidence("carrier = EV", rows, 0.2, improvement=-0.05, lower=-0.1, upper=upper)
        return gate(slices=(part,))

    assert "carrier = EV (300 rows)" in decided(Stage.PROPOSED, slices(300, -0.021)).reason
    assert decided(Stage.PROPOSED, slices(300, -0.019)).step is Step.CLEAR_GATE
    assert decided(Stage.PROPOSED, slices(199, -0.021)).step is Step.CLEAR_GATE


def test_a_proposal_waits_for_its_gate_until_a_day_and_then_is_rejected() -> None:
    waiting = decided(Stage.PROPOSED)
    assert waiting == Decision(None, "the gate", SINCE + timedelta(days=7))
    assert decided(Stage.PROPOSED, day=7).step is Step.REJECT


def test_a_proposal_waits_for_the_candidate_before_it() -> None:
    decision = decided(Stage.PROPOSED, gate(), under_way=4, day=100)
    assert decision == Decision(None, "version 4, which is being tried, to be decided")


def test_only_the_newest_proposal_waits() -> None:
    decision = decided(Stage.PROPOSED, gate(), newest_proposed=3)
    assert decision == Decision(Step.REJECT, "version 3 is newer: only the newest proposal waits")


def test_without_a_champion_a_person_must_promote() -> None:
    assert decided(Stage.PROPOSED, gate(), champion=None).step is None


def test_past_the_gate_comes_the_shadow_unless_a_person_is_asked() -> None:
    asking = msgspec.structs.replace(DEFAULT, approvals=("shadow",))
    assert decided(Stage.GATED).step is Step.START_SHADOW
    waiting = decided(Stage.GATED, policy=asking)
    assert waiting.step is None
    assert waiting.until == SINCE + timedelta(days=14)
    assert "approval before the shadow" in waiting.reason
    assert decided(Stage.GATED, policy=asking, approved=True).step is Step.START_SHADOW
    assert decided(Stage.GATED, policy=asking, day=14).step is Step.REJECT


def test_a_shadow_that_held_its_ground_becomes_a_canary() -> None:
    decision = decided(Stage.SHADOW, ENOUGH)
    assert decision == Decision(
        Step.START_CANARY,
        "it held its ground: loss -2.0% against the champion, between -3.3% and -0.7% with 95% "
        "confidence, from 2,000 rows with truth",
    )


@pytest.mark.parametrize(
    ("evidence", "awaited"),
    [
        (Evidence(), "1,000 rows that both scored and whose truth is known (none yet)"),
        (pairs(rows=999), "1,000 rows with truth (999 so far)"),
        (pairs(truth_coverage=0.4), "the truth of 50% of the rows (40% so far)"),
        (pairs(dropped_share=0.3), "a shadow that leaves out at most 20% of the rows (30% now)"),
        (pairs(lower=-0.002), "proof that it is no worse than accepted"),
        (pairs(lower=float("nan")), "proof that it is no worse than accepted"),
        (Evidence(pairs=PAIRS), "enough data on guardrails"),
        (
            Evidence(pairs=PAIRS, guardrails=guardrails(latency="too_little_data")),
            "enough data on latency",
        ),
    ],
)
@pytest.mark.parametrize("stage", [Stage.SHADOW, Stage.CANARY])
def test_too_little_data_is_waited_for_and_in_the_end_no_pass(
    stage: Stage, evidence: Evidence, awaited: str
) -> None:
    awaited = awaited.replace("1,000", "500") if stage is Stage.CANARY else awaited
    if stage is Stage.CANARY and "999" in awaited:
        evidence, awaited = pairs(rows=499), awaited.replace("999", "499")
    weight = 0.05 if stage is Stage.CANARY else 0.0
    days = 14 if stage is Stage.CANARY else 28
    waiting = decided(stage, evidence, weight=weight)
    assert waiting.step is None
    assert waiting.until == SINCE + timedelta(days=days)
    assert awaited in waiting.reason
    ended = decided(stage, evidence, weight=weight, day=days)
    assert ended.step is (Step.ROLL_BACK if stage is Stage.CANARY else Step.REJECT)
    assert ended.reason.startswith(f"after {days} days it still waited for")


def test_a_shadow_lasts_its_least_time() -> None:
    early = decided(Stage.SHADOW, ENOUGH, day=0.5)
    assert (early.step, early.until) == (None, SINCE + timedelta(days=28))
    assert early.reason == "2026-11-02 00:00 UTC, the earliest time for it"


def test_harm_is_acted_on_however_little_data_shows_it() -> None:
    worse = pairs(rows=10, improvement=-0.05, lower=-0.09, upper=-0.002)
    rejected = decided(Stage.SHADOW, worse, day=0.1)
    assert rejected.step is Step.REJECT
    assert rejected.reason.startswith("in shadow it proved worse: loss +33.3% against the champion")
    taken = decided(Stage.CANARY, worse, day=0.1, weight=0.25)
    assert taken.step is Step.ROLL_BACK
    assert taken.reason.startswith("at 25% of the traffic it proved worse")


def test_a_loss_within_the_margin_is_no_harm() -> None:
    slightly_worse = pairs(improvement=-0.0012, lower=-0.0014, upper=-0.001)
    assert decided(Stage.SHADOW, slightly_worse).step is Step.START_CANARY


def test_a_policy_may_demand_better() -> None:
    better = msgspec.structs.replace(HANDS_OFF, shadow=ShadowDemands(demand="better"))
    equal = pairs(improvement=0.0, lower=-0.0001, upper=0.0001)
    slightly_worse = pairs(improvement=-0.0012, lower=-0.0014, upper=-0.001)
    assert decided(Stage.SHADOW, ENOUGH, policy=better).step is Step.START_CANARY
    assert "proof that it is better" in decided(Stage.SHADOW, equal, policy=better).reason
    assert decided(Stage.SHADOW, slightly_worse, policy=better).step is Step.REJECT


def test_a_broken_guardrail_ends_the_trial_and_names_the_cause() -> None:
    for_one_carrier = Guardrail("NaN answers", "breached", 800, 0.1, 0.0, "NaN for carrier = OO")
    broken = msgspec.structs.replace(HELD, nan_answers=for_one_carrier)
    for stage, step in (
        (Stage.SHADOW, Step.REJECT),
        (Stage.CANARY, Step.ROLL_BACK),
        (Stage.PROMOTED, Step.ROLL_BACK),
    ):
        evidence = Evidence(pairs=PAIRS, guardrails=broken)
        until = SINCE + timedelta(days=14)
        decision = decided(stage, evidence, weight=0.05, probation_until=until)
        assert decision.step is step
        assert "NaN answers broke the guardrail, 0.1 where at most 0 is allowed" in decision.reason
        assert "NaN for carrier = OO" in decision.reason


def test_a_canary_widens_step_by_step_and_is_then_promoted() -> None:
    steps = [decided(Stage.CANARY, ENOUGH, weight=weight) for weight in (0.05, 0.25, 0.5)]
    assert [d.step for d in steps] == [Step.WIDEN, Step.WIDEN, Step.PROMOTE]
    assert steps[0].reason.startswith("to 25% of the traffic: it held its ground")


def test_a_canary_whose_policy_changed_goes_to_the_next_wider_step() -> None:
    assert decided(Stage.CANARY, ENOUGH, weight=0.1).reason.startswith("to 25%")
    assert decided(Stage.CANARY, ENOUGH, weight=0.02).reason.startswith("to 5%")


def test_a_person_is_asked_before_the_canary_and_the_promotion_by_default() -> None:
    for stage, weight, what in (
        (Stage.SHADOW, 0.0, "canary"),
        (Stage.CANARY, 0.5, "promotion"),
    ):
        asked = decided(stage, ENOUGH, weight=weight, policy=DEFAULT)
        assert asked.step is None
        assert asked.reason.startswith(f"a person's approval before the {what} (it held its")
        agreed = decided(stage, ENOUGH, weight=weight, policy=DEFAULT, approved=True)
        assert agreed.step is not None
    assert decided(Stage.CANARY, ENOUGH, weight=0.05, policy=DEFAULT).step is Step.WIDEN


def test_a_pause_holds_everything_but_harm_and_is_not_counted() -> None:
    paused = {"paused_at": SINCE + timedelta(days=1), "weight": 0.05}
    for stage in (Stage.GATED, Stage.SHADOW, Stage.CANARY):
        held = decided(stage, ENOUGH, day=90, **paused)
        assert held == Decision(None, "a person to resume it, paused since 2026-11-02")
    worse = pairs(improvement=-0.05, lower=-0.09, upper=-0.02)
    assert decided(Stage.CANARY, worse, **paused).step is Step.ROLL_BACK
    ten_days = {"held_seconds": 10 * 86_400.0}
    assert decided(Stage.SHADOW, day=37, **ten_days).until == SINCE + timedelta(days=38)
    assert decided(Stage.SHADOW, day=38, **ten_days).step is Step.REJECT


def test_a_champion_settles_when_its_probation_is_over_and_it_held() -> None:
    until = {"probation_until": SINCE + timedelta(days=14)}
    early = decided(Stage.PROMOTED, ENOUGH, day=13, **until)
    assert (early.step, early.until) == (None, SINCE + timedelta(days=14))
    assert decided(Stage.PROMOTED, ENOUGH, day=14, **until).step is Step.SETTLE
    thin = decided(Stage.PROMOTED, pairs(rows=10), day=30, **until)
    assert thin.step is None
    assert "1,000 rows with truth (10 so far)" in thin.reason
    assert decided(Stage.PROMOTED, day=1, approved=True, **until).step is Step.SETTLE


def test_a_champion_that_proves_worse_is_taken_back_or_reported() -> None:
    worse = pairs(improvement=-0.05, lower=-0.09, upper=-0.02)
    until = {"probation_until": SINCE + timedelta(days=14)}
    assert decided(Stage.PROMOTED, worse, **until).step is Step.ROLL_BACK
    asking = msgspec.structs.replace(DEFAULT, takes_back=False)
    told = decided(Stage.PROMOTED, worse, policy=asking, **until)
    assert told.step is None
    assert told.reason.startswith("a person to roll it back")


def test_a_champion_with_nobody_before_it_settles_at_once() -> None:
    worse = pairs(improvement=-0.05, lower=-0.09, upper=-0.02)
    assert decided(Stage.PROMOTED, day=0).step is Step.SETTLE
    assert decided(Stage.PROMOTED, worse, day=0).step is Step.SETTLE


@pytest.mark.parametrize(
    "stage",
    [Stage.SETTLED, Stage.SUPERSEDED, Stage.REJECTED, Stage.ROLLED_BACK, Stage.ABORTED],
)
def test_what_is_over_waits_for_nothing(stage: Stage) -> None:
    assert decided(stage, ENOUGH).step is None


FIGURES = st.floats(-1, 1) | st.just(float("nan"))
VERDICTS: st.SearchStrategy[Verdict] = st.sampled_from(["held", "breached", "too_little_data"])
EVIDENCE = st.builds(
    Evidence,
    pairs=st.none()
    | st.builds(
        PairedEvidence,
        rows=st.integers(0, 3_000),
        clusters=st.integers(0, 30),
        champion_loss=st.floats(0.01, 1),
        improvement=FIGURES,
        lower=FIGURES,
        upper=FIGURES,
        confidence=st.just(0.95),
        truth_coverage=st.floats(0, 1),
        dropped_share=st.floats(0, 1),
    ),
    guardrails=st.none()
    | st.builds(guardrails, errors=VERDICTS, latency=VERDICTS, nan_answers=VERDICTS),
)
FORWARD = {Step.START_CANARY, Step.WIDEN, Step.PROMOTE}


@given(
    EVIDENCE,
    st.sampled_from([Stage.SHADOW, Stage.CANARY, Stage.PROMOTED]),
    st.floats(0, 60),
    st.sampled_from([0.05, 0.25, 0.5]),
)
def test_no_evidence_that_is_thin_or_unclear_ever_moves_a_candidate_on(
    evidence: Evidence, stage: Stage, day: float, weight: float
) -> None:
    until = SINCE + timedelta(days=14)
    policy = msgspec.structs.replace(HANDS_OFF, probation=Probation(min_rows=500))
    decision = decided(
        stage, evidence, day=day, weight=weight, policy=policy, probation_until=until
    )
    if decision.step in FORWARD | {Step.SETTLE}:
        seen = evidence.pairs
        assert seen is not None
        assert evidence.guardrails == HELD
        assert seen.rows >= 500
        assert seen.lower >= -0.01 * seen.champion_loss
        assert seen.truth_coverage >= 0.5
        assert seen.dropped_share <= 0.2
    if decision.step is None and stage is not Stage.PROMOTED:
        assert decision.until is not None
    assert decision.reason


@pytest.mark.parametrize("figure", ["lower", "upper"])
def test_evidence_is_stored_as_plain_json(figure: str) -> None:
    stored = pairs(**{figure: float("nan")}).stored()
    assert stored is not None
    assert set(stored) == {"pairs", "guardrails"}
    assert stored["pairs"][figure] is None
    assert Evidence().stored() is None
