"""An experiment as its users meet it: planned, started and read over HTTP, answered by the data
plane, judged by the worker's job."""

import math
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import numpy as np
import pytest
from sqlalchemy import select
from starlette.testclient import TestClient

from api.adapters.artifact_store import LocalArtifactStore
from api.adapters.database import make_engine, read_session, write_session
from api.adapters.shipper import Shipper
from api.artifact.sealing import open_artifact
from api.core.models.operations import register_version
from api.core.rollouts.operations import promote
from api.core.tables import Person, Prediction
from api.http.app import compose
from api.http.examples import EXPERIMENT_PLAN
from api.http.tests.conftest import ADMINISTRATOR, EXECUTION, build_artifact, password_hash
from api.serving.traffic import share_of
from testing.servers import PostgresServer, wait_until
from worker.experiments.look import evaluate
from worker.runner import run
from worker.runtime import wall_clock
from worker.tests.installation import Installation

PEOPLE = 300
ROWS_A_REQUEST = 2
PLAN = EXPERIMENT_PLAN | {
    "arms": [
        {"name": "old", "version": 1, "share": 0.5},
        {"name": "new", "version": 2, "share": 0.5},
    ],
    "control": "old",
    "guardrails": [{"measure": "errors", "tolerance": 0.05}],
}
ADA = {"actor": "person:ada", "reason": "first"}


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def installation(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Installation]:
    if request.param == "sqlite":
        yield Installation.at(tmp_path)
        return
    with PostgresServer() as server:
        yield Installation.at(tmp_path, FAROL_DATABASE_URL=server.create())


def seed(installation: Installation, directory: Path) -> None:
    """Version 1 takes the wind the wrong way round, version 2 knows it."""
    settings = installation.settings
    store = LocalArtifactStore(settings.artifacts_dir)
    now = wall_clock()
    for weight in (-4.0, 4.0):
        build_artifact(directory / str(weight), "delay", weight)
        digest = store.put(directory / str(weight))
        with write_session(installation.runtime.sessions) as session:
            register_version(
                session, artifact=open_artifact(store.path(digest)), execution=EXECUTION,
                created_by="ada", now=now,
            )  # fmt: skip
    with write_session(installation.runtime.sessions) as session:
        promote(session, model="delay", version=1, now=now, **ADA)
        session.add(
            Person(
                name="admin", role="administrator", password_hash=password_hash(), created_at=now
            )
        )


def program(client: TestClient) -> dict[str, str]:
    """What a program says with each request: its key, which the data plane knows."""
    order = {
        "name": "users", "scopes": ["predict", "outcomes"], "requests_per_minute": None,
        "reason": "It asks for them.",
    }  # fmt: skip
    made = client.post("/v1/api-keys", json=order, auth=ADMINISTRATOR).json()
    headers = {"Authorization": f"Bearer {made['secret']}"}
    known = lambda: client.get("/v2", headers=headers).status_code == 200  # noqa: E731
    wait_until(known, what="the data plane to know the key", seconds=20)
    return headers


class Users:
    def __init__(self, client: TestClient) -> None:
        self.client = client
        self.program = program(client)
        self.generator = np.random.default_rng(3)

    def variant(self) -> str:
        row = {"rows": [{"wind": 0.5, "rain": -2.0}]}
        answer = self.client.post("/v1/models/delay/predict", json=row, headers=self.program)
        return answer.json().get("variant", "")

    def ask(self, person: int) -> str:
        """And tell the truth afterwards."""
        winds = self.generator.uniform(size=ROWS_A_REQUEST)
        body = {"rows": [{"wind": w, "rain": -2.0} for w in winds], "subject": f"person {person}"}
        answer = self.client.post(
            "/v1/models/delay/predict", json=body, headers=self.program
        ).json()
        outcomes = [
            {
                "prediction_id": answer["prediction_id"], "row": row,
                "truth": "late" if self.generator.random() < known(wind) else "on time",
            }
            for row, wind in enumerate(winds)
        ]  # fmt: skip
        accepted = self.client.post(
            "/v1/outcomes", json={"outcomes": outcomes}, headers=self.program
        )
        assert accepted.status_code == 202, accepted.text
        return answer["variant"]

    def act(self, experiment: int, action: str) -> dict:
        answer = self.client.post(
            f"/v1/experiments/{experiment}/actions",
            json={"action": action, "reason": "let us see"},
            auth=ADMINISTRATOR,
        )
        assert answer.status_code == 200, answer.text
        return answer.json()


