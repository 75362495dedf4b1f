"""Every route, asked by everybody: whoever may, may; whoever may not, is told so.

The walk is over the OpenAPI document, so that a route that nobody has decided about fails here.
"""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from fastapi.routing import APIRoute
from starlette.testclient import TestClient

from api.core.access.scopes import SCOPES, Scope, effective
from api.core.access.types import RANKS
from api.http.routing import build_api
from api.http.tests.conftest import PASSWORD

EVERYBODY = {
    # Trying a model, and telling it the truth.
    "start_batch_prediction",
    "predict", "predict_with_version", "explain", "give_feedback", "compare_versions",
    "get_held_out_row", "answer_held_out_row",
    "v2_server_metadata", "v2_server_live", "v2_server_ready", "v2_model_metadata",
    "v2_version_metadata", "v2_model_ready", "v2_version_ready", "v2_infer",
    "v2_infer_with_version",
    # Probes and scrapers.
    "get_live", "get_ready", "get_metrics",
    # What a model is and how it does: said in public.
    "list_models", "get_model", "get_version", "get_model_metrics", "get_sealed_file",
    # By an id that nobody guesses.
    "get_batch_limits", "get_batch_prediction", "get_batch_result", "get_batch_errors",
    # Its own answer is the question.
    "sign_in", "list_sign_in_providers", "begin_openid_sign_in", "finish_openid_sign_in",
}  # fmt: skip
WHOEVER_IS_SIGNED_IN = {
    "get_session", "sign_out", "change_own_password", "list_own_sessions", "sign_out_elsewhere",
    "list_api_keys", "create_api_key", "revoke_api_key",
}  # fmt: skip
VIEWERS = {
    "get_timeline", "list_reports", "get_report", "get_report_content", "list_alerts", "get_alert",
    "quality_over_time", "list_checks", "get_overview", "get_kpis", "get_kpi", "get_kpi_feed",
    "get_history", "get_value_formula", "list_value_formulas",
    "search_by_name",
    "export_kpis",
    "print_kpis", "get_printed_kpis", "get_printed_kpis_content",
}  # fmt: skip
ADMINISTRATORS = {
    "create_service_account",
    "list_people", "invite_person", "get_person", "change_person", "reset_password", "read_audit",
}  # fmt: skip
ENGINEERS = {
    "set_value_formula", "preview_value_formula",
    "start_draft", "list_drafts", "get_draft", "change_draft", "try_draft", "register_draft",
    "discard_draft",
    "register_model", "change_model", "override_execution", "promote_version", "roll_back_model",
    "propose_rollout", "act_on_rollout", "set_policy", "ask_for_check", "advance_rollouts",
    "create_experiment", "act_on_experiment", "start_training", "retry_training",
    "list_recipes", "cancel_job",
    "act_on_alert", "test_notification", "trace_prediction",
    "ask_for_report", "get_check", "ask_for_detailed_report", "get_detailed_report",
    "list_check_slices", "get_slice_drift", "load_history", "remove_history",
    "list_rollouts", "get_policy", "list_policy_versions", "preview_policy", "list_experiments",
    "get_experiment", "list_training_runs", "get_training_run", "get_job", "follow_job",
    "list_jobs", "list_queues", "retry_job", "get_tools",
}  # fmt: skip
BY_KEY_ALONE = {"record_outcomes"}
"""The data plane knows keys, and neither people nor their sessions."""
PREDICTING = {
    "predict", "predict_with_version", "explain", "give_feedback", "v2_infer",
    "start_batch_prediction", "v2_infer_with_version", "compare_versions", "answer_held_out_row",
}  # fmt: skip
"""What a key needs the scope ``predict`` for."""
NEVER_BY_KEY = (WHOEVER_IS_SIGNED_IN | ADMINISTRATORS) - {"get_session"}
NEEDED = (
    dict.fromkeys(EVERYBODY, 0)
    | dict.fromkeys(BY_KEY_ALONE, 100)
    | dict.fromkeys(VIEWERS, RANKS["viewer"])
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
            nobody = role == "visitor" or operation in BY_KEY_ALONE
            assert answer.status_code == (401 if nobody else 403), operation
    assert wrong == {}


def test_the_stream_of_a_job_is_for_engineers(client: TestClient, everybody) -> None:
    method, path = ROUTES["follow_job"]
    answers = {
        role: client.request(method, path, auth=who).status_code for role, who in everybody.items()
    }
    assert answers == {"visitor": 401, "viewer": 403, "engineer": 404, "administrator": 404}


@pytest.mark.parametrize("owner", ["viewer", "engineer", "administrator"])
@pytest.mark.parametrize("scope", SCOPES)
def test_a_key_may_what_its_scope_says_and_its_owner_may(
    client: TestClient, everybody, make_key, scope: Scope, owner: str
) -> None:
    if scope not in effective([scope], owner):
        return  # No such key is made: see test_api_keys.py.
    headers = {"Authorization": f"Bearer {make_key(f'a-{owner}', scope)}"}
    wrong = {}
    for operation, (method, path) in sorted(ROUTES.items()):
        if operation == "follow_job":
            continue
        status = client.request(method, path, headers=headers).status_code
        if (status not in REFUSED) != key_may(operation, method, scope, owner):
            wrong[operation] = status
    assert wrong == {}


def key_may(operation: str, method: str, scope: Scope, owner: str) -> bool:
    if operation in NEVER_BY_KEY:
        return False
    if operation in PREDICTING:
        return scope == "predict"
    if operation in BY_KEY_ALONE:
        return scope == "outcomes"
    if operation in EVERYBODY or operation == "get_session":
        return True
    return RANKS[owner] >= NEEDED[operation] and scope == ("read" if method == "GET" else "write")
