import json
from datetime import datetime
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from api.adapters.database import write_session
from api.core.batches.operations import record_progress
from api.core.jobs import operations as jobs

pytestmark = pytest.mark.parametrize(
    "database_kind",
    ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)],
)
NOW = datetime.fromisoformat("2026-11-22T12:00:00Z")
CSV = b"wind,rain\n0.5,0.25\n"
PARTS = {
    "name": (None, "tiny"),
    "title": (None, "Tiny"),
    "graph": ("tiny.onnx", b"onnx bytes"),
    "schema": ("schema.json", b'{"task": "binary"}'),
}


def stored_files(root: Path) -> list[str]:
    return sorted(path.name for path in root.rglob("*") if path.is_file())


def start_batch(client: TestClient, seeded, **form: tuple[str, bytes]):
    files = form or {"file": ("flights.csv", CSV)}
    return client.post("/v1/batch-predictions?model=delay", files=files, auth=seeded.credentials)


@pytest.fixture
def ready(seeded):
    seeded.administrator()
    seeded.model()
    return seeded


def test_a_file_waits_for_its_job_under_the_champion(client: TestClient, ready) -> None:
    answer = start_batch(client, ready)
    assert answer.status_code == 202
    batch = answer.json()
    assert (batch["version"], batch["format"], batch["size_bytes"]) == (1, "csv", len(CSV))
    assert (batch["result_url"], batch["errors_url"]) == (None, None)
    kept = ready.settings.batches_dir / batch["id"] / "input.csv"
    assert kept.read_bytes() == CSV
    assert client.get(f"/v1/batch-predictions/{batch['id']}").json() == batch


def test_the_files_of_an_unfinished_batch_are_a_conflict(client: TestClient, ready) -> None:
    batch = start_batch(client, ready).json()
    assert client.get(f"/v1/batch-predictions/{batch['id']}/result").status_code == 409
    assert client.get(f"/v1/batch-predictions/{batch['id']}/errors").status_code == 409


def test_a_finished_batch_gives_back_its_files(client: TestClient, ready) -> None:
    batch = start_batch(client, ready).json()
    directory = ready.settings.batches_dir / batch["id"]
    (directory / "result.csv").write_text("wind,rain,probability\n")
    (directory / "errors.ndjson").write_text('{"row": 1}\n')
    with write_session(ready.sessions) as session:
        job_id = batch["job"]["id"]
        jobs.claim(session, job_id=job_id, worker="w", now=NOW, lease_seconds=30)
        record_progress(session, batch_id=batch["id"], rows_scored=1, rows_refused=1)
        jobs.succeed(session, job_id=job_id, attempt=1, now=NOW)
    finished = client.get(f"/v1/batch-predictions/{batch['id']}").json()
    result = client.get(finished["result_url"])
    assert result.text == "wind,rain,probability\n"
    assert "flights-predictions.csv" in result.headers["content-disposition"]
    errors = client.get(finished["errors_url"])
    assert errors.headers["content-type"].startswith("application/x-ndjson")
    assert errors.json() == {"row": 1}


def test_a_batch_without_errors_has_no_such_file(client: TestClient, ready) -> None:
    batch = start_batch(client, ready).json()
    with write_session(ready.sessions) as session:
        job_id = batch["job"]["id"]
        jobs.claim(session, job_id=job_id, worker="w", now=NOW, lease_seconds=30)
        jobs.succeed(session, job_id=job_id, attempt=1, now=NOW)
    assert client.get(f"/v1/batch-predictions/{batch['id']}").json()["errors_url"] is None
    assert client.get(f"/v1/batch-predictions/{batch['id']}/errors").status_code == 404


@pytest.mark.parametrize(
    "form",
    [
        {"file": ("flights.exe", CSV)},
        {"file": ("", b"")},
        {"file": (None, "not a file")},
        {"other": ("flights.csv", CSV)},
        {"file": ("flights.csv", CSV), "other": ("flights.csv", CSV)},
    ],
)
def test_a_form_with_other_parts_is_refused_and_nothing_kept(
    client: TestClient, ready, form
) -> None:
    answer = start_batch(client, ready, **form)
    assert answer.status_code == 422
    assert answer.json()["errors"]
    assert stored_files(ready.settings.batches_dir) == []


