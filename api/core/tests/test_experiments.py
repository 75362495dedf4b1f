"""Experiments in the database: made, started, stopped; beside the rollouts; two people at once."""

import threading
from datetime import datetime, timedelta

import msgspec
import pytest
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, sessionmaker

from api.adapters.database import read_session, write_session
from api.artifact.snapshot import ServedModel, Variant
from api.core import audit, serving_revision
from api.core.experiments import operations, queries
from api.core.experiments.plan_rules import PlanRefused
from api.core.experiments.queries import ExperimentAbsent
from api.core.experiments.results import RatioResult, Result
from api.core.experiments.rules import ExperimentRefused, Step
from api.core.experiments.traffic import split_of
from api.core.experiments.types import Arm, Goal, Plan
from api.core.models.queries import ModelAbsent, VersionAbsent
from api.core.rollouts import operations as rollouts
from api.core.rollouts import queries as rollout_queries
from api.core.rollouts.decisions import decide
from api.core.rollouts.rules import RolloutRefused
from api.core.rollouts.rules import Step as RolloutStep
from api.core.tables import Experiment
from api.core.tests.test_rollout_trials import TO_CANARY, WELL, Trial

Sessions = sessionmaker[Session]
ADA = {"actor": "person:ada", "reason": "is it worth it?"}
PLAN = Plan(
    arms=(Arm("old", 1, 0.5), Arm("new", 2, 0.5)),
    control="old",
    goal=Goal("quality"),
    minimum_effect=0.01,
)


def found(decision: str = "continue", *, stops: str | None = None, allocation: int = 1) -> Result:
    return Result(
        decision=decision,
        winner=None,
        stops=stops,
        sentences={"en": "Not decided yet.", "pt-BR": "Ainda sem decisão."},
        arms=(),
        guardrails=(),
        ratio=RatioResult(mismatch=False, counts={}, expected_shares={}),
        rows=10,
        subjects=5,
        with_past=0,
        allocation=allocation,
    )


class Lab:
    """Version 1 is the champion, 2 and 3 are registered, and there is a draft."""

    def __init__(self, sessions: Sessions, now: datetime) -> None:
        self.sessions = sessions
        self.now = now
        self.id = self.create()

    def create(self, plan: Plan = PLAN) -> int:
        with write_session(self.sessions) as session:
            return operations.create(
                session, model="demo", name="new against old", plan=plan, now=self.now, **ADA
            ).id

    def take(self, *steps: Step, number: int | None = None, seen: int | None = None) -> Experiment:
        for step in steps:
            with write_session(self.sessions) as session:
                taken = operations.take(
                    session, experiment_id=number or self.id, step=step, seen_revision=seen,
                    now=self.now, **ADA,
                )  # fmt: skip
        return taken

    def look(self, result: Result, shares: dict[str, float] | None = None) -> bool:
        with write_session(self.sessions) as session:
            return operations.record_look(
                session, experiment_id=self.id, result=result, as_of=self.now, now=self.now,
                shares=shares, why="drawn",
            )  # fmt: skip

    @property
    def row(self) -> Experiment:
        with read_session(self.sessions) as session:
            return queries.get_experiment(session, self.id)

    @property
    def served(self) -> ServedModel:
        with read_session(self.sessions) as session:
            return rollout_queries.snapshot(session).models[0]

    @property
    def serving_revision(self) -> int:
        with read_session(self.sessions) as session:
            return serving_revision.revision(session)


@pytest.fixture
def trial(sessions: Sessions, register, now: datetime) -> Trial:
    for _ in range(3):
        register()
    return Trial(sessions, now)


@pytest.fixture
def lab(trial: Trial, sessions: Sessions, now: datetime) -> Lab:
    return Lab(sessions, now)


ALONE = (Variant("champion", 1, 1.0),)


def arms(lab: Lab, allocation: int = 1, old: float = 0.5) -> tuple[Variant, ...]:
    return tuple(
        Variant(f"exp-{lab.id}.{allocation}:{name}", version, share, f"exp-{lab.id}:{name}")
        for name, version, share in (("old", 1, old), ("new", 2, 1 - old))
    )


def test_a_draft_changes_nothing_and_keeps_who_made_it_and_why(lab: Lab) -> None:
    assert (lab.row.status, lab.row.revision, lab.row.created_by) == ("draft", 0, "person:ada")
    assert msgspec.convert(lab.row.plan, Plan) == PLAN
    assert lab.served.variants == ALONE


def test_the_experiments_of_a_model_are_listed_a_page_at_a_time(lab: Lab) -> None:
    second = lab.create()
    lab.take(Step.START)
    with read_session(lab.sessions) as session:
        first = queries.experiments_page(session, "demo", limit=1)
        assert ([row.id for row in first.rows], first.next_before) == ([second], second)
        rest = queries.experiments_page(session, "demo", before=first.next_before, limit=1)
        assert ([row.id for row in rest.rows], rest.next_before) == ([lab.id], None)
        assert len(queries.experiments_page(session, "demo", search="NEW against").rows) == 2
        assert queries.experiments_page(session, "demo", search="100%").rows == []
        assert queries.running_on(session, "demo") == lab.id
        assert queries.running_on(session, "other") is None


