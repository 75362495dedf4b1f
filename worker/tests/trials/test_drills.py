"""Candidates that must be stopped, on departures of 2013 played through the public endpoint."""

from collections.abc import Iterator
from dataclasses import replace

import pandas as pd
import pytest
from sqlalchemy import func, select

from api.adapters.database import read_session
from api.adapters.settings import Settings
from api.artifact.sealing import Artifact
from api.core.rollouts import queries
from api.core.tables import AuditEntry, ShadowPrediction
from api.serving.measuring import measure
from worker.context import JobContext
from worker.publishing import Origin, publish
from worker.recipes.flight_delay import RECIPE
from worker.replays.bad_candidates import Candidate, Days, Kitchen, bad_candidates, honest
from worker.replays.drills import LARGEST_WEIGHT, DrillResult, run_drills
from worker.replays.flights import FIELD_NAMES, flights_of_2013
from worker.replays.player import Recording, play, steps
from worker.tests.installation import Installation, wait_until
from worker.tests.serving import Started, started
from worker.trials.advance import advance

pytestmark = pytest.mark.xdist_group("drills")
"""Trained once: two processes would each train it."""

MODEL = "flight-delay"
BEGIN, GATE_DAY = pd.Timestamp("2013-02-25T05:00Z"), pd.Timestamp("2013-03-04T05:00Z")
END = pd.Timestamp("2013-03-12T04:00Z")
CAUSES = {
    "shuffled labels": "shuffled labels",
    "leaked feature": "plane_seats, held the answer in training only",
    "stale data": "before the champion's, on 2013-02-18: they are stale",
    "twice as slow": "times as slow as the champion",
    "NaN for one category": "No finite answer where carrier = ",
}


class Life:
    """The model's life as it goes on: a day of departures at a time."""

    def __init__(self, farol: Started, recording: Recording) -> None:
        self._farol = farol
        self._recording = recording
        self._days = steps(recording, BEGIN, END, pd.Timedelta("1D"))

    def play_on(self) -> bool:
        step = next(self._days, None)
        if step is None:
            return False
        play(self._farol.clients[0], self._recording, step)
        self._farol.set_clock(MODEL, step.end.to_pydatetime())
        self._farol.ship()
        return True

    def play_until(self, moment: pd.Timestamp) -> None:
        for step in self._days:
            play(self._farol.clients[0], self._recording, step)
            self._farol.set_clock(MODEL, step.end.to_pydatetime())
            if step.end >= moment:
                break
        self._farol.ship()


@pytest.fixture(scope="module")
def kitchen(tmp_path_factory: pytest.TempPathFactory) -> Kitchen:
    dataset = RECIPE.load(Settings().packages_dir, RECIPE.defaults)
    moments = dataset.frame["occurred_at"]
    kept = (moments >= "2013-01-10") & (moments < "2013-02-26")
    return Kitchen(
        departures=type(dataset)(**{**vars(dataset), "frame": dataset.frame[kept]}),
        days=Days("2013-01-20", "2013-02-20", "2013-02-24"),
        stale_days=Days("2013-01-12", "2013-01-26", "2013-02-02"),
        parameters={"trees": 20, "smallest_leaf_rows": 200, "calibration_blocks": 0},
        directory=tmp_path_factory.mktemp("kitchen"),
        created_at="2013-02-25T00:00:00Z",
        code_commit="c0ffee",
    )


@pytest.fixture(scope="module")
def farol(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Started]:
    directory = tmp_path_factory.mktemp("farol")
    (directory / "packages").symlink_to(Settings().packages_dir.absolute())
    installation = Installation.at(directory, FAROL_SNAPSHOT_POLL_SECONDS="0.05")
    with started(installation) as farol:
        yield farol
    installation.stop_all()


@pytest.fixture(scope="module")
def life(farol: Started, kitchen: Kitchen) -> Life:
    """A champion that has served a week, with the truth about it."""
    days = Days("2013-01-18", "2013-02-18", "2013-02-22")
    champion = honest(Kitchen(**{**vars(kitchen), "days": days}), "champion")
    farol.in_job(lambda context: propose(context, champion))
    farol.serve()
    farol.loaded(MODEL)
    frame = flights_of_2013(Settings().packages_dir)
    frame = frame[(frame["occurred_at"] >= BEGIN) & (frame["occurred_at"] < END)]
    life = Life(farol, Recording(MODEL, FIELD_NAMES, frame.iloc[::3].reset_index(drop=True)))
    life.play_until(GATE_DAY)
    return life