def test_a_batch_for_an_unknown_model_keeps_nothing(client: TestClient, seeded) -> None:
    seeded.administrator()
    assert start_batch(client, seeded).status_code == 404
    assert stored_files(seeded.settings.batches_dir) == []


def test_a_batch_without_a_champion_asks_for_a_version(client: TestClient, seeded) -> None:
    seeded.administrator()
    seeded.model(champion=False)
    assert start_batch(client, seeded).status_code == 409
    answer = client.post(
        "/v1/batch-predictions?model=delay&version=1",
        files={"file": ("flights.csv", CSV)},
        auth=seeded.credentials,
    )
    assert answer.status_code == 202


def test_an_upload_over_the_limit_is_refused(client: TestClient, ready) -> None:
    answer = start_batch(client, ready, file=("flights.csv", b"0" * 3_500_000))
    assert answer.status_code == 413
    assert stored_files(ready.settings.batches_dir) == []


def test_a_stream_without_a_length_is_cut_at_the_limit(client: TestClient, ready) -> None:
    def endless():
        yield b'--b\r\nContent-Disposition: form-data; name="file"; filename="a.csv"\r\n\r\n'
        for _ in range(100):
            yield b"0" * 100_000

    answer = client.post(
        "/v1/batch-predictions?model=delay",
        content=endless(),
        headers={"Content-Type": "multipart/form-data; boundary=b"},
        auth=ready.credentials,
    )
    assert answer.status_code == 413


def test_a_broken_form_is_a_400(client: TestClient, ready) -> None:
    answer = client.post(
        "/v1/batch-predictions?model=delay",
        content=b"no boundary anywhere",
        headers={"Content-Type": "multipart/form-data; boundary=b"},
        auth=ready.credentials,
    )
    assert answer.status_code in (400, 422)
    assert answer.headers["content-type"] == "application/problem+json"


def test_another_content_type_is_refused(client: TestClient, ready) -> None:
    answer = client.post(
        "/v1/batch-predictions?model=delay", content=CSV, auth=ready.credentials,
        headers={"Content-Type": "text/csv"},
    )  # fmt: skip
    assert answer.status_code == 422


def test_a_name_with_a_path_in_it_stays_a_name(client: TestClient, ready) -> None:
    answer = start_batch(client, ready, file=("../../etc/flights.csv", CSV))
    assert answer.json()["filename"] == "flights.csv"


def test_a_graph_waits_with_its_documents_for_its_job(client: TestClient, seeded) -> None:
    seeded.administrator()
    answer = client.post("/v1/models", files=PARTS, auth=seeded.credentials)
    assert answer.status_code == 202
    registration = answer.json()
    assert (registration["model"], registration["job"]["state"]) == ("tiny", "queued")
    directory = seeded.settings.data_dir / "uploads" / registration["upload_id"]
    assert stored_files(directory) == ["model.onnx", "registration.json", "schema.json"]
    told = json.loads((directory / "registration.json").read_text())
    assert (told["name"], told["title"]) == ("tiny", {"en": "Tiny"})
    assert told["created_by"] == "person:admin"


@pytest.mark.parametrize(
    "changed",
    [
        {"name": (None, "Not A Name")},
        {"schema": ("schema.json", b"not json")},
        {"schema": ("schema.json", b"[" * 100_000)},
        {"card": ("card.json", b"\xff")},
        {"graph": (None, "text")},
        {"surprise": (None, "part")},
    ],
)
def test_a_registration_that_cannot_be_is_refused_and_nothing_kept(
    client: TestClient, seeded, changed
) -> None:
    seeded.administrator()
    answer = client.post("/v1/models", files=PARTS | changed, auth=seeded.credentials)
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"] in changed
    assert stored_files(seeded.settings.data_dir / "uploads") == []