def test_what_does_not_exist_is_not_found(lab: Lab) -> None:
    with write_session(lab.sessions) as session:
        given = {"name": "x", "now": lab.now, **ADA}
        with pytest.raises(ModelAbsent):
            operations.create(session, model="nothing", plan=PLAN, **given)
        unknown = msgspec.structs.replace(PLAN, arms=(Arm("old", 1, 0.5), Arm("new", 9, 0.5)))
        with pytest.raises(VersionAbsent, match="no version 9"):
            operations.create(session, model="demo", plan=unknown, **given)
    with pytest.raises(ExperimentAbsent):
        lab.take(Step.START, number=99)


def test_a_plan_that_contradicts_itself_is_refused(lab: Lab) -> None:
    with pytest.raises(PlanRefused, match=r"add up to 0\.9"):
        lab.create(msgspec.structs.replace(PLAN, arms=(Arm("old", 1, 0.5), Arm("new", 2, 0.4))))


def test_a_running_experiment_divides_the_subjects_by_a_salt_of_its_own(lab: Lab) -> None:
    before = lab.serving_revision
    started = lab.take(Step.START)
    assert (started.status, started.started_at, started.revision) == ("running", lab.now, 1)
    assert (lab.served.variants, lab.served.salt) == (arms(lab), f"experiment:{lab.id}")
    assert lab.serving_revision == before + 1
    with read_session(lab.sessions) as session:
        [allocation] = queries.allocations(session, lab.id)
    assert (allocation.number, allocation.shares, allocation.at) == (1, PLAN.shares, lab.now)


def test_a_variants_name_fits_its_column() -> None:
    longest = msgspec.structs.replace(PLAN, arms=(Arm("a" * 12, 1, 0.5), Arm("b", 2, 0.5)))
    split = split_of(9_999_999_999, "x", longest, 9_999, longest.shares)
    assert max(len(variant.name) for variant in split.variants) <= 32


def test_a_stop_gives_everybody_back_to_the_champion(lab: Lab) -> None:
    stopped = lab.take(Step.START, Step.STOP)
    assert (stopped.status, stopped.stopped_by, stopped.stop_reason) == (
        "stopped", "person:ada", "is it worth it?",
    )  # fmt: skip
    assert (lab.served.variants, lab.served.salt) == (ALONE, "")


def test_a_draft_is_discarded_and_never_started(lab: Lab) -> None:
    lab.take(Step.DISCARD)
    with pytest.raises(ExperimentRefused, match="cannot start an experiment that is discarded"):
        lab.take(Step.START)
    with pytest.raises(ExperimentRefused, match="cannot stop an experiment that is discarded"):
        lab.take(Step.STOP)


def test_one_experiment_a_model_runs(lab: Lab) -> None:
    other = lab.create()
    lab.take(Step.START)
    with pytest.raises(ExperimentRefused, match="'new against old' runs on demo: one at a time"):
        lab.take(Step.START, number=other)
    # The database says so too, whatever the code asks.
    with pytest.raises(IntegrityError), write_session(lab.sessions) as session:
        session.get_one(Experiment, other).status = "running"


def test_of_two_people_who_act_at_once_the_second_learns_what_happened(lab: Lab) -> None:
    lab.take(Step.START, seen=0)
    with pytest.raises(ExperimentRefused, match=r"is now running \(person:ada, .*is it worth it"):
        lab.take(Step.DISCARD, seen=0)
    lab.take(Step.STOP, seen=1)
    with pytest.raises(ExperimentRefused, match="is now stopped"):
        lab.take(Step.STOP, seen=1)


def test_of_two_who_start_at_once_one_wins(lab: Lab) -> None:
    refused: list[str] = []

    def start(number: int) -> None:
        try:
            lab.take(Step.START, number=number)
        except ExperimentRefused as error:
            refused.append(str(error))

    threads = [threading.Thread(target=start, args=(n,)) for n in (lab.id, lab.create())]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert refused == ["the experiment 'new against old' runs on demo: one at a time"]


def test_every_change_is_audited(lab: Lab) -> None:
    lab.take(Step.START)
    lab.look(found(), {"old": 0.3, "new": 0.7})
    lab.take(Step.STOP)
    with read_session(lab.sessions) as session:
        entries = audit.entries(session, subject="model:demo", limit=4)
    assert [(e.action, e.actor) for e in entries] == [
        ("experiment.stop", "person:ada"),
        ("experiment.allocate", "policy:experiments"),
        ("experiment.start", "person:ada"),
        ("experiment.create", "person:ada"),
    ]


# Beside the rollouts


def test_it_cannot_start_beside_a_canary(lab: Lab, trial: Trial) -> None:
    rollout = trial.propose(3)
    trial.take(rollout, *TO_CANARY)
    with pytest.raises(ExperimentRefused, match="version 3 of demo is a canary"):
        lab.take(Step.START)


