from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from sqlalchemy.orm import Session
from starlette.testclient import TestClient

from api.adapters.database import write_session
from api.core.audit import entries
from api.core.jobs import operations
from api.http.tests.conftest import ADMINISTRATOR

pytestmark = pytest.mark.parametrize(
    "database_kind",
    ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)],
)
NOW = datetime.fromisoformat("2026-11-22T12:00:00Z")


def enqueue(session: Session) -> int:
    return operations.enqueue(
        session, task="training.train", arguments={}, now=NOW, created_by="person:admin"
    ).id


def finish(session: Session, job_id: int) -> None:
    operations.claim(session, job_id=job_id, worker="w", now=NOW, lease_seconds=30)
    operations.report(session, job_id=job_id, attempt=1, now=NOW, message="half\nway", progress=0.5)
    operations.succeed(session, job_id=job_id, attempt=1, now=NOW + timedelta(seconds=2))


@pytest.fixture(autouse=True)
def administrator(seeded) -> None:
    seeded.administrator()


@pytest.fixture
def queued(seeded) -> int:
    with write_session(seeded.sessions) as session:
        return enqueue(session)


@pytest.fixture
def finished(seeded) -> int:
    with write_session(seeded.sessions) as session:
        job_id = enqueue(session)
        finish(session, job_id)
        return job_id


def events(text: str) -> Iterator[dict[str, str]]:
    for block in text.strip().split("\n\n"):
        fields = (line.split(": ", 1) for line in block.splitlines() if not line.startswith(":"))
        event = dict(fields)
        if "data" in event:
            yield event


def test_a_job_is_shown(client: TestClient, queued: int) -> None:
    job = client.get(f"/v1/jobs/{queued}", auth=ADMINISTRATOR).json()
    assert (job["state"], job["progress"], job["created_at"]) == (
        "queued", 0.0, "2026-11-22T12:00:00Z",
    )  # fmt: skip


def test_a_queued_job_is_cancelled(client: TestClient, seeded, queued: int) -> None:
    cancelled = client.post(f"/v1/jobs/{queued}/cancel", auth=seeded.credentials)
    assert (cancelled.status_code, cancelled.json()["state"]) == (200, "cancelled")


def test_a_finished_job_cannot_be_cancelled(client: TestClient, seeded, finished: int) -> None:
    answer = client.post(f"/v1/jobs/{finished}/cancel", auth=seeded.credentials)
    assert answer.status_code == 409
    assert "succeeded" in answer.json()["detail"]


def test_a_finished_jobs_stream_ends_after_its_final_state(
    client: TestClient, finished: int
) -> None:
    answer = client.get(f"/v1/jobs/{finished}/events", auth=ADMINISTRATOR)
    assert answer.headers["content-type"].startswith("text/event-stream")
    assert answer.headers["cache-control"] == "no-cache"
    assert answer.headers["x-accel-buffering"] == "no"
    assert "content-encoding" not in answer.headers, "a compressed stream would be held back"
    told = list(events(answer.text))
    assert [event["event"] for event in told] == ["state", "state", "progress", "state"]
    assert '"message":"succeeded"' in told[-1]["data"]
    assert "half\\nway" in told[2]["data"], "a message of two lines is one event"


def test_a_stream_goes_on_after_the_last_event_seen(client: TestClient, finished: int) -> None:
    told = list(events(client.get(f"/v1/jobs/{finished}/events", auth=ADMINISTRATOR).text))
    seen = {"Last-Event-ID": told[1]["id"]}
    replayed = list(
        events(client.get(f"/v1/jobs/{finished}/events", headers=seen, auth=ADMINISTRATOR).text)
    )
    assert replayed == told[2:]


def test_a_browser_that_saw_the_end_is_told_not_to_come_back(
    client: TestClient, finished: int
) -> None:
    told = list(events(client.get(f"/v1/jobs/{finished}/events", auth=ADMINISTRATOR).text))
    seen = {"Last-Event-ID": told[-1]["id"]}
    answer = client.get(f"/v1/jobs/{finished}/events", headers=seen, auth=ADMINISTRATOR)
    assert (answer.status_code, answer.content) == (204, b"")


def test_the_events_of_an_unknown_job_are_a_404(client: TestClient) -> None:
    assert client.get("/v1/jobs/99/events", auth=ADMINISTRATOR).status_code == 404


