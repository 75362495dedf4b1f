"""The rules alone, against a model of what they promise."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.core.rollouts.rules import (
    TRANSITIONS,
    RolloutRefused,
    Step,
    next_stage,
    require_promotable,
    require_proposable,
    require_reversible,
)
from api.core.rollouts.types import Stage, Standing

VERSION = st.integers(1, 4)
STANDINGS = st.builds(
    Standing,
    model=st.just("demo"),
    champion=st.none() | VERSION,
    previous=st.none() | VERSION,
    proposed=st.frozensets(VERSION),
)


@given(STANDINGS, VERSION)
def test_any_version_but_the_champion_may_be_promoted(standing: Standing, version: int) -> None:
    if version == standing.champion:
        with pytest.raises(RolloutRefused, match="is the champion already"):
            require_promotable(standing, version, seen_champion=standing.champion)
    else:
        require_promotable(standing, version, seen_champion=standing.champion)


@given(STANDINGS, VERSION, st.none() | VERSION)
def test_nothing_is_decided_on_a_champion_that_has_gone(
    standing: Standing, version: int, seen: int | None
) -> None:
    if seen != standing.champion:
        with pytest.raises(RolloutRefused):
            require_promotable(standing, version, seen_champion=seen)
        with pytest.raises(RolloutRefused):
            require_reversible(standing, seen_champion=seen)


@given(STANDINGS)
def test_a_rollback_goes_where_the_champion_came_from(standing: Standing) -> None:
    if standing.champion is None or standing.previous is None:
        with pytest.raises(RolloutRefused):
            require_reversible(standing, seen_champion=standing.champion)
    else:
        returned = require_reversible(standing, seen_champion=standing.champion)
        assert returned == standing.previous


@given(STANDINGS, VERSION)
def test_a_version_is_proposed_once(standing: Standing, version: int) -> None:
    if version == standing.champion or version in standing.proposed:
        with pytest.raises(RolloutRefused, match="already"):
            require_proposable(standing, version)
    else:
        require_proposable(standing, version)


@given(st.sampled_from(Stage), st.sampled_from(Step))
def test_only_the_listed_steps_are_taken(stage: Stage, step: Step) -> None:
    if (stage, step) in TRANSITIONS:
        assert next_stage(stage, step) is TRANSITIONS[stage, step]
    else:
        with pytest.raises(RolloutRefused, match=f"cannot {step}"):
            next_stage(stage, step)


def test_a_refusal_says_why_in_words() -> None:
    standing = Standing(model="digits", champion=3, previous=None, proposed=frozenset())
    with pytest.raises(RolloutRefused) as refusal:
        require_reversible(standing, seen_champion=3)
    assert str(refusal.value) == (
        "version 3 of digits is its first champion: there is none before it to return to"
    )
