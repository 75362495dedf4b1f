"""Timeline, trace and reports over HTTP."""

from datetime import UTC, datetime

import pytest
from pydantic import BaseModel
from starlette.testclient import TestClient

from api.adapters.database import write_session
from api.core import shipping
from api.core.reports.gather import gather
from api.core.reports.operations import RenderedFile, keep
from api.core.reports.queries import get
from api.core.timeline.types import Kind
from api.http import loop_examples as examples
from api.http.schemas.reports import ReportDetail, ReportList
from api.http.schemas.timeline import Timeline, TimelineKind
from api.http.schemas.traces import Trace
from testing.records import prediction_id, prediction_record

ADMINISTRATOR = ("admin", "correct horse battery")
NOW = datetime(2026, 11, 23, 4, 7, tzinfo=UTC)
PATH = "/v1/models/delay/timeline"


@pytest.fixture
def asked(client: TestClient, seeded) -> TestClient:
    seeded.administrator()
    seeded.model()
    seeded.model(weight=2.0, champion=False)
    return client


def order(client: TestClient, **changes: object):
    return client.post(
        "/v1/models/delay/reports", json=examples.REPORT_ORDER | changes, auth=ADMINISTRATOR
    )


def write(seeded, report_id: int) -> None:
    """As the worker does, with other words."""
    with write_session(seeded.sessions) as session:
        report = get(session, report_id)
        files = [RenderedFile("html", "en", b"<p>well</p>"), RenderedFile("pdf", "pt-BR", b"%PDF")]
        document = gather(session, report, now=NOW)
        keep(session, report_id=report_id, document=document, files=files)


def test_a_timeline_is_read_page_by_page(asked: TestClient) -> None:
    first = asked.get(PATH, params={"limit": 3}, auth=ADMINISTRATOR).json()
    assert [entry["event"] for entry in first["entries"]] == [
        "version_registered", "version_registered", "rollout_promote_now",
    ]  # fmt: skip
    second = asked.get(PATH, params={"before": first["next_before"]}, auth=ADMINISTRATOR).json()
    assert [entry["event"] for entry in second["entries"]] == ["rollout_propose"]
    assert second["next_before"] is None
    assert first["entries"][0]["title"]["pt-BR"] == "A versão 2 foi registrada."


def test_a_timeline_of_some_kinds(asked: TestClient) -> None:
    shown = asked.get(PATH, params={"kind": ["rollout", "policy"]}, auth=ADMINISTRATOR).json()
    assert {entry["kind"] for entry in shown["entries"]} == {"rollout"}
    assert asked.get(PATH, params={"kind": "weather"}, auth=ADMINISTRATOR).status_code == 422
    assert asked.get(PATH, params={"before": "yesterday"}, auth=ADMINISTRATOR).status_code == 422
    assert asked.get("/v1/models/nothing/timeline", auth=ADMINISTRATOR).status_code == 404


def test_the_schema_has_every_kind() -> None:
    assert TimelineKind == Kind


def test_an_answer_is_traced_for_people_with_an_account(asked: TestClient, seeded) -> None:
    record = prediction_record(1, served_at=NOW.timestamp(), model="delay")
    with write_session(seeded.sessions) as session:
        shipping.ship(session, file="f", records=[(1, record)], end_position=1, now=NOW)
    path = f"/v1/predictions/{prediction_id(1)}/trace"
    assert asked.get(path).status_code == 401

    shown = asked.get(path, auth=ADMINISTRATOR).json()
    assert shown["lineage"][0]["origin"] == "recipe:delay"
    assert [step["reason"] for step in shown["rollout"]] == ["first", "first"]
    assert shown["policy"]["number"] == 0
    unknown = asked.get(f"/v1/predictions/{prediction_id(2)}/trace", auth=ADMINISTRATOR)
    assert unknown.status_code == 404


def test_a_report_is_asked_for_once_a_window(asked: TestClient) -> None:
    first = order(asked)
    assert (first.status_code, first.json()["job"]["task"]) == (202, "reports.write")
    again = order(asked, window_start="2026-11-15T21:00:00-03:00")
    assert again.json()["id"] == first.json()["id"], "the same moment in another zone"
    assert (first.json()["files"], first.json()["document"]) == ([], None)
    listed = asked.get("/v1/models/delay/reports", auth=ADMINISTRATOR).json()["reports"]
    assert [report["window_end"] for report in listed] == ["2026-11-23T00:00:00Z"]


@pytest.mark.parametrize(
    "changes",
    [
        {"window_end": "2026-11-16T00:00:00Z"},
        {"window_start": "2013-01-01T00:00:00Z"},
        {"window_start": "2026-11-16T00:00:00"},
        {"reason": ""},
    ],
)
def test_what_is_no_window_is_refused(asked: TestClient, changes: dict[str, str]) -> None:
    assert order(asked, **changes).status_code == 422


def test_a_written_report_is_downloaded(asked: TestClient, seeded) -> None:
    report_id = order(asked).json()["id"]
    content = f"/v1/reports/{report_id}/content"
    assert asked.get(content, auth=ADMINISTRATOR).status_code == 409
    write(seeded, report_id)

    shown = asked.get(f"/v1/reports/{report_id}", auth=ADMINISTRATOR).json()
    assert shown["written_at"] == "2026-11-23T04:07:00Z"
    assert shown["document"]["traffic"]["rows"] == 0
    assert [file["format"] for file in shown["files"]] == ["html", "pdf"]
    page = asked.get(shown["files"][0]["url"], auth=ADMINISTRATOR)
    assert (page.text, page.headers["content-type"]) == ("<p>well</p>", "text/html; charset=utf-8")
    assert page.headers["content-security-policy"].startswith("default-src 'none'")
    printed = asked.get(shown["files"][1]["url"], auth=ADMINISTRATOR)
    assert (printed.content, printed.headers["content-type"]) == (b"%PDF", "application/pdf")
    assert "delay-2026-11-16-pt-BR.pdf" in printed.headers["content-disposition"]
    assert asked.get(content, params={"language": "fr"}, auth=ADMINISTRATOR).status_code == 422
    assert asked.get("/v1/reports/99/content", auth=ADMINISTRATOR).status_code == 404


@pytest.mark.parametrize(
    ("schema", "example"),
    [
        (Timeline, examples.TIMELINE),
        (Trace, examples.TRACE),
        (ReportList, examples.REPORTS),
        (ReportDetail, examples.REPORT),
    ],
)
def test_an_example_answer_has_its_schema(
    schema: type[BaseModel], example: dict[str, object]
) -> None:
    assert schema.model_validate(completed(example))


def completed(example: object) -> object:
    """With the nulls that FastAPI leaves out of examples."""
    if isinstance(example, dict) and "max_attempts" in example:
        return example | {"error": None, "cancel_requested_at": None}
    if isinstance(example, dict):
        return {name: completed(value) for name, value in example.items()}
    return [completed(value) for value in example] if isinstance(example, list) else example
