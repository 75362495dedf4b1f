"""Policies: what contradicts itself, what is said of them, and their history."""

from datetime import datetime, timedelta

import msgspec
import pytest
from sqlalchemy.orm import Session, sessionmaker

from api.adapters.database import read_session, write_session
from api.core import audit
from api.core.models.queries import ModelAbsent
from api.core.policies import queries
from api.core.policies.operations import PolicyChanged, set_policy
from api.core.policies.preview import LanguageUnknown, preview
from api.core.policies.rules import PolicyRefused, contradictions
from api.core.policies.types import DEFAULT, Canary, CanaryStep, Policy
from api.core.policies.wording import SENTENCES

Sessions = sessionmaker[Session]
AUTOMATIC = msgspec.structs.replace(DEFAULT, approvals=())


def changed(path: str, value: object, policy: Policy = DEFAULT) -> Policy:
    """The policy with one setting, named by its path, replaced."""
    name, _, rest = path.partition(".")
    part = value if not rest else changed(rest, value, getattr(policy, name))
    return msgspec.structs.replace(policy, **{name: part})


def with_changes(*settings: tuple[str, object], policy: Policy = DEFAULT) -> Policy:
    for path, value in settings:
        policy = changed(path, value, policy)
    return policy


def steps(*weights: float) -> tuple[CanaryStep, ...]:
    return tuple(CanaryStep(weight) for weight in weights)


def test_the_default_policy_is_consistent_and_gives_nothing_to_users_by_itself() -> None:
    assert contradictions(DEFAULT) == ()
    assert (DEFAULT.retraining.automatic, DEFAULT.takes_back) == (False, True)
    assert set(DEFAULT.approvals) == {"canary", "promotion"}


