"""What a check finds becomes an alert, and what it finds over ends one."""

from collections.abc import Sequence

from api.adapters.database import read_session
from api.core.alerts import queries
from api.core.tables import Alert
from worker.checks.check import check_model
from worker.tests.checks.served import MODEL, answers, begin, day_passes, in_job, ship
from worker.tests.installation import Installation


def check(installation: Installation, day: int, **answered: object) -> None:
    """The day's answers come in, if any are asked for, and are looked at in the evening."""
    if answered:
        ship(installation, f"day-{day}", answers(day, **answered))  # type: ignore[arg-type]  # as answers takes them
    day_passes(installation, day)
    in_job(installation, lambda context: check_model(context, model=MODEL))


def alerts(installation: Installation, kind: str) -> Sequence[Alert]:
    with read_session(installation.runtime.sessions) as session:
        found = queries.listed(session, model=MODEL, limit=9)
        return [alert for alert in found if alert.kind == kind]


def events(installation: Installation, alert: Alert) -> list[tuple[str, str]]:
    with read_session(installation.runtime.sessions) as session:
        return [(event.kind, event.severity) for event in queries.events(session, alert.id)]


def test_a_drift_is_told_once_until_it_is_worse_and_until_it_is_over(
    embedded: Installation,
) -> None:
    begin(embedded)
    check(embedded, 0, shift=0.0)
    assert alerts(embedded, "drift") == []
    for day in (1, 2):
        check(embedded, day, shift=2.0)
    (alert,) = alerts(embedded, "drift")
    assert (alert.key, alert.severity, alert.repeats) == ("drift:tiny", "moderate", 1)
    assert alert.title == "What tiny is asked differs from what it was trained on"
    assert alert.detail.startswith("1 of 4 features has drifted. Seriously: amount.")
    assert alert.detail.endswith(
        "Its repair waits for a person: the policy starts no retraining by itself."
    )
    assert alert.path == "/models/tiny/drift"

    check(embedded, 3, shift=2.0, kind="vip")
    check(embedded, 4)  # Nothing was asked that day: too little data, which changes nothing.
    (alert,) = alerts(embedded, "drift")
    assert (alert.state, alert.severity) == ("open", "serious")

    check(embedded, 5, shift=0.0)
    (alert,) = alerts(embedded, "drift")
    assert (alert.state, alert.resolved_by) == ("resolved", "policy:tiny")
    assert events(embedded, alert) == [
        ("raised", "moderate"), ("escalated", "serious"), ("resolved", "serious"),
    ]  # fmt: skip


def test_a_loss_above_the_promise_is_told_until_it_is_over(embedded: Installation) -> None:
    begin(embedded)
    for day in range(6):
        ship(embedded, f"day-{day}", answers(day, model_error=2.5))
    day_passes(embedded, 5)
    in_job(embedded, lambda context: check_model(context, model=MODEL))
    (alert,) = alerts(embedded, "quality")
    assert (alert.key, alert.severity, alert.state) == ("quality:tiny", "serious", "open")
    assert alert.title == "tiny answers much worse than was promised"
    assert alert.detail.startswith("The loss is ")
    assert "above what was promised, over 1,800 answers" in alert.detail
    assert alert.path == "/models/tiny/quality"

    # A month later nothing of it is left in the window.
    for day in range(40, 46):
        ship(embedded, f"day-{day}", answers(day))
    day_passes(embedded, 45)
    in_job(embedded, lambda context: check_model(context, model=MODEL))
    (alert,) = alerts(embedded, "quality")
    assert alert.state == "resolved"
