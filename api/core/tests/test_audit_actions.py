"""What is put together when it is written down has a name, too; all others the types see to."""

from typing import get_args

import pytest

from api.core.alerts.types import EventKind
from api.core.audit_actions import AuditAction
from api.core.experiments import rules as experiments
from api.core.rollouts import rules as rollouts

PUT_TOGETHER = [
    *(f"alert.{kind}" for kind in EventKind),
    *(f"experiment.{step}" for step in (*experiments.Step, "create", "allocate")),
    *(f"rollout.{step.replace(' ', '_')}" for step in rollouts.Step),
]


@pytest.mark.parametrize("action", PUT_TOGETHER)
def test_an_action_that_is_put_together_is_declared(action: str) -> None:
    assert action in get_args(AuditAction)


def test_names_are_in_order_and_said_once() -> None:
    names = get_args(AuditAction)
    assert list(names) == sorted(set(names))
