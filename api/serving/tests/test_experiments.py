"""An experiment's arms in the data plane: sticky, by a salt of their own, traceable."""

from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.artifact.snapshot import ServedModel, ServedVersion, Snapshot, Variant
from api.serving.plane import DataPlane
from api.serving.tests.shadowing import (
    EXECUTION,
    MAKERS,
    ask,
    body,
    live_records,
    run_plane,
    snapshot,
)
from api.serving.traffic import choose, share_of

ARMS = ("old", "new", "newer")
SHARES = st.lists(st.floats(0.05, 1), min_size=2, max_size=3)


def variants(shares: list[float], allocation: int = 1) -> tuple[Variant, ...]:
    total = sum(shares)
    return tuple(
        Variant(f"exp-7.{allocation}:{ARMS[n]}", n + 1, share / total, f"exp-7:{ARMS[n]}")
        for n, share in enumerate(shares)
    )


def arm(shares: list[float], subject: str, allocation: int = 1) -> str:
    return choose("experiment:7", variants(shares, allocation), subject).name.partition(":")[2]


@given(st.text(), SHARES, st.integers(1, 9))
def test_a_subject_keeps_its_arm_while_the_shares_stay(
    subject: str, shares: list[float], allocation: int
) -> None:
    assert arm(shares, subject) == arm(shares, subject, allocation)


@given(st.text(), st.floats(0.05, 0.95), st.floats(0.05, 0.95))
def test_of_two_arms_the_one_that_grows_gives_nobody_back(
    subject: str, one: float, other: float
) -> None:
    small, large = sorted((one, other))
    if arm([small, 1 - small], subject) == "old":
        assert arm([large, 1 - large], subject, 2) == "old"


def test_shares_are_what_was_set_and_move_no_more_subjects_than_they_must() -> None:
    people = [f"person {n}" for n in range(20_000)]
    before = Counter(arm([0.5, 0.5], person) for person in people)
    moved = sum(arm([0.5, 0.5], p) != arm([0.6, 0.4], p) for p in people)
    # Three standard deviations of binomials with p = 0.5 and 0.1.
    assert abs(before["old"] - 10_000) < 212
    assert abs(moved - 2_000) < 127


def test_a_subjects_place_says_nothing_of_its_place_elsewhere() -> None:
    """Who is early on the rollout's line, and so the first in a canary, is in no arm for that."""
    people = [str(n) for n in range(20_000)]
    first = [p for p in people if share_of("m", p) < 0.05]
    for salt in ("experiment:7", "experiment:8"):
        early = sum(share_of(salt, p) < 0.5 for p in first) / len(first)
        assert early == pytest.approx(0.5, abs=0.05)


@pytest.fixture(scope="module")
def models(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("models")
    for name, make in MAKERS.items():
        make(root / name)
    return root


def experiment() -> Snapshot:
    versions = tuple(
        ServedVersion(n, name, EXECUTION) for n, name in enumerate(("double", "root"), start=1)
    )
    return Snapshot(1, (ServedModel("m", variants([0.5, 0.5]), versions, salt="experiment:7"),))


def test_every_record_says_its_arm_and_its_allocation(models: Path, tmp_path: Path) -> None:
    async def forty_people_twice(plane: DataPlane) -> None:
        for n in range(80):
            await ask(plane, 4, subject=f"person {n % 40}")

    run_plane(models, tmp_path, forty_people_twice, experiment())
    said = [record.variant for record in live_records(tmp_path)]
    assert said[:40] == said[40:]
    assert set(said) == {"exp-7.1:old", "exp-7.1:new"}


def test_who_names_a_version_is_in_no_arm(models: Path, tmp_path: Path) -> None:
    async def pinned(plane: DataPlane) -> str:
        route = plane.table.routes["m"]
        return (await plane.predict(route, route.version("2"), body(4))).record.variant

    assert run_plane(models, tmp_path, pinned, experiment()) == "direct"


def test_metrics_bear_no_number_of_an_allocation(models: Path, tmp_path: Path) -> None:
    async def some(plane: DataPlane) -> set[str]:
        for n in range(20):
            await ask(plane, 4, subject=str(n))
        return {count.variant for count in plane.route_counts() if count.requests}

    assert run_plane(models, tmp_path, some, experiment()) == {"exp-7:old", "exp-7:new"}


def test_without_an_experiment_nothing_is_chosen_per_request(models: Path, tmp_path: Path) -> None:
    async def the_only_one(plane: DataPlane) -> str | None:
        only = plane.table.routes["m"].only
        return None if only is None else only.variant

    assert run_plane(models, tmp_path, the_only_one, snapshot(["double"], ())) == "v1"
    assert run_plane(models, tmp_path, the_only_one, experiment()) is None
