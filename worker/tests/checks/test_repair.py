"""Which days a repair that a policy asks for is trained, calibrated and judged on."""

from datetime import UTC, datetime

import msgspec
import pytest

from api.core.policies.observations import Repair
from api.core.policies.types import DEFAULT, Policy
from worker.checks.repair import repair_parameters
from worker.recipes import catalogue

# Two in the morning in UTC: still the day before in New York.
AT = datetime(2013, 6, 2, 2, tzinfo=UTC)


def policy(**rules: object) -> Policy:
    retraining = msgspec.structs.replace(DEFAULT.retraining, **rules)
    return msgspec.structs.replace(DEFAULT, retraining=retraining)


def asked(chosen: Policy, recipe: str | None = "flight-delay") -> dict[str, object]:
    return repair_parameters(
        chosen, Repair.RETRAIN, catalogue().get(recipe or ""), at=AT, is_replay=True
    )


@pytest.mark.parametrize(
    ("rules", "parts"),
    [
        ({}, {"train_to": "2013-05-26"}),
        ({"refit": True}, {"train_to": "2013-05-26", "refit": True}),
        (
            {"calibration_days": 8, "refit": True},
            {"train_to": "2013-05-18", "calibrate_to": "2013-05-26", "refit": True},
        ),
    ],
)
def test_a_retraining_is_judged_on_its_newest_days(rules, parts) -> None:
    found = asked(policy(holdout_days=6, parameters={"calibration_blocks": 0}, **rules))
    assert found == {
        "source": "log", "known_at": "2013-06-02T02:00:00Z", "truth_clock": "event",
        "holdout_to": "2013-06-01", "calibration_blocks": 0, **parts,
    }  # fmt: skip


def test_a_recipe_that_knows_no_log_is_trained_as_it_is() -> None:
    assert asked(policy(calibration_days=8, refit=True), "digits") == {}
    assert asked(policy(), None) == {}
