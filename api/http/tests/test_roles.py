"""Every route, asked by everybody: whoever may, may; whoever may not, is told so.

The walk is over the OpenAPI document, so that a route that nobody has decided about fails here.
"""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from fastapi.routing import APIRoute
from starlette.testclient import TestClient

from api.core.access.types import RANKS
from api.http.routing import build_api
from api.http.tests.conftest import PASSWORD

EVERYBODY = {
    # Trying a model, and telling it the truth.
    "predict", "predict_with_version", "explain", "record_outcomes", "give_feedback",
    "v2_server_metadata", "v2_server_live", "v2_server_ready", "v2_model_metadata",
    "v2_version_metadata", "v2_model_ready", "v2_version_ready", "v2_infer",
    "v2_infer_with_version",
    # Probes and scrapers.
    "get_live", "get_ready", "get_metrics",
    # What a model is and how it does: said in public.
    "list_models", "get_model", "get_version", "get_model_metrics", "quality_over_time",
    "list_checks", "list_rollouts", "get_policy", "list_policy_versions", "preview_policy",
    "list_experiments", "get_experiment", "get_timeline", "list_reports", "get_report",
    "get_report_content", "list_alerts", "get_alert", "list_training_runs", "get_training_run",
    "get_job", "follow_job", "get_batch_prediction", "get_batch_result",
    "get_batch_errors",
    # Its own answer is the question.
    "sign_in",
}  # fmt: skip
WHOEVER_IS_SIGNED_IN = {
    "get_session", "sign_out", "change_own_password", "list_own_sessions", "sign_out_elsewhere",
}  # fmt: skip
ADMINISTRATORS = {
    "list_people", "invite_person", "get_person", "change_person", "reset_password", "read_audit",
}  # fmt: skip
ENGINEERS = {
    "register_model", "change_model", "override_execution", "promote_version", "roll_back_model",
    "propose_rollout", "act_on_rollout", "set_policy", "ask_for_check", "advance_rollouts",
    "create_experiment", "act_on_experiment", "start_training", "cancel_job",
    "start_batch_prediction", "act_on_alert", "test_notification", "trace_prediction",
    "ask_for_report", "get_check", "ask_for_detailed_report", "get_detailed_report",
    "list_check_slices", "get_slice_drift",
}  # fmt: skip
NEEDED = (
    dict.fromkeys(EVERYBODY, 0)
    | dict.fromkeys(WHOEVER_IS_SIGNED_IN, RANKS["viewer"])
    | dict.fromkeys(ENGINEERS, RANKS["engineer"])
    | dict.fromkeys(ADMINISTRATORS, RANKS["administrator"])
)
"""Operation -> the lowest rank that may; 0 is a visitor."""
REFUSED = {401, 403}


def operations() -> Iterator[tuple[str, str, str]]:
    """(operation id, method, path with placeholders filled)."""
    document: dict[str, Any] = build_api().openapi()
    for path, methods in document["paths"].items():
        filled = re.sub(r"\{[^}]*(id|number|version)[^}]*\}", "1", path)
        filled = re.sub(r"\{[^}]*\}", "nobody", filled)
        for method, operation in methods.items():
            yield operation["operationId"], method.upper(), filled


ROUTES = {operation: (method, path) for operation, method, path in operations()}


def test_somebody_has_decided_about_every_route() -> None:
    assert set(ROUTES) == set(NEEDED)


def test_every_route_is_in_the_document() -> None:
    routes = [route for route in build_api().routes if isinstance(route, APIRoute)]
    hidden = [route.path for route in routes if not route.include_in_schema]
    assert hidden == []


@pytest.fixture
def everybody(seeded) -> dict[str, tuple[str, str] | None]:
    """Role -> credentials of somebody who has it."""
    for role in RANKS:
        seeded.person(f"a-{role}", role)
    return {"visitor": None} | {role: (f"a-{role}", PASSWORD) for role in RANKS}


@pytest.mark.parametrize("role", ["visitor", *RANKS])
def test_the_role_decides(client: TestClient, everybody, role: str) -> None:
    rank = RANKS.get(role, 0)
    wrong = {}
    for operation, (method, path) in sorted(ROUTES.items()):
        if operation == "follow_job":
            continue  # A stream: asked about below.
        answer = client.request(method, path, auth=everybody[role])
        expected = REFUSED if rank < NEEDED[operation] else set()
        if (answer.status_code in REFUSED) != bool(expected):
            wrong[operation] = answer.status_code
        elif expected:
            assert answer.status_code == (401 if role == "visitor" else 403), operation
    assert wrong == {}


def test_the_stream_of_a_job_is_open(client: TestClient) -> None:
    method, path = ROUTES["follow_job"]
    assert client.request(method, path).status_code == 404
