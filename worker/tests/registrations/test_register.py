"""From an upload to a version that serves."""

import json
import secrets
from pathlib import Path

import pytest

from api.adapters.database import read_session, write_session
from api.core.models.queries import get_version, versions
from api.core.registrations import operations
from api.core.rollouts.queries import champion, standing
from worker.context import JobContext
from worker.registrations.register import register_upload
from worker.runner import run
from worker.tests import tiny_model
from worker.tests.installation import Installation


def upload(installation: Installation, name: str = "tiny") -> str:
    upload_id = secrets.token_hex(8)
    directory = installation.settings.data_dir / "uploads" / upload_id
    tiny_model.write(directory)
    about = {"name": name, "title": {"en": "Tiny"}, "summary": {"en": ""}, "created_by": "ana"}
    (directory / "registration.json").write_text(json.dumps(about))
    return upload_id


def register(installation: Installation, upload_id: str) -> int:
    """Run the job in this process; returns its id."""
    with write_session(installation.runtime.sessions) as session:
        now = installation.runtime.clock()
        job_id = operations.start(
            session, upload_id=upload_id, model="small", actor="ana", now=now
        ).id

    def work(context: JobContext, *, upload_id: str) -> None:
        register_upload(context, upload_id=upload_id)

    run(installation.runtime, job_id=job_id, worker="test", work=work)
    return job_id


@pytest.mark.slow
def test_a_first_version_serves_and_a_second_is_proposed(embedded: Installation) -> None:
    first = embedded.job(register(embedded, upload(embedded)))
    assert (first.state, first.error) == ("succeeded", None)
    assert first.message == "tiny version 1 serves"
    second = embedded.job(register(embedded, upload(embedded)))
    assert second.message == "tiny version 2 is registered and proposed"

    with read_session(embedded.runtime.sessions) as session:
        version = get_version(session, "tiny", 1)
        assert champion(session, "tiny") == 1
        assert standing(session, "tiny").proposed == frozenset({2})
    assert version.manifest["origin"] == "upload"
    assert version.execution["row_seconds"] > 0
    assert embedded.runtime.store.has(version.digest)
    uploads = embedded.settings.data_dir / "uploads"
    assert list(uploads.iterdir()) == [], "what was registered lies in the store"


def test_a_refused_upload_leaves_no_version(embedded: Installation) -> None:
    upload_id = upload(embedded)
    model: Path = embedded.settings.data_dir / "uploads" / upload_id / "model.onnx"
    model.write_bytes(b"\x80\x04.")
    job = embedded.job(register(embedded, upload_id))

    assert job.state == "failed"
    assert (job.error or "").startswith("The file is a Python pickle")
    assert not model.parent.exists()
    with read_session(embedded.runtime.sessions) as session:
        assert versions(session, "tiny") == []


def test_a_name_that_no_model_may_have_is_refused(embedded: Installation) -> None:
    job = embedded.job(register(embedded, upload(embedded, name="../escape")))

    assert job.state == "failed"
    assert "is no model name" in (job.error or "")
