from dataclasses import replace

import pytest

from api.core.overview.rules import Facts, Need, Reason, reasons, urgency

WELL = Facts(
    serves=True,
    serious_alerts=0,
    moderate_alerts=0,
    failing_jobs=0,
    drift="none",
    quality="none",
    awaits_approval=False,
    paused=False,
    training_failed=False,
    rows=10_000,
    truths=9_000,
    least_rows=500,
)


def test_a_model_that_is_well_needs_nobody() -> None:
    assert reasons(WELL) == []
    assert reasons(replace(WELL, drift=None, quality=None, rows=0, truths=0)) == []
    assert reasons(replace(WELL, drift="too little data", quality="too little data")) == []


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"serves": False}, Reason(Need.SERVES_NOBODY, 1)),
        ({"serious_alerts": 2}, Reason(Need.SERIOUS_ALERT, 2)),
        ({"moderate_alerts": 3}, Reason(Need.ALERT, 3)),
        ({"failing_jobs": 4}, Reason(Need.FAILING_JOBS, 4)),
        ({"drift": "serious"}, Reason(Need.DRIFT_SERIOUS, 1)),
        ({"drift": "moderate"}, Reason(Need.DRIFT_MODERATE, 1)),
        ({"quality": "serious"}, Reason(Need.QUALITY_SERIOUS, 1)),
        ({"quality": "moderate"}, Reason(Need.QUALITY_MODERATE, 1)),
        ({"awaits_approval": True}, Reason(Need.APPROVAL, 1)),
        ({"paused": True}, Reason(Need.PAUSED, 1)),
        ({"training_failed": True}, Reason(Need.TRAINING_FAILED, 1)),
        ({"truths": 0}, Reason(Need.NO_TRUTH, 10_000)),
    ],
)
def test_each_fact_is_a_reason(changed: dict, expected: Reason) -> None:
    assert reasons(replace(WELL, **changed)) == [expected]


def test_truth_is_missed_only_of_enough_rows() -> None:
    assert reasons(replace(WELL, rows=499, truths=0)) == []
    assert reasons(replace(WELL, rows=500, truths=0)) == [Reason(Need.NO_TRUTH, 500)]


def test_the_most_pressing_reason_comes_first_and_decides_the_order() -> None:
    bad = reasons(replace(WELL, drift="serious", serious_alerts=1))
    worse = reasons(replace(WELL, drift="serious", serious_alerts=1, paused=True))
    waits = reasons(replace(WELL, awaits_approval=True))
    assert [reason.need for reason in worse] == [
        Need.SERIOUS_ALERT, Need.DRIFT_SERIOUS, Need.PAUSED,
    ]  # fmt: skip
    assert sorted([[], waits, bad, worse], key=urgency) == [worse, bad, waits, []]
