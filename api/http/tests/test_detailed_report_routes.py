"""The detailed report on a check over HTTP."""

from datetime import UTC, datetime

import pytest
from starlette.testclient import TestClient

from api.adapters.database import write_session
from api.core.checks.detailed_reports import WrittenPage, keep_page
from api.http import loop_examples as examples
from api.http.schemas.detailed_reports import DetailedReport
from testing.checks import add_check

ADMINISTRATOR = ("admin", "correct horse battery")
NOW = datetime(2026, 11, 23, 4, 7, tzinfo=UTC)
PATH = "/v1/checks/1/detailed-report"


@pytest.fixture
def checked(client: TestClient, seeded) -> TestClient:
    seeded.administrator()
    seeded.model()
    with write_session(seeded.sessions) as session:
        add_check(session, model="delay", at=NOW)
    return client


def ask(client: TestClient, path: str = PATH):
    return client.post(path, json=examples.DETAILED_REPORT_ORDER, auth=ADMINISTRATOR)


def test_it_is_asked_for_by_an_administrator_once_a_check(checked: TestClient) -> None:
    assert checked.post(PATH, json=examples.DETAILED_REPORT_ORDER).status_code == 401
    first = ask(checked)
    assert (first.status_code, first.json()["job"]["task"]) == (202, "checks.detail")
    assert (first.json()["written_at"], first.json()["url"]) == (None, PATH)
    assert ask(checked).json() == first.json()
    assert checked.post(PATH, json={"reason": ""}, auth=ADMINISTRATOR).status_code == 422
    assert ask(checked, "/v1/checks/2/detailed-report").status_code == 404


def test_somebody_without_the_role_cannot_ask(checked: TestClient, seeded) -> None:
    seeded.person("vera", "viewer")
    refused = checked.post(
        PATH, json=examples.DETAILED_REPORT_ORDER, auth=("vera", "correct horse battery")
    )
    assert refused.status_code == 403


def test_while_there_is_none_a_sentence_says_why(checked: TestClient) -> None:
    absent = checked.get(PATH, auth=ADMINISTRATOR)
    assert (absent.status_code, absent.json()["detail"]) == (
        404,
        "nobody has asked for a detailed report on check 1",
    )
    job_id = ask(checked).json()["job"]["id"]
    waiting = checked.get(PATH, auth=ADMINISTRATOR)
    assert waiting.status_code == 404
    assert f"not written yet: job {job_id} does it" in waiting.json()["detail"]


def test_its_page_runs_its_own_scripts_alone_in_an_origin_of_its_own(
    checked: TestClient, seeded
) -> None:
    ask(checked)
    page = WrittenPage("<script>draw()</script>", "trained", 5000, 5000)
    with write_session(seeded.sessions) as session:
        keep_page(session, check_id=1, written=page, now=NOW)
    assert checked.get(PATH).status_code == 401
    shown = checked.get(PATH, auth=ADMINISTRATOR)
    assert (shown.text, shown.headers["content-type"]) == (page.html, "text/html; charset=utf-8")
    rules = dict(
        rule.strip().partition(" ")[::2]
        for rule in shown.headers["content-security-policy"].split(";")
    )
    assert (rules["sandbox"], rules["default-src"]) == ("allow-scripts", "'none'")
    assert rules["script-src"] == "'unsafe-inline'"
    assert rules.get("connect-src", "'none'") == "'none'"


def test_the_example_answer_has_its_schema() -> None:
    job = examples.DETAILED_REPORT["job"] | {"error": None, "cancel_requested_at": None}
    assert DetailedReport.model_validate(examples.DETAILED_REPORT | {"refusal": None, "job": job})
