"""A/A: whole rollouts of a version against itself, or against one that is as good."""

import numpy as np
from scipy import stats

from api.core.rollouts.types import Stage
from monitoring.sequential.interval import ALPHA
from worker.trials.simulation import World, harmed_share, play_rollout

RUNS = 100


def test_versions_that_are_equally_good_are_seldom_held_to_do_harm() -> None:
    # More come once in a hundred times at the stated level.
    assert RUNS * harmed_share(RUNS, World(), seed=1) <= stats.binom.ppf(0.99, RUNS, ALPHA)


def test_a_version_against_itself_settles() -> None:
    ended = play_rollout(World(apart=0.0), np.random.default_rng(1))
    assert ended.stage is Stage.SETTLED, ended.reason


def test_harm_that_is_there_is_called_so() -> None:
    always_rainy = World(apart=0.2, days_differ=0.0)
    ended = play_rollout(always_rainy, np.random.default_rng(1))
    assert (ended.stage, ended.for_harm) == (Stage.REJECTED, True)