def test_an_unreadable_last_event_id_is_a_422(client: TestClient, finished: int) -> None:
    seen = {"Last-Event-ID": "yesterday"}
    assert (
        client.get(f"/v1/jobs/{finished}/events", headers=seen, auth=ADMINISTRATOR).status_code
        == 422
    )


def test_a_stream_too_many_is_refused(client: TestClient, finished: int, application) -> None:
    streams = application.services.streams
    streams.open = streams.maximum
    answer = client.get(f"/v1/jobs/{finished}/events", auth=ADMINISTRATOR)
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "5")


def fail(seeded, job_id: int) -> None:
    with write_session(seeded.sessions) as session:
        operations.claim(session, job_id=job_id, worker="w", now=NOW, lease_seconds=30)
        operations.fail(session, job_id=job_id, attempt=1, now=NOW, error="the disk is full")


def test_a_failed_job_is_tried_again_with_a_reason(client: TestClient, seeded, queued: int) -> None:
    fail(seeded, queued)
    path, order = f"/v1/jobs/{queued}/retry", {"reason": "there is room again"}
    assert client.post(path, auth=ADMINISTRATOR).status_code == 422
    assert client.post(path, json={"reason": ""}, auth=ADMINISTRATOR).status_code == 422
    again = client.post(path, json=order, auth=ADMINISTRATOR)
    assert (again.status_code, again.json()["state"], again.json()["error"]) == (
        200, "queued", None,
    )  # fmt: skip
    second = client.post(path, json=order, auth=ADMINISTRATOR)
    assert second.status_code == 409
    assert "is queued cannot be tried again" in second.json()["detail"]
    assert client.post("/v1/jobs/99/retry", json=order, auth=ADMINISTRATOR).status_code == 404


def test_the_reason_of_a_cancellation_is_in_the_audit_log(
    client: TestClient, seeded, queued: int
) -> None:
    order = {"reason": "the wrong parameters"}
    client.post(f"/v1/jobs/{queued}/cancel", json=order, auth=ADMINISTRATOR)
    with write_session(seeded.sessions) as session:
        (entry,) = entries(session, subject=f"job:{queued}")
    assert (entry.action, entry.reason, entry.actor) == (
        "job.cancel", "the wrong parameters", "person:admin",
    )  # fmt: skip


def test_jobs_are_found_and_come_a_page_at_a_time(
    client: TestClient, seeded, queued: int, finished: int
) -> None:
    def page(query: str) -> tuple[list[int], int | None]:
        answer = client.get(f"/v1/jobs?{query}", auth=ADMINISTRATOR).json()
        return [job["id"] for job in answer["jobs"]], answer["next_before_id"]

    assert page("") == ([finished, queued], None)
    assert page("limit=1") == ([finished], finished)
    assert page(f"limit=1&before_id={finished}") == ([queued], None)
    assert page("state=queued&state=running") == ([queued], None)
    assert page("search=half") == ([finished], None)
    assert page("model=delay") == page("task=nothing") == ([], None)
    assert client.get("/v1/jobs?state=lost", auth=ADMINISTRATOR).status_code == 422


def test_a_job_says_what_it_is_about_and_why_it_waits(client: TestClient, seeded) -> None:
    with write_session(seeded.sessions) as session:
        ids = [
            operations.enqueue(
                session, task="checks.check", arguments={"model": "delay"}, now=NOW,
                created_by="system",
            ).id
            for _ in range(2)
        ]  # fmt: skip
    job = client.get(f"/v1/jobs/{ids[1]}", auth=ADMINISTRATOR).json()
    assert (job["model"], job["queue"], job["arguments"]) == (
        "delay", "default", {"model": "delay"},
    )  # fmt: skip
    assert job["waiting"] == {"until": None, "ahead": 1, "running": 0}
    queues = client.get("/v1/jobs/queues", auth=ADMINISTRATOR).json()["queues"]
    assert [(queue["queue"], queue["queued"]) for queue in queues] == [("default", 2)]


def test_listing_more_jobs_takes_no_more_queries(client: TestClient, seeded, queries) -> None:
    def ask() -> int:
        with queries() as told:
            assert client.get("/v1/jobs", auth=ADMINISTRATOR).status_code == 200
        return len(told)

    with write_session(seeded.sessions) as session:
        enqueue(session)
    first = ask()
    with write_session(seeded.sessions) as session:
        for _ in range(5):
            enqueue(session)
    assert ask() == first
