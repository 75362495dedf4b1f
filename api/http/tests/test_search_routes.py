import pytest
from starlette.testclient import TestClient

from api.adapters.database import write_session
from api.core.tables import Experiment, Model
from api.core.training.operations import start
from api.http.tests.conftest import NOW, PASSWORD

pytestmark = pytest.mark.parametrize(
    "database_kind",
    ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)],
)


@pytest.fixture
def people(client: TestClient, seeded) -> TestClient:
    for role in ("viewer", "engineer", "administrator"):
        seeded.person(f"a-{role}", role)
    seeded.model()
    seeded.model(weight=2.0)
    seeded.model("wind-power")
    with write_session(seeded.sessions) as session:
        session.get_one(Model, "wind-power").title = {"en": "Wind power", "pt-BR": "Energia"}
        for model, reason in (("delay", "the storm of 100% wind"), ("wind-power", "weekly")):
            start(
                session, model=model, recipe="r", parameters={}, reason=reason,
                actor="system", now=NOW,
            )  # fmt: skip
    return client


def an_experiment() -> Experiment:
    return Experiment(
        model_name="delay", name="Does it matter?", plan={}, status="draft", revision=0,
        created_at=NOW, created_by="person:ana", reason="r",
    )  # fmt: skip


def found(
    client: TestClient, text: str, role: str = "administrator", limit: int = 5
) -> list[tuple[str, str]]:
    answer = client.get(
        "/v1/search", params={"text": text, "limit": limit}, auth=(f"a-{role}", PASSWORD)
    )
    assert answer.status_code == 200, answer.text
    return [(hit["kind"], hit["id"]) for hit in answer.json()["hits"]]


def test_models_are_found_by_name_and_by_title_in_any_language(people: TestClient) -> None:
    assert ("model", "wind-power") in found(people, "WIND")
    assert ("model", "delay") in found(people, "atraso")
    assert found(people, "nothing at all") == []


def test_a_number_is_the_version_or_the_run(people: TestClient) -> None:
    assert found(people, "delay 2", "viewer") == [("model", "delay"), ("version", "2")]
    assert found(people, "delay 1") == [
        ("model", "delay"), ("version", "1"), ("training run", "1"),
    ]  # fmt: skip
    assert found(people, "wind-power 1") == [("model", "wind-power"), ("version", "1")]
    assert found(people, "99999999999999999999") == found(people, "²") == []


def test_a_run_is_found_by_why_it_was_asked_for(people: TestClient) -> None:
    assert ("training run", "1") in found(people, "100% w")
    assert ("training run", "2") not in found(people, "100% w")
    assert found(people, "%_%") == []


def test_the_newest_of_each_kind_come_first_and_are_not_many(people: TestClient) -> None:
    assert found(people, "delay", "viewer", limit=1) == [("model", "delay"), ("version", "2")]


def test_everybody_finds_what_their_role_may_see(people: TestClient, seeded, make_key) -> None:
    with write_session(seeded.sessions) as session:
        session.add(an_experiment())
    kinds = {
        role: {kind for kind, _ in found(people, "a-", role) + found(people, "delay", role)}
        for role in ("viewer", "engineer", "administrator")
    }
    assert kinds["viewer"] == {"model", "version"}
    assert kinds["engineer"] == {"model", "version", "training run", "experiment"}
    assert kinds["administrator"] == kinds["engineer"] | {"person"}
    key = {"Authorization": f"Bearer {make_key('a-administrator', 'read')}"}
    answer = people.get("/v1/search?text=a-", headers=key)
    assert (answer.status_code, answer.json()) == (200, {"hits": []})


def test_nothing_is_asked_for_with_nothing(people: TestClient) -> None:
    auth = ("a-viewer", PASSWORD)
    assert people.get("/v1/search?text=", auth=auth).status_code == 422
    assert found(people, "   ") == []
    assert people.get("/v1/search?text=delay").status_code == 401
