import threading
from datetime import datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session, sessionmaker

from api.adapters.database import read_session, write_session
from api.artifact.snapshot import Variant
from api.core import audit
from api.core.models.queries import ModelAbsent, VersionAbsent
from api.core.rollouts import operations, queries
from api.core.rollouts.rules import RolloutRefused
from api.core.tables import Rollout, RolloutTransition

Sessions = sessionmaker[Session]
WHO = {"actor": "person:ada", "reason": "better in March"}


def promote(sessions: Sessions, version: int, now: datetime, model: str = "demo") -> None:
    with write_session(sessions) as session:
        operations.promote(session, model=model, version=version, now=now, **WHO)


def roll_back(sessions: Sessions, now: datetime, model: str = "demo") -> int:
    with write_session(sessions) as session:
        return operations.roll_back(session, model=model, now=now, **WHO).version


def champion(sessions: Sessions, model: str = "demo") -> int | None:
    with read_session(sessions) as session:
        return queries.champion(session, model)


def stages(sessions: Sessions, model: str = "demo") -> list[tuple[int, str, float]]:
    with read_session(sessions) as session:
        return [(r.version, r.stage, r.weight) for r in queries.history(session, model)]


def test_a_promoted_version_serves_all_traffic(sessions: Sessions, register, now: datetime) -> None:
    register()
    promote(sessions, 1, now)
    with read_session(sessions) as session:
        snapshot = queries.snapshot(session)
        assert snapshot.revision == queries.revision(session)
    (model,) = snapshot.models
    assert model.variants == (Variant(name="champion", version=1, weight=1.0),)
    assert [served.version for served in model.versions] == [1]


def test_a_promotion_supersedes_the_champion(sessions: Sessions, register, now: datetime) -> None:
    register(), register()
    promote(sessions, 1, now)
    promote(sessions, 2, now)
    assert stages(sessions) == [(2, "promoted", 1.0), (1, "superseded", 0.0)]


def test_a_rollback_returns_to_the_version_before(
    sessions: Sessions, register, now: datetime
) -> None:
    register(), register()
    promote(sessions, 1, now)
    promote(sessions, 2, now)
    assert roll_back(sessions, now) == 1
    assert stages(sessions) == [(2, "rolled_back", 0.0), (1, "promoted", 1.0)]


def test_the_first_champion_cannot_be_rolled_back(
    sessions: Sessions, register, now: datetime
) -> None:
    register()
    with pytest.raises(RolloutRefused, match="no champion"):
        roll_back(sessions, now)
    promote(sessions, 1, now)
    with pytest.raises(RolloutRefused, match="first champion"):
        roll_back(sessions, now)


def test_a_version_that_was_rolled_back_may_be_promoted_again(
    sessions: Sessions, register, now: datetime
) -> None:
    register(), register()
    for version in (1, 2):
        promote(sessions, version, now)
    roll_back(sessions, now)
    promote(sessions, 2, now)
    assert champion(sessions) == 2
    assert roll_back(sessions, now) == 1


def test_a_proposal_gets_no_traffic_until_it_is_promoted(
    sessions: Sessions, register, now: datetime
) -> None:
    register(), register()
    promote(sessions, 1, now)
    with write_session(sessions) as session:
        operations.propose(session, model="demo", version=2, now=now, **WHO)
    assert champion(sessions) == 1
    promote(sessions, 2, now)
    assert stages(sessions) == [(2, "promoted", 1.0), (1, "superseded", 0.0)]


def test_a_rejected_proposal_may_be_made_again(sessions: Sessions, register, now: datetime) -> None:
    register(), register()
    promote(sessions, 1, now)
    for _ in range(2):
        with write_session(sessions) as session:
            operations.propose(session, model="demo", version=2, now=now, **WHO)
        with write_session(sessions) as session:
            operations.reject(session, model="demo", version=2, now=now, **WHO)
    assert [stage for _, stage, _ in stages(sessions)] == ["rejected", "rejected", "promoted"]


def test_what_is_not_there_cannot_be_promoted(sessions: Sessions, register, now: datetime) -> None:
    with pytest.raises(ModelAbsent):
        promote(sessions, 1, now)
    register()
    with pytest.raises(VersionAbsent):
        promote(sessions, 2, now)


def test_every_change_names_who_and_why(sessions: Sessions, register, now: datetime) -> None:
    register()
    promote(sessions, 1, now)
    with read_session(sessions) as session:
        entry = audit.entries(session, subject="model:demo")[0]
    assert (entry.action, entry.actor, entry.reason, entry.at) == (
        "rollout.promote",
        "person:ada",
        "better in March",
        now,
    )
    assert entry.before == {"champion": None}
    assert entry.after is not None
    assert entry.after["champion"] == 1


def test_the_revision_counts_what_the_data_plane_must_see(
    sessions: Sessions, register, now: datetime
) -> None:
    register(), register()
    seen = []
    promote(sessions, 1, now)
    for change in ("propose", "promote", "roll_back"):
        with write_session(sessions) as session:
            before = queries.revision(session)
            if change == "roll_back":
                operations.roll_back(session, model="demo", now=now, **WHO)
            else:
                step = getattr(operations, change)
                step(session, model="demo", version=2, now=now, **WHO)
            seen.append(queries.revision(session) - before)
    assert seen == [0, 1, 1]


def test_a_model_without_a_champion_is_not_served(sessions: Sessions, register) -> None:
    register()
    with read_session(sessions) as session:
        assert queries.snapshot(session).models == ()


@pytest.mark.parametrize("versions", [(2, 2), (2, 3)])
def test_of_two_promotions_at_once_one_wins(
    sessions: Sessions, register, now: datetime, versions: tuple[int, int]
) -> None:
    for _ in range(3):
        register()
    promote(sessions, 1, now)
    outcomes: list[str] = []
    together = threading.Barrier(2)

    def try_to(version: int) -> None:
        try:
            with write_session(sessions) as session:
                if session.get_bind().dialect.name == "postgresql":
                    # Both have seen the same champion before either holds the model.
                    queries.champion(session, "demo")
                    together.wait()
                operations.promote(session, model="demo", version=version, now=now, **WHO)
        except RolloutRefused as refusal:
            outcomes.append(refusal.kind)
        else:
            outcomes.append("won")

    threads = [threading.Thread(target=try_to, args=(version,)) for version in versions]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [stage for _, stage, _ in stages(sessions)].count("promoted") == 1
    if versions == (2, 2):
        assert sorted(outcomes) == ["conflict", "won"]
    else:
        # Whoever comes second is refused if it had decided on the old champion.
        assert "won" in outcomes
        assert set(outcomes) <= {"conflict", "won"}


STEPS = st.lists(st.sampled_from([1, 2, 3, "back"]), max_size=12)


@settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(steps=STEPS)
def test_any_history_has_one_champion_and_goes_back_the_way_it_came(
    sessions: Sessions, register, now: datetime, steps: list[int | str]
) -> None:
    for _ in range(3):
        register()
    with write_session(sessions) as session:
        session.query(RolloutTransition).delete()
        session.query(Rollout).delete()
    expected: list[int] = []
    for step in steps:
        try:
            if step == "back":
                assert roll_back(sessions, now) == expected[-2]
                expected.pop()
            else:
                promote(sessions, int(step), now)
                expected.append(int(step))
        except RolloutRefused:
            assert len(expected) < 2 if step == "back" else expected[-1] == step
        assert champion(sessions) == (expected[-1] if expected else None)
