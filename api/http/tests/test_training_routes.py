import pytest
from sqlalchemy import select
from starlette.testclient import TestClient

from api.adapters.database import read_session, write_session
from api.core import audit
from api.core.jobs import operations as jobs
from api.core.tables import OutboxMessage
from api.core.training import recipes
from api.core.training.types import Parameter, PublishedRecipe
from api.http.tests.conftest import ADMINISTRATOR, NOW

pytestmark = pytest.mark.parametrize(
    "database_kind",
    ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)],
)
ORDER = {"model": "delay", "parameters": {"trees": 50}, "reason": "newer data"}


def test_a_training_is_started_as_a_job(client: TestClient, seeded) -> None:
    seeded.administrator()
    seeded.model()
    answer = client.post("/v1/training-runs", json=ORDER, auth=seeded.credentials)
    assert answer.status_code == 202
    run = answer.json()
    assert (run["recipe"], run["parameters"]) == ("delay", {"trees": 50})
    assert (run["job"]["state"], run["created_by"]) == ("queued", "person:admin")
    assert client.get(f"/v1/training-runs/{run['id']}", auth=ADMINISTRATOR).json() == run
    with read_session(seeded.sessions) as session:
        assert [message.job_id for message in session.scalars(select(OutboxMessage))] == [
            run["job"]["id"]
        ]


def test_training_runs_are_listed_newest_first_by_model(client: TestClient, seeded) -> None:
    seeded.administrator()
    seeded.model("delay")
    seeded.model("bikes")
    for model in ("delay", "bikes", "delay"):
        client.post("/v1/training-runs", json=ORDER | {"model": model}, auth=seeded.credentials)
    runs = client.get("/v1/training-runs?model=delay", auth=ADMINISTRATOR).json()["training_runs"]
    assert [run["id"] for run in runs] == [3, 1]
    assert len(client.get("/v1/training-runs", auth=ADMINISTRATOR).json()["training_runs"]) == 3


def test_listing_more_runs_takes_no_more_queries(client: TestClient, seeded, queries) -> None:
    seeded.administrator()
    seeded.model()
    client.post("/v1/training-runs", json=ORDER, auth=seeded.credentials)
    with queries() as first:
        client.get("/v1/training-runs", auth=ADMINISTRATOR)
    client.post("/v1/training-runs", json=ORDER, auth=seeded.credentials)
    with queries() as second:
        client.get("/v1/training-runs", auth=ADMINISTRATOR)
    assert len(first) == len(second)


def test_a_model_without_a_recipe_cannot_be_trained(client: TestClient, seeded) -> None:
    seeded.administrator()
    seeded.model(recipe=None)
    answer = client.post("/v1/training-runs", json=ORDER, auth=seeded.credentials)
    assert answer.status_code == 409


def test_an_unknown_model_cannot_be_trained(client: TestClient, seeded) -> None:
    seeded.administrator()
    answer = client.post("/v1/training-runs", json=ORDER, auth=seeded.credentials)
    assert answer.status_code == 404


def test_a_reason_is_asked_for(client: TestClient, seeded) -> None:
    seeded.administrator()
    order = {"model": "delay", "reason": ""}
    answer = client.post("/v1/training-runs", json=order, auth=seeded.credentials)
    assert answer.status_code == 422


RECIPE = PublishedRecipe(
    name="delay",
    task="binary",
    title={"en": "Delay"},
    summary={"en": "Late?"},
    parameters=(
        Parameter("trees", "whole", 200, title={"en": "Trees"}, minimum=1),
        Parameter("rate", "real", 0.1, above=0),
        Parameter("until", "day", None, optional=True),
    ),
)


def publish(seeded, *published: PublishedRecipe) -> None:
    with write_session(seeded.sessions) as session:
        recipes.publish(session, recipes=published or [RECIPE], now=NOW)


def test_what_can_be_asked_of_a_training_is_what_the_workers_said_last(
    client: TestClient, seeded
) -> None:
    seeded.administrator()
    assert client.get("/v1/recipes", auth=ADMINISTRATOR).json() == {"recipes": []}
    publish(seeded)
    publish(seeded)
    (recipe,) = client.get("/v1/recipes", auth=ADMINISTRATOR).json()["recipes"]
    assert [one["name"] for one in recipe["parameters"]] == ["trees", "rate", "until"]
    assert recipe["parameters"][0] == {
        "name": "trees",
        "kind": "whole",
        "default": 200,
        "title": {"en": "Trees"},
        "minimum": 1.0,
        "above": None,
        "choices": [],
        "optional": False,
    }