def propose(context: JobContext, artifact: Artifact) -> int:
    """As the job that trained it would."""
    execution = measure(context.store.path(context.store.put(artifact.directory)))
    with context.session() as session:
        origin = Origin(actor="test", reason="a test", recipe=MODEL)
        return publish(session, context, artifact, execution, origin).version


@pytest.fixture(scope="module")
def drilled(farol: Started, kitchen: Kitchen, life: Life) -> list[DrillResult]:
    return farol.in_job(
        lambda context: run_drills(
            context, bad_candidates(kitchen), recipe=MODEL, play_on=life.play_on
        )
    )


@pytest.mark.parametrize("name", CAUSES)
def test_a_bad_candidate_is_stopped_with_its_cause(drilled: list[DrillResult], name: str) -> None:
    result = next(result for result in drilled if result.name == name)
    assert result.refused_at_stage is not None
    assert result.max_weight <= LARGEST_WEIGHT
    assert CAUSES[name] in result.reason
    assert result.passed


def test_every_refusal_is_audited_with_its_evidence(
    drilled: list[DrillResult], farol: Started
) -> None:
    with read_session(farol.installation.runtime.sessions) as session:
        entries = session.scalars(select(AuditEntry).where(AuditEntry.action == "rollout.reject"))
        assert {entry.actor for entry in entries} == {f"policy:{MODEL}"}
        (rollout,) = [r for r in queries.history(session, MODEL) if r.version == drilled[0].version]
        refusal = queries.transitions(session, [rollout.id])[rollout.id][-1]
    assert refusal.reason == drilled[0].reason
    assert refusal.evidence is not None
    assert refusal.evidence["gate"]["suspicions"]


def test_an_honest_candidate_goes_into_shadow_and_is_compared_on_live_rows(
    drilled: list[DrillResult], farol: Started, kitchen: Kitchen, life: Life
) -> None:
    version = farol.in_job(lambda context: propose(context, honest(kitchen, "honest")))
    farol.in_job(lambda context: advance(context, model=MODEL))
    sessions = farol.installation.runtime.sessions
    wait_until(lambda: shadows(farol) == {version}, "the shadow")
    assert life.play_on()
    wait_until(lambda: (farol.ship(), scored(farol, version) > 100)[1], "shadow rows")
    farol.in_job(lambda context: advance(context, model=MODEL))
    with read_session(sessions) as session:
        (state,) = [s for s in queries.open_states(session, MODEL) if s.version == version]
        waits = queries.get_rollout(session, state.id).waits_for
    assert state.stage == "shadow"
    assert waits is not None
    assert "1,000 rows with truth" in waits, waits


def test_a_drill_is_alone_and_leaves_nothing_behind(
    drilled: list[DrillResult], farol: Started, kitchen: Kitchen
) -> None:
    """The year's last candidate is still being tried when the drills begin."""
    in_shadow = farol.in_job(lambda context: propose(context, honest(kitchen, "last")))
    farol.in_job(lambda context: advance(context, model=MODEL))
    candidates = (
        Candidate("harmless", honest(kitchen, "harmless")),
        Candidate("stale data", honest(replace(kitchen, days=kitchen.stale_days), "stale again")),
    )
    harmless, stale = farol.in_job(
        lambda context: run_drills(context, candidates, recipe=MODEL, play_on=lambda: False)
    )
    assert not harmless.passed, "nothing speaks against it"
    assert stale.passed
    assert CAUSES["stale data"] in stale.reason
    with read_session(farol.installation.runtime.sessions) as session:
        stages = {r.version: r.stage for r in queries.history(session, MODEL)}
        assert queries.open_states(session, MODEL) == ()
    assert [stages[v] for v in (in_shadow, harmless.version, stale.version)] == [
        "aborted", "aborted", "rejected",
    ]  # fmt: skip


def shadows(farol: Started) -> set[int]:
    text = farol.clients[0].get("/metrics").text
    return {
        int(line.split('version="')[1].split('"')[0])
        for line in text.splitlines()
        if line.startswith("farol_shadow") and 'version="' in line
    }


def scored(farol: Started, version: int) -> int:
    with read_session(farol.installation.runtime.sessions) as session:
        statement = select(func.count()).where(ShadowPrediction.version == version)
        return session.scalars(statement.select_from(ShadowPrediction)).one()
