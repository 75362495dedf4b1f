"""A trial that a policy ends badly is an alert; whichever promotion comes next ends that."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from api.adapters.database import read_session, write_session
from api.core.alerts import queries
from api.core.alerts.conditions import resolve_by_promotion
from api.core.rollouts.rules import Step
from api.core.rollouts.types import RolloutState, Stage
from api.core.tables import Alert
from worker.alerts.loop import tell_of_step
from worker.tests.installation import Installation

NOW = datetime(2026, 11, 23, tzinfo=UTC)
SHADOW = RolloutState(
    id=2, model="tiny", version=2, stage=Stage.SHADOW, weight=0.0, revision=3, since=NOW,
    paused_at=None, held_seconds=0.0, approved=False, probation_until=None, champion=1,
    under_way=None, newest_proposed=None,
)  # fmt: skip
CANARY = replace(SHADOW, stage=Stage.CANARY, weight=0.05)
ON_PROBATION = replace(SHADOW, stage=Stage.PROMOTED, weight=1.0, champion=2)


def told(installation: Installation) -> list[Alert]:
    with read_session(installation.runtime.sessions) as session:
        return list(queries.listed(session, model="tiny", limit=9))


def take(installation: Installation, state: RolloutState, step: Step, reason: str) -> None:
    with write_session(installation.runtime.sessions) as session:
        tell_of_step(session, state, step, reason, now=NOW)


@pytest.mark.parametrize(
    ("state", "step", "severity", "title", "detail"),
    [
        (
            SHADOW, Step.REJECT, "moderate", "Version 2 of tiny was rejected in its trial",
            "It proved worse: loss +0.1. Version 1 answers everybody, as before.",
        ),
        (
            CANARY, Step.ROLL_BACK, "serious", "Version 2 of tiny was taken back",
            "It proved worse: loss +0.1. Version 1 answers everybody again.",
        ),
        (
            ON_PROBATION, Step.ROLL_BACK, "serious", "Version 2 of tiny was taken back",
            "It proved worse: loss +0.1. The version before it answers everybody again.",
        ),
    ],
)  # fmt: skip
def test_a_trial_that_ends_badly_is_told_with_its_reason(
    embedded: Installation, state: RolloutState, step: Step, severity: str, title: str, detail: str
) -> None:
    take(embedded, state, step, "it proved worse: loss +0.1")
    (alert,) = told(embedded)
    assert (alert.key, alert.severity) == ("rollout:tiny", severity)
    assert (alert.title, alert.detail) == (title, detail)
    assert (alert.model_name, alert.path) == ("tiny", "/models/tiny/rollout")


@pytest.mark.parametrize(
    ("stage", "step"),
    [
        (Stage.PROPOSED, Step.REJECT),
        (Stage.GATED, Step.REJECT),
        (Stage.SHADOW, Step.START_CANARY),
        (Stage.PROMOTED, Step.SETTLE),
    ],
)
def test_everyday_business_is_no_alert(embedded: Installation, stage: Stage, step: Step) -> None:
    take(embedded, replace(SHADOW, stage=stage), step, "so it is")
    assert told(embedded) == []


def test_the_next_promotion_by_the_policy_ends_it(embedded: Installation) -> None:
    take(embedded, SHADOW, Step.REJECT, "it proved worse")
    take(embedded, replace(CANARY, version=3), Step.PROMOTE, "it held its ground")
    (alert,) = told(embedded)
    assert (alert.state, alert.resolved_by) == ("resolved", "policy:tiny")


def test_the_next_promotion_by_hand_ends_it(embedded: Installation) -> None:
    take(embedded, CANARY, Step.ROLL_BACK, "it proved worse")
    with write_session(embedded.runtime.sessions) as session:
        resolve_by_promotion(session, model="tiny", version=3, actor="person:ana", now=NOW)
    (alert,) = told(embedded)
    assert (alert.state, alert.resolved_by) == ("resolved", "person:ana")
