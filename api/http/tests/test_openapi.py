import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel
from starlette.testclient import TestClient

from api.http import examples
from api.http.schemas.alerts import AlertDetail, NotificationTest
from api.http.schemas.inference_protocol import InferenceResponse
from api.http.schemas.predictions import ExplainAnswer, PredictAnswer
from api.http.schemas.problems import Problem
from api.http.tests.test_roles import BY_KEY_ALONE, NEEDED, PREDICTING

ROOT = Path(__file__).parents[3]
SIGNED_IN = [["HTTPBasic"], ["HTTPBearer"], ["APIKeyCookie"]]
"""The ways of somebody known."""


@pytest.fixture
def document(client: TestClient) -> dict[str, Any]:
    return client.get("/openapi.json").json()


def operations(document: dict[str, Any]):
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            yield f"{method} {path}", operation


@pytest.mark.parametrize(
    "command",
    [["ci-cd/openapi.py", "--check"], ["ci-cd/postman/generate.py", "--check"]],
    ids=lambda command: command[0],
)
def test_what_is_generated_is_committed(command: list[str]) -> None:
    checked = subprocess.run(
        [sys.executable, *command], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert checked.returncode == 0, checked.stderr


def test_the_document_is_the_committed_one(document: dict[str, Any]) -> None:
    assert document == json.loads((ROOT / "api" / "openapi.json").read_text())


def test_operation_ids_are_readable_and_unique(document: dict[str, Any]) -> None:
    ids = [operation["operationId"] for _, operation in operations(document)]
    assert len(ids) == len(set(ids))
    assert all(name.replace("_", "").isalnum() and len(name) < 30 for name in ids)


def test_every_output_field_is_always_sent(document: dict[str, Any]) -> None:
    optional_by_protocol = {"Problem", "ResponseTensor", "InferenceResponse", "Contribution"}
    answers = ("ModelSummary", "ModelDetail", "VersionDetail", "Job", "TrainingRun", "Metric",
               "RolloutDetail", "RolloutTransition", "PolicyDetail", "Policy",
               "ExperimentDetail", "ExperimentResult", "ArmResult", "AlertDetail",
               "AlertEvent", "ChannelTest", "CheckDetail", "QualityOverTime",
               "TimelineEntry", "Trace", "ReportDetail")  # fmt: skip
    for name in answers:
        schema = document["components"]["schemas"][name]
        assert name not in optional_by_protocol
        assert sorted(schema["required"]) == sorted(schema["properties"])


def test_every_body_has_an_example(document: dict[str, Any]) -> None:
    for where, operation in operations(document):
        for kind in operation.get("requestBody", {}).get("content", {}).values():
            assert kind.get("examples") or kind.get("example"), where


def test_every_refusal_is_described_as_a_problem(document: dict[str, Any]) -> None:
    for where, operation in operations(document):
        for status, response in operation["responses"].items():
            if status >= "400" and "/v2" not in where and where != "get /health/ready":
                assert list(response["content"]) == ["application/problem+json"], (where, status)


def test_whoever_has_to_be_signed_in_is_told_how(document: dict[str, Any]) -> None:
    needed = {name for name, rank in NEEDED.items() if rank} - BY_KEY_ALONE
    secured = {
        operation["operationId"]: operation["security"]
        for _, operation in operations(document)
        if "security" in operation
    }
    by_file = secured.pop("start_batch_prediction")
    assert {frozenset(way) for way in by_file} == {frozenset(way) for way in ([], *SIGNED_IN)}
    by_row = PREDICTING - {"start_batch_prediction"}
    by_whom = [[set(way) for way in secured.pop(name)] for name in sorted(by_row)]
    assert by_whom == [[set(), {"HTTPBearer"}]] * len(by_row)
    assert [secured.pop(name) for name in BY_KEY_ALONE] == [[{"HTTPBearer": []}]]
    assert set(secured) == needed
    for ways in secured.values():
        assert [list(way) for way in ways] == SIGNED_IN


def test_the_page_of_the_api_comes_from_here_alone(client: TestClient) -> None:
    page = client.get("/docs")
    assert page.status_code == 200
    assert "https://" not in page.text
    assert "'sha256-" in page.headers["content-security-policy"]
    for file in ("swagger-ui-bundle.js", "swagger-ui.css", "favicon.png"):
        assert f"/docs/files/{file}" in page.text
        assert client.get(f"/docs/files/{file}").status_code == 200


@pytest.mark.parametrize(
    ("schema", "example"),
    [
        (PredictAnswer, examples.PREDICT_ANSWER),
        (ExplainAnswer, examples.EXPLAIN_ANSWER),
        (InferenceResponse, examples.INFER_ANSWER),
        (Problem, examples.ROWS_REFUSED),
        (AlertDetail, examples.ALERT),
        (NotificationTest, examples.TEST_NOTIFICATION),
    ],
)
def test_an_example_answer_has_its_schema(schema: type[BaseModel], example: dict[str, Any]) -> None:
    assert schema.model_validate(example).model_dump(mode="json", exclude_unset=True) == example
