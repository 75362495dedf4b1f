import copy
from typing import Any

import msgspec
import pytest
from pydantic import BaseModel
from starlette.testclient import TestClient

from api.core.policies.types import DEFAULT
from api.http.examples import POLICY
from api.http.schemas import policies as schemas

ADMINISTRATOR = ("admin", "correct horse battery")
PATH = "/v1/models/delay/policy"


@pytest.fixture
def asked(client: TestClient, seeded) -> TestClient:
    seeded.administrator()
    seeded.model()
    return client


def put(client: TestClient, policy: object, seen_number: int = 0, reason: str = "why"):
    order = {"policy": policy, "seen_number": seen_number, "reason": reason}
    return client.put(PATH, json=order, auth=ADMINISTRATOR)


def changed(section: str, **settings: object) -> dict[str, Any]:
    policy = copy.deepcopy(POLICY)
    policy[section] |= settings
    return policy


def test_the_schema_has_every_setting_of_the_policy() -> None:
    def names(kind: type[BaseModel]) -> set[str]:
        return set(kind.model_fields)

    assert names(schemas.Policy) == set(DEFAULT.__struct_fields__)
    for name, part in schemas.Policy.model_fields.items():
        if isinstance(part.annotation, type) and issubclass(part.annotation, BaseModel):
            assert names(part.annotation) == set(getattr(DEFAULT, name).__struct_fields__)
    assert schemas.Policy.model_validate(DEFAULT).model_dump(mode="json") == msgspec.json.decode(
        msgspec.json.encode(DEFAULT)
    )


def test_a_model_has_the_default_policy_in_words(asked: TestClient) -> None:
    shown = asked.get(PATH, auth=ADMINISTRATOR).json()
    assert (shown["number"], shown["created_by"]) == (0, None)
    assert shown["policy"]["approvals"] == ["canary", "promotion"]
    assert "Nothing is retrained unless a person asks for it." in shown["preview"]["en"]
    assert "Nada é retreinado sem que uma pessoa peça." in shown["preview"]["pt-BR"]
    assert asked.get("/v1/models/nothing/policy", auth=ADMINISTRATOR).status_code == 404


def test_a_policy_is_set_and_kept_with_its_history(asked: TestClient) -> None:
    first = put(asked, POLICY, reason="nobody is in at weekends")
    assert (first.status_code, first.json()["number"]) == (200, 1)
    second = put(asked, changed("probation", days=7), seen_number=1, reason="quicker")
    assert second.json()["policy"]["probation"]["days"] == 7
    assert asked.get(PATH, auth=ADMINISTRATOR).json() == second.json()
    versions = asked.get(f"{PATH}/versions", auth=ADMINISTRATOR).json()["versions"]
    assert [(v["number"], v["created_by"], v["reason"]) for v in versions] == [
        (2, "person:admin", "quicker"),
        (1, "person:admin", "nobody is in at weekends"),
    ]
    assert versions[1]["policy"] == POLICY


def test_a_policy_made_from_an_old_one_is_a_conflict(asked: TestClient) -> None:
    put(asked, POLICY, reason="nobody is in at weekends")
    refused = put(asked, POLICY)
    assert refused.status_code == 409
    assert "person:admin set version 1" in refused.json()["detail"]


def test_a_policy_that_contradicts_itself_is_refused_in_words(asked: TestClient) -> None:
    step = {"weight": 0.2, "min_rows": 10, "min_hours": 1}
    refused = put(asked, changed("canary", steps=[step, step | {"weight": 0.1}]))
    assert refused.status_code == 422
    assert "The canary steps 20%, 10% do not rise" in refused.json()["detail"]


@pytest.mark.parametrize(
    "policy",
    [
        {},
        POLICY | {"unknown": 1},
        changed("checks", min_rows=10**12),
        changed("checks", every_hours="often"),
        changed("checks", every_hours=1e300),
        changed("shadow", demand="best"),
        POLICY | {"approvals": ["everything"]},
    ],
)
def test_what_is_no_policy_is_a_422(asked: TestClient, policy: object) -> None:
    assert put(asked, policy).status_code == 422


def test_nan_is_no_setting(asked: TestClient) -> None:
    body = msgspec.json.encode({"policy": changed("gate", margin=0.125)}).replace(b"0.125", b"NaN")
    answer = asked.post(
        f"{PATH}/preview",
        content=body,
        headers={"Content-Type": "application/json"},
        auth=ADMINISTRATOR,
    )
    assert answer.status_code in {400, 422}


def test_a_preview_keeps_nothing_and_tells_the_contradictions(asked: TestClient) -> None:
    odd = changed("retraining", schedule_days=1.0, budget=2)
    shown = asked.post(f"{PATH}/preview", json={"policy": odd}, auth=ADMINISTRATOR).json()
    assert "Retrain every day." in shown["preview"]["en"]
    assert shown["contradictions"] == [
        "Retraining every 1 day needs more than the budget of 2 in 30 days."
    ]
    assert asked.get(PATH, auth=ADMINISTRATOR).json()["number"] == 0