@pytest.mark.parametrize(
    ("policy", "sentence"),
    [
        (changed("canary.steps", ()), "The canary has no steps"),
        (changed("canary.steps", steps(0.25, 0.05)), "steps 25%, 5% do not rise"),
        (changed("canary.steps", steps(0.05, 0.05)), "do not rise"),
        (changed("canary.steps", steps(0.5, 1.0)), "step of 100% is not between 0 and 100 %"),
        (changed("canary.steps", steps(float("nan"))), "is not between"),
        (changed("canary.steps", (CanaryStep(0.1, min_rows=0),)), "needs at least 1 row"),
        (changed("canary.max_days", 1.0), "stays at 5% for at least 24 hours but is taken back"),
        (changed("severity.drift_serious_share", 0.1), "Drift is serious from 10% but moderate"),
        (changed("severity.quality_serious_loss", 0.01), "A loss of quality is serious from 1%"),
        (changed("checks.every_hours", 200.0), "some rows would never be looked at"),
        (changed("checks.every_hours", 0.0), "checks.every_hours is 0, and must be above 0"),
        (changed("gate.margin", -0.1), "gate.margin is -0.1, and must be 0 to"),
        (changed("gate.margin", float("nan")), "gate.margin is nan"),
        (changed("shadow.max_days", 1e9), "at most 36500"),
        (changed("shadow.min_truth_coverage", 1.5), "a share is 0 to 1"),
        (changed("shadow.min_days", 28.0), "but is given up after 28: nothing could pass"),
        (changed("retraining.cooldown_hours", 721.0), "longer than that period"),
        (
            with_changes(("retraining.schedule_days", 2.0), ("retraining.cooldown_hours", 72.0)),
            "due every 2 days, but the cooldown forbids it for 72 hours",
        ),
        (changed("retraining.schedule_days", 7.0), "needs more than the budget of 4 in 30 days"),
        (
            with_changes(("retraining.automatic", True), ("retraining.budget", 0)),
            "the budget allows none",
        ),
        (
            with_changes(
                ("retraining.automatic", True),
                ("retraining.drift_checks", None),
                ("retraining.on_quality_loss", False),
            ),
            "nothing starts it",
        ),
        (
            with_changes(
                ("retraining.recalibration.allowed", False),
                ("retraining.recalibration.schedule_days", 7.0),
            ),
            "due on a schedule, but it is not allowed",
        ),
        (
            changed("retraining.recalibration.window_days", 3),
            "nothing would be left to fit on",
        ),
        (
            changed("retraining.recalibration.schedule_days", 0.5),
            "its cooldown forbids it for 24 hours",
        ),
        (changed("probation.days", 0.0, AUTOMATIC), "followed by no probation"),
        (with_changes(("takes_back", False), policy=AUTOMATIC), "a mistake would stay"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_policy_that_contradicts_itself_is_told_why(policy: Policy, sentence: str) -> None:
    assert [found for found in contradictions(policy) if sentence in found]


@pytest.mark.parametrize(
    "policy",
    [
        AUTOMATIC,
        changed("probation.days", 0.0),
        changed("retraining.schedule_days", 7.5),
        with_changes(("retraining.cooldown_hours", 800.0), ("retraining.budget", 1)),
        changed("canary.steps", steps(0.01, 0.99)),
    ],
)
def test_what_only_looks_odd_is_accepted(policy: Policy) -> None:
    assert contradictions(policy) == ()


def test_all_contradictions_are_told_at_once() -> None:
    policy = with_changes(("takes_back", False), ("probation.days", 0.0), policy=AUTOMATIC)
    assert len(contradictions(policy)) == 2


def test_a_preview_says_what_the_policy_does() -> None:
    policy = with_changes(("retraining.automatic", True), ("retraining.schedule_days", 30.0))
    told = preview(policy, "en")
    assert "If drift is serious for 2 checks running, retrain." in told
    assert "Retrain every 30 days." in told
    assert (
        "Wait at least 1 day between two retrainings, and retrain at most 4 times in 30 days; "
        "the newest 14 days are kept to judge by." in told
    )
    assert "A person must agree before the canary and the promotion." in told
    assert "Drift is checked every day, over the last 7 days" in told[0]


def test_a_preview_in_portuguese_writes_numbers_as_portuguese_does() -> None:
    told = preview(changed("gate.min_rows", 12_500), "pt-BR")
    assert any("12.500 linhas" in sentence and "1,5 vezes" in sentence for sentence in told)
    assert "Uma pessoa precisa concordar antes de: canário e promoção." in told


@pytest.mark.parametrize("language", SENTENCES)
def test_every_sentence_can_be_said(language: str) -> None:
    everything = with_changes(
        ("retraining.automatic", True),
        ("retraining.schedule_days", 30.0),
        ("retraining.new_truth_rows", 5_000),
        ("retraining.new_truth_share", 0.3),
        ("retraining.recalibration.schedule_days", 7.0),
        ("retraining.calibration_days", 8),
        ("retraining.refit", True),
    )
    nothing = with_changes(
        ("retraining.automatic", True),
        ("shadow.demand", "better"),
        ("probation.days", 0.0),
        ("takes_back", False),
        policy=AUTOMATIC,
    )
    careless = changed("shadow.demand", "no_harm")
    said = {*preview(everything, language), *preview(nothing, language)}
    said |= set(preview(careless, language))
    said |= set(preview(DEFAULT, language))
    openings = {template.split("{")[0] for template in SENTENCES[language].values()}
    unsaid = [o for o in openings if not any(sentence.startswith(o) for sentence in said)]
    assert unsaid == []
    assert not any("{" in sentence for sentence in said)


def test_both_languages_have_the_same_sentences() -> None:
    assert set(SENTENCES["en"]) == set(SENTENCES["pt-BR"])


def test_another_language_is_refused_with_those_there_are() -> None:
    with pytest.raises(LanguageUnknown, match="one of en, pt-BR"):
        preview(DEFAULT, "fr")


def set_to(
    sessions: Sessions, policy: Policy, seen: int, now: datetime, reason: str = "why"
) -> int:
    with write_session(sessions) as session:
        return set_policy(
            session, model="demo", policy=policy, seen_number=seen, actor="person:ada",
            reason=reason, now=now,
        ).number  # fmt: skip


def test_a_model_has_the_default_policy_until_another_is_set(
    sessions: Sessions, register, now: datetime
) -> None:
    register()
    wide = changed("canary", Canary(steps=steps(0.5)))
    with read_session(sessions) as session:
        assert queries.current_policy(session, "demo") == DEFAULT
    assert set_to(sessions, wide, 0, now) == 1
    with read_session(sessions) as session:
        assert queries.current_policy(session, "demo") == wide


def test_every_policy_is_kept_with_who_when_and_why(
    sessions: Sessions, register, now: datetime
) -> None:
    register()
    set_to(sessions, AUTOMATIC, 0, now, "nobody is in at weekends")
    set_to(sessions, DEFAULT, 1, now + timedelta(days=1), "too bold")
    with read_session(sessions) as session:
        kept = queries.versions(session, "demo").rows
        entry = audit.entries(session, subject="model:demo")[0]
    assert [(v.number, v.reason, v.created_by) for v in kept] == [
        (2, "too bold", "person:ada"),
        (1, "nobody is in at weekends", "person:ada"),
    ]
    assert queries.policy_of(kept[1]) == AUTOMATIC
    assert (entry.action, entry.actor, entry.reason) == ("policy.set", "person:ada", "too bold")


def test_of_two_people_who_set_it_the_second_learns_what_happened(
    sessions: Sessions, register, now: datetime
) -> None:
    register()
    set_to(sessions, AUTOMATIC, 0, now, "nobody is in at weekends")
    with pytest.raises(PolicyChanged, match=r"person:ada set version 1 at .*weekends") as refusal:
        set_to(sessions, DEFAULT, 0, now)
    assert refusal.value.kind == "conflict"


def test_a_refused_policy_is_not_kept(sessions: Sessions, register, now: datetime) -> None:
    register()
    with pytest.raises(PolicyRefused, match="do not rise"):
        set_to(sessions, changed("canary.steps", steps(0.2, 0.1)), 0, now)
    with pytest.raises(ModelAbsent), write_session(sessions) as session:
        set_policy(
            session, model="none", policy=DEFAULT, seen_number=0, actor="a", reason="r", now=now
        )
    with read_session(sessions) as session:
        assert queries.versions(session, "demo").rows == []


def test_a_document_older_than_a_setting_gets_its_default(
    sessions: Sessions, register, now: datetime
) -> None:
    register()
    set_to(sessions, AUTOMATIC, 0, now)
    with write_session(sessions) as session:
        row = queries.newest_version(session, "demo")
        assert row is not None
        row.document = {k: v for k, v in row.document.items() if k != "probation"}
    with read_session(sessions) as session:
        assert queries.current_policy(session, "demo").probation == DEFAULT.probation