def test_no_canary_begins_while_one_runs_and_the_policy_waits(lab: Lab, trial: Trial) -> None:
    rollout = trial.propose(3)
    trial.take(rollout, *TO_CANARY[:-1])
    lab.take(Step.START)
    state = trial.state(rollout)
    later = lab.now + timedelta(days=30)
    with read_session(lab.sessions) as session:
        policy = rollouts.current_policy(session, "demo")
    waits = decide(policy, state, WELL, later)
    assert (waits.step, waits.reason) == (None, "the experiment 'new against old' to end")
    with pytest.raises(RolloutRefused, match="'new against old' divides the users of demo"):
        trial.take(rollout, RolloutStep.START_CANARY)
    lab.take(Step.STOP)
    assert decide(policy, trial.state(rollout), WELL, later).step is RolloutStep.START_CANARY
    trial.take(rollout, RolloutStep.START_CANARY)


def test_a_candidate_in_shadow_goes_on_scoring(lab: Lab, trial: Trial) -> None:
    trial.take(trial.propose(3), *TO_CANARY[:-1])
    lab.take(Step.START)
    assert (lab.served.variants, lab.served.shadows) == (arms(lab), (3,))


@pytest.mark.parametrize("version", [2, 3])
def test_another_champion_ends_it_in_the_same_transaction(
    lab: Lab, trial: Trial, version: int
) -> None:
    lab.take(Step.START)
    trial.promote(version)
    assert (lab.row.status, lab.row.stopped_by, lab.row.stop_reason) == (
        "stopped", "person:ada", f"version {version} was promoted: better in March",
    )  # fmt: skip
    assert lab.served.variants == (Variant("champion", version, 1.0),)
    with read_session(lab.sessions) as session:
        newest = audit.entries(session, subject="model:demo", limit=1)[0]
    assert (newest.before, newest.after["champion"]) == ({"champion": 1}, version)


def test_a_rollback_of_the_champion_ends_it(lab: Lab, trial: Trial) -> None:
    trial.promote(2)
    lab.take(Step.START)
    trial.roll_back()
    assert lab.row.status == "stopped"
    assert lab.served.variants == ALONE


def test_an_arm_whose_rollout_is_rejected_ends_it(lab: Lab, trial: Trial) -> None:
    rollout = trial.propose(2)
    lab.take(Step.START)
    before = lab.serving_revision
    trial.take(rollout, RolloutStep.REJECT)
    assert (lab.row.status, lab.row.stop_reason) == (
        "stopped", "version 2 was rejected: to reject",
    )  # fmt: skip
    assert lab.serving_revision == before + 1
    other = lab.create()
    with pytest.raises(ExperimentRefused, match="version 2 of demo was refused or taken back"):
        lab.take(Step.START, number=other)


def test_a_rejected_version_of_no_arm_changes_nothing(lab: Lab, trial: Trial) -> None:
    rollout = trial.propose(3)
    lab.take(Step.START)
    trial.take(rollout, RolloutStep.REJECT)
    assert lab.row.status == "running"


def test_users_must_keep_an_arm_with_the_champion(lab: Lab, trial: Trial) -> None:
    trial.promote(3)
    with pytest.raises(ExperimentRefused, match="version 3, is in no arm"):
        lab.take(Step.START)


# Looks


def test_looks_are_kept_newest_first(lab: Lab) -> None:
    lab.take(Step.START)
    assert lab.look(found())
    assert lab.look(found("continue"))
    with read_session(lab.sessions) as session:
        looks = queries.looks(session, lab.id)
        newest = queries.newest_looks(session, [lab.id, 99])
    assert [look.id for look in looks] == [2, 1]
    assert newest[lab.id].id == 2
    assert looks[0].result["sentences"]["en"] == "Not decided yet."


def test_a_stop_rule_ends_it_with_its_reason(lab: Lab) -> None:
    lab.take(Step.START)
    assert lab.look(found("win", stops="an arm won: new is better."))
    assert (lab.row.status, lab.row.stopped_by, lab.row.stop_reason) == (
        "stopped", "policy:experiments", "an arm won: new is better.",
    )  # fmt: skip
    assert lab.served.variants == ALONE


def test_a_plan_that_does_not_stop_by_itself_only_says_so(lab: Lab) -> None:
    lab.id = lab.create(msgspec.structs.replace(PLAN, stops_itself=False))
    lab.take(Step.START)
    lab.look(found("win", stops="an arm won: new is better."))
    assert lab.row.status == "running"


def test_a_look_that_comes_after_a_persons_stop_is_not_kept(lab: Lab) -> None:
    lab.take(Step.START, Step.STOP)
    assert not lab.look(found("win", stops="an arm won"))
    with read_session(lab.sessions) as session:
        assert queries.looks(session, lab.id) == []
    assert lab.row.stopped_by == "person:ada"


def test_new_shares_are_a_new_allocation_and_a_new_name(lab: Lab) -> None:
    lab.take(Step.START)
    lab.look(found(), {"old": 0.3, "new": 0.7})
    assert lab.served.variants == arms(lab, 2, old=0.3)
    # A look that was taken before that knows older shares than those that count.
    lab.look(found(allocation=1), {"old": 0.9, "new": 0.1})
    assert lab.served.variants == arms(lab, 2, old=0.3)
