"""What the data plane is told at each stage."""

from datetime import UTC, datetime

import pytest

from api.artifact.snapshot import Variant
from api.core.rollouts.traffic import Traffic, traffic
from api.core.rollouts.types import Stage
from api.core.tables import Rollout

UNTIL = datetime(2026, 12, 1, tzinfo=UTC)


def rollout(version: int, stage: Stage, **more: object) -> Rollout:
    serves = stage in {Stage.PROMOTED, Stage.SETTLED}
    return Rollout(version=version, stage=stage.value, weight=1.0 if serves else 0.0, **more)


CHAMPION = rollout(1, Stage.SETTLED)
ALONE = Traffic((Variant("champion", 1, 1.0),))


def test_without_a_champion_nobody_answers() -> None:
    assert traffic([]) == Traffic()
    assert traffic([rollout(2, Stage.SHADOW)]) == Traffic()


@pytest.mark.parametrize(
    "stage",
    [
        Stage.PROPOSED,
        Stage.GATED,
        Stage.SUPERSEDED,
        Stage.ROLLED_BACK,
        Stage.REJECTED,
        Stage.ABORTED,
    ],
)
def test_a_version_in_no_traffic_neither_answers_nor_shadows(stage: Stage) -> None:
    assert traffic([CHAMPION, rollout(2, stage)]) == ALONE


def test_a_candidate_in_shadow_scores_the_champions_rows() -> None:
    assert traffic([CHAMPION, rollout(2, Stage.SHADOW)]) == Traffic(ALONE.variants, (2,))


def test_canary_and_champion_shadow_each_other() -> None:
    canary = Rollout(version=2, stage="canary", weight=0.25)
    assert traffic([CHAMPION, canary]) == Traffic(
        (Variant("canary", 2, 0.25), Variant("champion", 1, 0.75)), (1, 2)
    )


def test_on_probation_the_champion_before_stays_in_shadow() -> None:
    promoted = rollout(2, Stage.PROMOTED, previous_version=1, probation_until=UNTIL)
    assert traffic([promoted, rollout(1, Stage.SUPERSEDED)]) == Traffic(
        (Variant("champion", 2, 1.0),), (1,)
    )
    settled = rollout(2, Stage.SETTLED, previous_version=1)
    assert traffic([settled, rollout(1, Stage.SUPERSEDED)]).shadows == ()


def test_a_candidate_may_be_tried_while_the_champion_is_on_probation() -> None:
    promoted = rollout(2, Stage.PROMOTED, previous_version=1, probation_until=UNTIL)
    assert traffic([promoted, rollout(3, Stage.SHADOW)]).shadows == (3, 1)
    canary = Rollout(version=3, stage="canary", weight=0.05)
    assert traffic([promoted, canary]).shadows == (2, 3, 1)
    again = Rollout(version=1, stage="canary", weight=0.05)
    assert traffic([promoted, again]).shadows == (2, 1)