@pytest.mark.parametrize(
    ("parameters", "sentence"),
    [
        ({"branches": 3}, "delay has no parameter branches"),
        ({"trees": 0}, "trees must be a whole number from 1, not 0"),
        ({"trees": 1.5}, "trees must be a whole number from 1, not 1.5"),
        ({"trees": True}, "trees must be a whole number from 1, not True"),
        ({"trees": None}, "trees must be given, not None"),
        ({"rate": 0}, "rate must be a number above 0, not 0"),
        ({"until": "soon"}, "until must be a date like 2013-03-01, not 'soon'"),
        ({"trees": 0, "until": 3}, "; until must be a date"),
    ],
)
def test_parameters_that_the_recipe_does_not_take_are_refused_at_once(
    client: TestClient, seeded, parameters, sentence: str
) -> None:
    seeded.administrator()
    seeded.model()
    publish(seeded)
    order = ORDER | {"parameters": parameters}
    answer = client.post("/v1/training-runs", json=order, auth=seeded.credentials)
    assert answer.status_code == 422
    assert sentence in answer.json()["detail"]


def test_parameters_that_it_takes_are_taken(client: TestClient, seeded) -> None:
    seeded.administrator()
    seeded.model()
    publish(seeded)
    parameters = {"trees": 5, "rate": 1, "until": None}
    order = ORDER | {"parameters": parameters}
    answer = client.post("/v1/training-runs", json=order, auth=seeded.credentials)
    assert (answer.status_code, answer.json()["parameters"]) == (202, parameters)


def test_a_recipe_s_first_training_needs_no_model(client: TestClient, seeded) -> None:
    seeded.administrator()
    publish(seeded)
    order = {"model": "delay", "reason": "the first"}
    answer = client.post("/v1/training-runs", json=order, auth=seeded.credentials)
    assert (answer.status_code, answer.json()["recipe"]) == (202, "delay")


def test_a_run_is_repeated_once_it_is_over_and_linked_to_the_first(
    client: TestClient, seeded
) -> None:
    seeded.administrator()
    seeded.model()
    first = client.post("/v1/training-runs", json=ORDER, auth=seeded.credentials).json()
    again = {"reason": "once more"}
    path = f"/v1/training-runs/{first['id']}/retry"
    early = client.post(path, json=again, auth=seeded.credentials)
    assert (early.status_code, early.json()["type"]) == (
        409,
        "urn:farol:problem:training-unfinished",
    )
    client.post(f"/v1/jobs/{first['job']['id']}/cancel", auth=seeded.credentials)
    second = client.post(path, json=again, auth=seeded.credentials).json()
    assert (second["parameters"], second["retry_of"]) == ({"trees": 50}, first["id"])
    client.post(f"/v1/jobs/{second['job']['id']}/cancel", auth=seeded.credentials)
    path = f"/v1/training-runs/{second['id']}/retry"
    third = client.post(path, json=again, auth=seeded.credentials).json()
    assert third["retry_of"] == first["id"]
    with read_session(seeded.sessions) as session:
        newest, *_ = audit.search(session, action="training.retry")
    assert newest.after["retry_of"] == first["id"]


def test_runs_are_found_by_state_and_words_a_page_at_a_time(client: TestClient, seeded) -> None:
    seeded.administrator()
    seeded.model("delay")
    seeded.model("bikes")
    for model, reason in (("delay", "Spring"), ("bikes", "spring too"), ("delay", "Autumn")):
        order = {"model": model, "reason": reason}
        client.post("/v1/training-runs", json=order, auth=seeded.credentials)
    with write_session(seeded.sessions) as session:
        jobs.claim(session, job_id=1, worker="w", now=NOW, lease_seconds=30)

    def ids(query: str) -> list[int]:
        answer = client.get(f"/v1/training-runs?{query}", auth=ADMINISTRATOR).json()
        return [run["id"] for run in answer["training_runs"]]

    assert ids("search=SPRING") == [2, 1]
    assert ids("state=running") == [1]
    assert ids("state=running&state=queued") == [3, 2, 1]
    assert ids("search=spring&model=delay&state=running") == [1]
    page = client.get("/v1/training-runs?limit=2", auth=ADMINISTRATOR).json()
    assert (page["next_before"], page["total"]) == (2, 3)
    assert ids("limit=2&before=2") == [1]
