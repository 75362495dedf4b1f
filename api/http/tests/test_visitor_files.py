"""Scoring a file without an account: a small one, now and then, kept for an hour."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select, update
from starlette.testclient import TestClient

from api.adapters.database import read_session, write_session
from api.adapters.settings import Settings
from api.core.tables import AuditEntry, BatchPrediction, Job
from api.http.app import compose

CSV = b"wind,rain\n0.5,0.25\n"
PATH = "/v1/batch-predictions?model=delay"
ROWS = 5


@pytest.fixture
def settings(settings: Settings) -> Settings:
    small = {"visitor_file_rows": ROWS, "visitor_file_bytes": 2_000}
    return settings.model_copy(update=small)


@pytest.fixture(autouse=True)
def ready(seeded) -> None:
    seeded.administrator()
    seeded.model()


def send(client: TestClient, content: bytes = CSV, name: str = "rows.csv", **how):
    return client.post(PATH, files={"file": (name, content)}, **how)


def stored(seeded) -> list[str]:
    return sorted(path.name for path in seeded.settings.batches_dir.rglob("*") if path.is_file())


def test_a_visitor_gets_a_batch_that_is_kept_for_an_hour(client: TestClient, seeded) -> None:
    before = datetime.now(UTC)
    answer = send(client)
    assert answer.status_code == 202
    batch = answer.json()
    kept = datetime.fromisoformat(batch["expires_at"]) - before
    assert timedelta(minutes=59) < kept < timedelta(minutes=61)
    assert (batch["created_by"], len(batch["id"])) == ("visitor", 32)
    assert client.get(f"/v1/batch-predictions/{batch['id']}").json() == batch


def test_it_stands_in_no_audit(client: TestClient, seeded) -> None:
    def entries() -> int:
        with read_session(seeded.sessions) as session:
            action = select(func.count()).where(AuditEntry.action == "batch.start")
            return session.scalar(action) or 0

    send(client)
    assert entries() == 0
    send(client, auth=seeded.credentials)
    assert entries() == 1


def test_who_is_signed_in_may_send_more_and_it_stays(client: TestClient, seeded) -> None:
    seeded.person("ana", "viewer")
    large = b"wind,rain\n" + b"0.5,0.25\n" * 20_000
    answer = send(client, large, auth=("ana", seeded.credentials[1]))
    assert answer.status_code == 202
    assert answer.json()["expires_at"] is None


def test_a_key_needs_the_scope_predict(client: TestClient, seeded, make_key) -> None:
    seeded.person("ana", "engineer")
    large = b"wind,rain\n" + b"0.5,0.25\n" * 20_000

    def status(scope: str) -> int:
        headers = {"Authorization": f"Bearer {make_key('ana', scope)}"}
        return send(client, large, headers=headers).status_code

    assert [status(scope) for scope in ("predict", "write", "read")] == [202, 403, 403]


@pytest.mark.parametrize(
    ("name", "content", "rows"),
    [
        ("rows.csv", b"wind,rain\n" + b"0.5,0.25\n" * ROWS, ROWS),
        ("rows.csv", b"wind,rain\n" + b"0.5,0.25\n" * (ROWS + 1), ROWS + 1),
        ("rows.csv", b"wind,rain\r\n" + b"0.5,0.25\r\n" * ROWS + b"0.5,0.25", ROWS + 1),
        ("rows.csv", b"wind,rain\r" + b"0.5,0.25\r" * (ROWS + 1), ROWS + 1),
        ("rows.ndjson", b'{"wind": 1}\n' * ROWS, ROWS),
        ("rows.ndjson", b'{"wind": 1}\n' * (ROWS + 1), ROWS + 1),
    ],
)
def test_the_rows_are_counted(
    client: TestClient, seeded, name: str, content: bytes, rows: int
) -> None:
    answer = send(client, content, name)
    if rows <= ROWS:
        assert answer.status_code == 202
        return
    assert answer.status_code == 422
    assert f"has {rows} rows; without an account it has up to {ROWS}" in answer.json()["detail"]
    assert stored(seeded) == []


def test_a_large_body_is_refused_before_it_is_read(client: TestClient, seeded) -> None:
    answer = send(client, b"0" * 20_000)
    assert answer.status_code == 413
    assert "2,000 bytes" in answer.json()["detail"]
    assert stored(seeded) == []


def test_a_body_of_unsaid_length_is_not_read(client: TestClient) -> None:
    def endless():
        while True:
            yield b"0" * 1_000

    headers = {"Content-Type": "multipart/form-data; boundary=b"}
    assert client.post(PATH, content=endless(), headers=headers).status_code == 411


def test_parquet_is_not_for_visitors(client: TestClient, seeded) -> None:
    answer = send(client, b"PAR1", "rows.parquet")
    assert answer.status_code == 422
    assert "CSV or NDJSON" in answer.json()["detail"]


def test_a_file_counts_as_a_tenth_of_the_minutes_predictions(settings: Settings) -> None:
    limited = settings.model_copy(update={"visitor_requests_per_minute": 20})
    with TestClient(compose(limited).asgi) as client:
        answers = [send(client) for _ in range(11)]
        assert [answer.status_code for answer in answers] == [202] * 10 + [429]
        assert 1 <= int(answers[-1].headers["retry-after"]) <= 60


def test_where_visitors_may_not_predict_they_may_not_by_file_either(settings: Settings) -> None:
    closed = settings.model_copy(update={"visitors_may_predict": False})
    with TestClient(compose(closed).asgi) as client:
        assert send(client).status_code == 401


def test_not_everybody_at_once(client: TestClient, seeded, monkeypatch) -> None:
    monkeypatch.setattr("api.http.visitor_files.MOST_WAITING", 1)
    assert send(client).status_code == 202
    answer = send(client)
    assert answer.status_code == 503
    assert answer.headers["retry-after"]
    assert send(client, auth=seeded.credentials).status_code == 202
    with write_session(seeded.sessions) as session:
        session.execute(update(Job).values(state="succeeded"))
    assert send(client).status_code == 202


def test_after_its_hour_nobody_gets_it(client: TestClient, seeded) -> None:
    batch = send(client).json()
    directory = seeded.settings.batches_dir / batch["id"]
    (directory / "result.csv").write_text("secret")
    with write_session(seeded.sessions) as session:
        session.execute(update(Job).values(state="succeeded"))
    path = f"/v1/batch-predictions/{batch['id']}"
    assert client.get(f"{path}/result").text == "secret"
    with write_session(seeded.sessions) as session:
        an_hour_later = update(BatchPrediction).values(expires_at=datetime.now(UTC))
        session.execute(an_hour_later)
    for part in ("", "/result", "/errors"):
        answer = client.get(path + part)
        assert answer.status_code == 404
        assert "was kept until" in answer.json()["detail"]


def test_a_session_that_has_ended_is_a_visitors(client: TestClient) -> None:
    assert send(client, headers={"Cookie": "farol_session=long-gone"}).status_code == 202


def test_the_limits_are_said(client: TestClient) -> None:
    limits = {"allowed": True, "rows": ROWS, "size_bytes": 2_000, "kept_minutes": 60}
    assert client.get("/v1/batch-predictions/limits").json() == limits
