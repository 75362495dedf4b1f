"""A model's life as one list: every source, in order, in pages that leave nothing out."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.orm import Session, sessionmaker

from api.adapters.database import read_session, write_session
from api.core import audit, shipping
from api.core.alerts.operations import raise_alert, resolve
from api.core.experiments import operations as experiments
from api.core.experiments.rules import Step as ExperimentStep
from api.core.experiments.types import Arm, Goal, Plan
from api.core.jobs import operations as jobs
from api.core.models.clock import set_clock
from api.core.models.queries import ModelAbsent
from api.core.policies.operations import set_policy
from api.core.policies.types import DEFAULT
from api.core.reports.operations import ask
from api.core.rollouts import operations as rollouts
from api.core.rollouts.rules import TRANSITIONS, Step
from api.core.tables import Check, ExperimentAllocation, RolloutTransition
from api.core.timeline.cursor import CursorUnreadable, decode, encode
from api.core.timeline.queries import entries_between, timeline
from api.core.timeline.sources.alerts import WORDED
from api.core.timeline.types import KINDS, Entry, Place
from api.core.timeline.wording import ENGLISH, PORTUGUESE
from api.core.training import operations as training
from testing.records import error_record

Sessions = sessionmaker[Session]
START = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


PLAN = Plan(
    arms=(Arm("old", 1, 0.5), Arm("new", 2, 0.5)),
    control="old",
    goal=Goal("quality"),
    minimum_effect=0.01,
)


def hours(number: float) -> datetime:
    return START + timedelta(hours=number)


@pytest.fixture
def lived(sessions: Sessions, register) -> Sessions:
    """A model that was promoted, retrained in vain, given a policy, and failed on two days."""
    for _ in range(2):
        register()
    with write_session(sessions) as session:
        rollouts.promote(
            session, model="demo", version=1, actor="person:ana", reason="first", now=hours(1)
        )
        run = training.start(
            session, model="demo", recipe="demo", parameters={"trees": 3},
            reason="spring has come", actor="policy:demo", now=hours(2),
        )  # fmt: skip
        claim = jobs.claim(session, job_id=run.job_id, worker="w", now=hours(2), lease_seconds=60)
        jobs.fail(session, job_id=run.job_id, attempt=claim.attempt, now=hours(3), error="no truth")
        set_policy(
            session, model="demo", policy=DEFAULT, seen_number=0, actor="person:ana",
            reason="written down", now=hours(4),
        )  # fmt: skip
        failures = [hours(5), hours(6), hours(30)]
        shipping.ship(
            session, file="spool", end_position=3, now=hours(31),
            records=[
                (
                    n,
                    error_record(
                        n, served_at=at.timestamp(), status=500, reason="The model gave nan."
                    ),
                )
                for n, at in enumerate(failures, start=1)
            ],
        )  # fmt: skip
        session.add(check(hours(35)))
        raise_alert(
            session, key="drift:demo", model="demo", kind="drift", severity="serious",
            title="It drifted", detail="wind", now=hours(35), actor="policy:demo",
        )  # fmt: skip
        experiment = experiments.create(
            session, model="demo", name="wind", plan=PLAN, actor="person:ana",
            reason="is it better?", now=hours(36),
        )  # fmt: skip
        for at, step in ((37, ExperimentStep.START), (39, ExperimentStep.STOP)):
            experiments.take(
                session, experiment_id=experiment.id, step=step, seen_revision=None,
                actor="person:ana", reason=f"{step} it", now=hours(at),
            )  # fmt: skip
        resolve(
            session, key="drift:demo", actor="person:ana", reason="it is spring", now=hours(39.5)
        )
        ask(
            session, model="demo", window_start=START, window_end=hours(24), reason="weekly",
            actor="system", now=hours(40),
        )  # fmt: skip
    return sessions


def check(at: datetime) -> Check:
    return Check(
        model_name="demo", version=1, at=at, made_at=at, policy_number=1, drift_start=START,
        quality_start=START, repair="retrain", reason="drift was serious",
        drift_severity="serious", drift_reason="wind", drift={},
        quality_severity="none", quality_reason="as promised", quality={},
    )  # fmt: skip


def whole(sessions: Sessions, **wanted) -> list[Entry]:
    with read_session(sessions) as session:
        return list(timeline(session, model="demo", limit=100, **wanted).entries)


def test_a_life_is_told_newest_first_with_actor_and_reason(lived: Sessions) -> None:
    told = [(e.place.at, e.event, e.actor, e.reason) for e in whole(lived)]
    assert told == [
        (hours(40), "report_asked", "system", "weekly"),
        (hours(39.5), "alert_resolved", "person:ana", "it is spring"),
        (hours(39), "experiment_stopped", "person:ana", "stop it"),
        (hours(37), "experiment_started", "person:ana", "start it"),
        (hours(36), "experiment_created", "person:ana", "is it better?"),
        (hours(35), "check_retrain", None, "drift was serious"),
        (hours(35), "alert_raised", "policy:demo", "wind"),
        (hours(30), "requests_failed", None, "The model gave nan."),
        (hours(5), "requests_failed", None, "The model gave nan."),
        (hours(4), "policy_set", "person:ana", "written down"),
        (hours(3), "training_failed", None, "no truth"),
        (hours(2), "training_asked", "policy:demo", "spring has come"),
        (hours(1), "rollout_promote_now", "person:ana", "first"),
        (hours(1), "rollout_propose", "person:ana", "first"),
        (hours(0), "version_registered", "system", "registered from upload"),
        (hours(0), "version_registered", "system", "registered from upload"),
    ]


def test_failures_are_counted_by_day(lived: Sessions) -> None:
    told = [e.title["en"] for e in whole(lived, kinds={"failure"})]
    assert told == [
        "Requests that version 1 gave no answer to that day: 1.",
        "Requests that version 1 gave no answer to that day: 2.",
    ]


@pytest.mark.parametrize("limit", [1, 2, 3, 15, 16])
def test_pages_of_any_size_make_the_whole_list(lived: Sessions, limit: int) -> None:
    found: list[Entry] = []
    before: Place | None = None
    with read_session(lived) as session:
        while True:
            page = timeline(session, model="demo", limit=limit, before=before)
            found += page.entries
            if page.next_before is None:
                break
            before = decode(encode(page.next_before))
    assert found == whole(lived)


def test_a_kind_can_be_asked_for_by_itself(lived: Sessions) -> None:
    assert {e.kind for e in whole(lived)} == set(KINDS)
    for kind in KINDS:
        expected = [e for e in whole(lived) if e.kind == kind]
        assert whole(lived, kinds={kind}) == expected


def test_a_moment_cuts_before_it(lived: Sessions) -> None:
    assert whole(lived, before=decode("2026-11-22T16:00:00Z"))[0].place.at == hours(3)


def test_a_window_is_half_open_and_oldest_first(lived: Sessions) -> None:
    with read_session(lived) as session:
        found = entries_between(session, model="demo", start=hours(1), end=hours(3))
    assert [e.event for e in found] == ["rollout_propose", "rollout_promote_now", "training_asked"]


def test_entries_of_one_moment_keep_their_order_over_pages(sessions: Sessions, register) -> None:
    for _ in range(7):
        register()
    with read_session(sessions) as session:
        first = timeline(session, model="demo", limit=3)
        second = timeline(session, model="demo", limit=9, before=first.next_before)
    assert [e.version for e in (*first.entries, *second.entries)] == [7, 6, 5, 4, 3, 2, 1]


def test_a_step_carries_its_evidence(lived: Sessions) -> None:
    with write_session(lived) as session:
        step = session.get_one(RolloutTransition, 1)
        step.evidence = {"gate": {"rows": 10}}
    steps = whole(lived, kinds={"rollout"})
    assert steps[-1].evidence == {"gate": {"rows": 10}}


def test_a_check_tells_what_it_found(lived: Sessions) -> None:
    (entry,) = whole(lived, kinds={"check"})
    assert entry.title["en"] == "Version 1 was checked: it is to be retrained."
    assert entry.evidence == {
        "drift": {"severity": "serious", "reason": "wind"},
        "quality": {"severity": "none", "reason": "as promised"},
    }


def test_an_alert_says_what_it_is_about_in_every_language(lived: Sessions) -> None:
    resolved, raised = whole(lived, kinds={"alert"})
    assert raised.title == {
        "en": "An alert was opened: drift.",
        "pt-BR": "Um alerta foi aberto: deriva.",
    }
    assert resolved.title["en"] == "The alert about drift was resolved."
    assert raised.evidence == {"kind": "drift", "severity": "serious", "title": "It drifted"}
    assert raised.path == "/v1/alerts/1"


def test_every_kind_of_alert_has_its_sentences() -> None:
    told = [f"alert_{event}_{kind}" for event in ("raised", "resolved") for kind in WORDED]
    assert set(told) < set(ENGLISH)


def test_an_alert_of_a_kind_that_has_no_words_is_told(lived: Sessions) -> None:
    with write_session(lived) as session:
        raise_alert(
            session, key="weather:demo", model="demo", kind="weather", severity="moderate",
            title="It rains", detail="a lot", now=hours(50), actor="system",
        )  # fmt: skip
    newest = whole(lived, kinds={"alert"})[0]
    assert newest.title["en"] == "An alert was opened."


def test_an_alert_and_an_experiment_are_told_by_the_clock_of_their_model(
    lived: Sessions,
) -> None:
    march = datetime(2013, 3, 1, tzinfo=UTC)
    with write_session(lived) as session:
        set_clock(session, "demo", march)
        raise_alert(
            session, key="quality:demo", model="demo", kind="quality", severity="moderate",
            title="It is worse", detail="by 5%", now=hours(50), actor="policy:demo",
        )  # fmt: skip
        experiments.create(
            session, model="demo", name="rain", plan=PLAN, actor="person:ana", reason="r",
            now=hours(50),
        )  # fmt: skip
    told = whole(lived, kinds={"alert", "experiment"}, before=Place(hours(0), "", 0))
    assert [(e.event, e.place.at) for e in told] == [
        ("experiment_created", march),
        ("alert_raised", march),
    ]


def test_a_version_and_a_policy_are_told_by_the_clock_of_their_model(
    sessions: Sessions, register
) -> None:
    register()
    march = datetime(2013, 3, 1, tzinfo=UTC)
    with write_session(sessions) as session:
        set_clock(session, "demo", march)
        set_policy(
            session, model="demo", policy=DEFAULT, seen_number=0, actor="a", reason="r",
            now=hours(50),
        )  # fmt: skip
        assert audit.entries(session, subject="model:demo")[0].at == hours(50)
    register()
    told = whole(sessions, before=Place(hours(0), "", 0))
    assert [(e.event, e.version, e.place.at) for e in told] == [
        ("version_registered", 2, march),
        ("policy_set", None, march),
    ]


def test_new_shares_of_an_experiment_are_told(lived: Sessions) -> None:
    with write_session(lived) as session:
        session.add(
            ExperimentAllocation(
                experiment_id=1, number=2, at=hours(38), shares={"old": 0.3, "new": 0.7},
                reason="new answers better",
            )
        )  # fmt: skip
    told = next(e for e in whole(lived) if e.event == "experiment_allocated")
    assert told.title["pt-BR"] == "O experimento “wind” recebeu novas proporções."
    assert (told.actor, told.reason) == ("policy:experiments", "new answers better")
    assert told.evidence == {"experiment": 1, "shares": {"old": 0.3, "new": 0.7}}


def test_a_discarded_draft_is_told(lived: Sessions) -> None:
    with write_session(lived) as session:
        draft = experiments.create(
            session, model="demo", name="rain", plan=PLAN, actor="a", reason="r", now=hours(50)
        )
        experiments.take(
            session, experiment_id=draft.id, step=ExperimentStep.DISCARD, seen_revision=None,
            actor="a", reason="no use", now=hours(51),
        )  # fmt: skip
    assert whole(lived)[0].title["en"] == "The draft of the experiment “rain” was discarded."


def test_a_training_is_told_by_the_clock_of_its_model(sessions: Sessions, register) -> None:
    """Asked for in March 2013 by the model's clock; its job took 90 seconds by the wall's."""
    register()
    march = datetime(2013, 3, 1, tzinfo=UTC)
    with write_session(sessions) as session:
        set_clock(session, "demo", march)
        run = training.start(
            session, model="demo", recipe="demo", parameters={}, reason="r", actor="a",
            now=hours(1),
        )  # fmt: skip
        claim = jobs.claim(session, job_id=run.job_id, worker="w", now=hours(1), lease_seconds=9)
        end = hours(1) + timedelta(seconds=90)
        jobs.succeed(session, job_id=run.job_id, attempt=claim.attempt, now=end)
    told = [(e.event, e.place.at) for e in whole(sessions, kinds={"training"})]
    assert told == [
        ("training_succeeded", march + timedelta(seconds=90)),
        ("training_asked", march),
    ]


def test_an_unknown_model_is_none(sessions: Sessions) -> None:
    with read_session(sessions) as session, pytest.raises(ModelAbsent):
        timeline(session, model="nothing", limit=1)


@given(
    st.builds(
        Place,
        st.datetimes(datetime(1, 1, 2), datetime(9999, 12, 30), timezones=st.just(UTC)),  # noqa: DTZ001 - Hypothesis adds the zone
        st.sampled_from(["", "rollout", "training_ended"]),
        st.integers(0, 2**63 - 1),
    )
)
def test_a_cursor_survives_the_way_there_and_back(place: Place) -> None:
    assert decode(encode(place)) == place


@pytest.mark.parametrize(
    "text",
    ["", "yesterday", "2026-11-22T12:00:00", "2026-11-22T12:00:00Z~a", "2026-11-22T12:00:00Z~a~b",
     "2026-11-22T12:00:00Z~a~1~2", "2026-11-22T12:00:00Z~a~9999999999999999999",
     "0001-01-01T00:00:00+14:00"],
)  # fmt: skip
def test_what_is_no_cursor_is_refused(text: str) -> None:
    with pytest.raises(CursorUnreadable, match="expected the next_before"):
        decode(text)


def test_every_step_has_its_sentence_in_both_languages() -> None:
    steps = {Step.PROPOSE, *(step for _, step in TRANSITIONS)}
    assert {f"rollout_{step.replace(' ', '_')}" for step in steps} <= set(ENGLISH)
    assert set(ENGLISH) == set(PORTUGUESE)
