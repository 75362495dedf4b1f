import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker
from starlette.testclient import TestClient

from api.core.tables import AuditEntry

ADMINISTRATOR = ("admin", "correct horse battery")
pytestmark = pytest.mark.parametrize(
    "database_kind",
    ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)],
)


def test_without_models_the_list_is_empty(client: TestClient) -> None:
    assert client.get("/v1/models").json() == {"models": []}


def test_a_model_is_listed_with_its_headline_and_baseline(client: TestClient, seeded) -> None:
    seeded.model()
    [model] = client.get("/v1/models").json()["models"]
    assert (model["name"], model["champion"], model["icon"]) == ("delay", 1, "plane")
    assert (model["headline"]["value"], model["headline"]["baseline"]) == (0.1, 0.2)
    assert model["live"] == {"last_24_hours": 0, "per_minute": 0.0}


def test_listing_more_models_takes_no_more_queries(client: TestClient, seeded, queries) -> None:
    seeded.model("one")
    with queries() as first:
        client.get("/v1/models")
    seeded.model("two")
    seeded.model("three")
    with queries() as second:
        client.get("/v1/models")
    assert len(first) == len(second)


def test_a_model_shows_its_champions_documents_and_all_versions(client: TestClient, seeded) -> None:
    seeded.model(weight=1.0)
    seeded.model(weight=2.0, champion=False)
    detail = client.get("/v1/models/delay").json()
    assert [(v["version"], v["stage"]) for v in detail["versions"]] == [(2, None), (1, "promoted")]
    assert detail["documented_version"] == 1
    assert detail["schema"]["fields"][0]["name"] == "wind"
    assert detail["schema"]["fields"][0]["unit"] == "", "what the sealed JSON leaves out is sent"
    assert detail["presentation"]["widgets"]["wind"]["options"] == []


def test_a_model_without_a_champion_shows_its_newest_version(client: TestClient, seeded) -> None:
    seeded.model(champion=False)
    detail = client.get("/v1/models/delay").json()
    assert (detail["champion"], detail["documented_version"]) == (None, 1)


def test_one_version_shows_its_documents(client: TestClient, seeded) -> None:
    version = seeded.model()
    detail = client.get("/v1/models/delay/versions/1").json()
    assert detail["digest"] == version.digest
    assert detail["manifest"]["parameters"] == {"trees": 1}
    assert detail["execution"]["reason"] == "It is small."


def test_an_unknown_model_is_answered_with_the_known_ones(client: TestClient, seeded) -> None:
    seeded.model()
    answer = client.get("/v1/models/nothing")
    assert answer.status_code == 404
    assert "delay" in answer.json()["detail"]


def test_an_unknown_version_is_a_404(client: TestClient, seeded) -> None:
    seeded.model()
    assert client.get("/v1/models/delay/versions/9").status_code == 404


def test_live_figures_of_a_quiet_model_are_empty(client: TestClient, seeded) -> None:
    seeded.model()
    figures = client.get("/v1/models/delay/metrics?minutes=5").json()
    assert figures["model"] == "delay"
    assert figures["versions"] == []


def test_live_figures_of_an_unknown_model_are_a_404(client: TestClient) -> None:
    assert client.get("/v1/models/nothing/metrics").status_code == 404


def test_caching_is_switched_and_audited(
    client: TestClient, seeded, sessions: sessionmaker[Session]
) -> None:
    seeded.administrator()
    seeded.model()
    answer = client.patch("/v1/models/delay", json={"cache_responses": True}, auth=ADMINISTRATOR)
    assert answer.json()["cache_responses"] is True
    with sessions() as session:
        entry = session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc())).first()
    assert (entry.actor, entry.action) == ("person:admin", "model.cache_responses")


def test_an_execution_is_overridden_and_measured_again(client: TestClient, seeded) -> None:
    seeded.administrator()
    seeded.model()
    path = "/v1/models/delay/versions/1/execution"
    changed = client.patch(path, json={"max_batch_size": 8}, auth=ADMINISTRATOR).json()
    assert (changed["execution"]["max_batch_size"], changed["execution"]["overridden"]) == (8, True)
    as_json = {"Content-Type": "application/json"}
    restored = client.patch(path, content=b"null", headers=as_json, auth=ADMINISTRATOR)
    assert restored.json()["execution"]["overridden"] is False


def test_a_version_is_promoted_and_rolled_back(client: TestClient, seeded) -> None:
    seeded.administrator()
    seeded.model(weight=1.0)
    seeded.model(weight=2.0, champion=False)
    order = {"version": 2, "reason": "better"}
    promoted = client.post("/v1/models/delay/promote", json=order, auth=ADMINISTRATOR)
    assert (promoted.status_code, promoted.json()["stage"]) == (200, "promoted")
    assert client.get("/v1/models/delay").json()["champion"] == 2
    back = client.post("/v1/models/delay/roll-back", json={"reason": "worse"}, auth=ADMINISTRATOR)
    assert (back.status_code, back.json()["version"]) == (200, 1)
    assert client.get("/v1/models/delay").json()["champion"] == 1


def test_rolling_back_the_first_version_is_a_conflict(client: TestClient, seeded) -> None:
    seeded.administrator()
    seeded.model()
    answer = client.post("/v1/models/delay/roll-back", json={"reason": "why"}, auth=ADMINISTRATOR)
    assert answer.status_code == 409


def test_promoting_the_champion_again_is_a_conflict(client: TestClient, seeded) -> None:
    seeded.administrator()
    seeded.model()
    order = {"version": 1, "reason": "again"}
    assert (
        client.post("/v1/models/delay/promote", json=order, auth=ADMINISTRATOR).status_code == 409
    )