def known(wind: float) -> float:
    return 1 / (1 + math.exp(-(4 * wind - 2)))


def ship(installation: Installation) -> None:
    settings = installation.settings
    shipper = Shipper(lambda: make_engine(settings.database), settings.spool_dir)
    while shipper.ship_available():
        pass


def look(installation: Installation, experiment: int) -> None:
    job_id = installation.enqueue("experiments.evaluate")
    later = wall_clock() + timedelta(seconds=1)
    work: Callable[..., object] = lambda context: evaluate(  # noqa: E731 - one expression
        context, experiment_id=experiment, as_of=later
    )
    run(installation.runtime, job_id=job_id, worker="test", work=work)
    assert installation.job(job_id).state == "succeeded", installation.job(job_id).error


def test_an_experiment_from_its_plan_to_what_was_learnt(
    installation: Installation, tmp_path: Path
) -> None:
    seed(installation, tmp_path / "sealed")
    with TestClient(compose(installation.settings, frontend=tmp_path).asgi) as client:
        users = Users(client)
        wait_until(lambda: users.variant() == "champion", what="the champion", seconds=20)
        for person in range(50):
            users.ask(person)
        order = {"name": "does the wind matter?", "plan": PLAN, "reason": "pilots say so"}
        created = client.post("/v1/models/delay/experiments", json=order, auth=ADMINISTRATOR)
        assert created.status_code == 201, created.text
        number = created.json()["id"]
        users.act(number, "start")
        wait_until(lambda: users.variant().startswith("exp-"), what="an arm", seconds=20)

        met = {person: users.ask(person) for person in range(PEOPLE)}
        assert {person: users.ask(person) for person in range(50)} == {
            person: met[person] for person in range(50)
        }
        for person, variant in met.items():
            place = share_of(f"experiment:{number}", f"person {person}")
            assert variant == f"exp-{number}.1:{'old' if place < 0.5 else 'new'}"

        ship(installation)
        with read_session(installation.runtime.sessions) as session:
            logged = Counter(
                session.scalars(select(Prediction.variant).where(Prediction.subject.is_not(None)))
            )
        assert sum(logged.values()) == (50 + PEOPLE + 50) * ROWS_A_REQUEST

        look(installation, number)
        shown = client.get(f"/v1/experiments/{number}", auth=ADMINISTRATOR).json()
        assert (shown["status"], shown["stopped_by"]) == ("stopped", "policy:experiments")
        result = shown["result"]
        assert (result["decision"], result["winner"]) == ("win", "new")
        assert shown["learnt"]["en"].startswith(
            "new is better than old: it improves the Brier score by 0."
        )
        assert shown["learnt"]["pt-BR"].startswith(
            "new é melhor que old: melhora o escore de Brier em 0,"
        )
        arms = {arm["name"]: arm for arm in result["arms"]}
        assert arms["new"]["effect"]["lower"] > 0
        assert sum(arm["measured"] for arm in arms.values()) == PEOPLE
        assert result["with_past"] == 50
        assert not result["ratio"]["mismatch"]
        [guardrail] = result["guardrails"]
        assert (guardrail["means"], guardrail["broken_by"]) == ({"old": 0.0, "new": 0.0}, [])
        wait_until(lambda: users.variant() == "champion", what="the champion", seconds=20)
