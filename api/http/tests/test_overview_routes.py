from datetime import timedelta
from typing import Any

import pytest
from starlette.testclient import TestClient

from api.adapters.database import write_session
from api.core.alerts import operations as alerts
from api.core.jobs import operations as jobs
from api.core.tables import Alert, Rollout
from api.core.training import operations as training
from api.http.tests.conftest import ADMINISTRATOR, NOW
from api.http.tests.test_check_routes import QUALITY, looked

pytestmark = pytest.mark.parametrize(
    "database_kind",
    ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)],
)


@pytest.fixture
def asked(client: TestClient, seeded) -> TestClient:
    seeded.administrator()
    seeded.model()
    return client


def models(client: TestClient) -> list[dict[str, Any]]:
    answer = client.get("/v1/overview", auth=ADMINISTRATOR)
    assert answer.status_code == 200, answer.text
    return answer.json()["models"]


def raised(seeded, model: str | None = "delay", **changes: Any) -> int:
    sighting: dict[str, Any] = {
        "key": f"drift:{model}", "kind": "drift", "severity": "moderate", "title": "t",
        "detail": "d", "now": NOW, "actor": "policy:checks",
    }  # fmt: skip
    with write_session(seeded.sessions) as session:
        return alerts.raise_alert(session, model=model, **(sighting | changes)).id


def needs(model: dict[str, Any]) -> list[tuple[str, int]]:
    return [(reason["need"], reason["count"]) for reason in model["attention"]]


def test_a_model_that_nobody_has_looked_at_is_shown_with_what_is_known(asked: TestClient) -> None:
    (model,) = models(asked)
    assert (model["name"], model["attention"], model["serves"]["version"]) == ("delay", [], 1)
    assert [model[name] for name in ("quality", "drift", "trial", "last_training")] == [None] * 4
    assert model["live"] == {"last_24_hours": 0, "per_minute": 0.0}


def test_the_newest_check_tells_quality_against_the_promise_and_drift(
    asked: TestClient, seeded
) -> None:
    looked(seeded.sessions, drift_severity="serious", made_at=NOW - timedelta(days=1))
    looked(seeded.sessions, drift_severity="none", quality_severity="moderate")
    (model,) = models(asked)
    quality = model["quality"]
    assert (quality["rows"], quality["truths"], quality["truth_coverage"]) == (100, 80, 0.8)
    assert (quality["headline"], quality["figure"]["value"]) == ("brier", 0.2)
    assert quality["promised"] == 0.1
    assert model["drift"]["severity"] == "none"
    assert needs(model) == [("quality_moderate", 1)]


def test_a_figure_of_nothing_is_null(asked: TestClient, seeded) -> None:
    figure = {**QUALITY["window"]["figures"][0], "value": None}
    window = {**QUALITY["window"], "rows": 0, "truths": 0, "figures": [figure]}
    looked(seeded.sessions, drift_severity="none", quality={**QUALITY, "window": window})
    quality = models(asked)[0]["quality"]
    assert (quality["figure"]["value"], quality["truth_coverage"]) == (None, None)


def test_alerts_count_until_somebody_looks_after_them(asked: TestClient, seeded) -> None:
    failing = raised(seeded, key="job:x", kind="job")
    raised(seeded, key="drift:delay", severity="serious")
    other = raised(seeded, key="quality:delay")
    over = raised(seeded, key="rollout:delay", severity="serious")
    raised(seeded, None, key="job:tidy", kind="job", severity="serious")
    with write_session(seeded.sessions) as session:
        take_on, end = alerts.Action.ACKNOWLEDGE, alerts.Action.RESOLVE
        for alert, deed in ((other, take_on), (failing, take_on), (over, end)):
            alerts.act(
                session, alert_id=alert, action=deed, actor="person:ada", reason="r", now=NOW
            )
        assert session.get_one(Alert, over).state == "resolved"
    answer = asked.get("/v1/overview", auth=ADMINISTRATOR).json()
    (model,) = answer["models"]
    assert model["alerts"] == {
        "open_serious": 1, "open_moderate": 0, "acknowledged": 1, "about_jobs": 1,
    }  # fmt: skip
    assert needs(model) == [("serious_alert", 1), ("failing_jobs", 1)]
    assert answer["elsewhere"]["about_jobs"] == 1


def test_the_last_training_is_told_with_how_it_ended(asked: TestClient, seeded) -> None:
    with write_session(seeded.sessions) as session:
        for _ in range(2):
            run = training.start(
                session, model="delay", recipe="delay", parameters={}, reason="r",
                actor="system", now=NOW,
            )  # fmt: skip
        jobs.claim(session, job_id=run.job_id, worker="w", now=NOW, lease_seconds=30)
        jobs.fail(session, job_id=run.job_id, attempt=1, now=NOW, error="no truth")
    (model,) = models(asked)
    assert (model["last_training"]["id"], model["last_training"]["error"]) == (2, "no truth")
    assert needs(model) == [("training_failed", 1)]


def test_a_rollout_that_waits_for_a_person_is_told(asked: TestClient, seeded) -> None:
    seeded.model(weight=2.0, champion=False)
    with write_session(seeded.sessions) as session:
        session.add(
            Rollout(
                model_name="delay",
                version=2,
                stage="canary",
                weight=0.25,
                reason="r",
                created_at=NOW,
                updated_at=NOW,
                waits_for="a person's approval before the promotion (it was not worse)",
            )
        )
    (model,) = models(asked)
    assert (model["trial"]["version"], model["trial"]["stage"]) == (2, "canary")
    assert model["trial"]["awaits_approval"]
    assert needs(model) == [("approval", 1)]


def test_who_needs_somebody_most_comes_first(asked: TestClient, seeded) -> None:
    seeded.model("aaa")
    seeded.model("zzz")
    raised(seeded, "zzz", severity="serious")
    raised(seeded, "delay")
    assert [model["name"] for model in models(asked)] == ["zzz", "delay", "aaa"]


def test_more_models_take_no_more_queries(asked: TestClient, seeded, queries) -> None:
    looked(seeded.sessions)
    with queries() as first:
        models(asked)
    for number in range(3):
        seeded.model(f"more-{number}")
        looked(seeded.sessions, model_name=f"more-{number}")
        raised(seeded, f"more-{number}")
    with queries() as second:
        models(asked)
    assert len(second) == len(first)


def test_it_is_for_people_with_an_account(client: TestClient, seeded) -> None:
    seeded.person("ana", "viewer")
    assert client.get("/v1/overview").status_code == 401
    assert client.get("/v1/overview", auth=("ana", ADMINISTRATOR[1])).status_code == 200
