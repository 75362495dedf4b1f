"""An ONNX file that is described and tried before it becomes a version. The worker's part of each
step is played by its operations here; that its jobs do them is tested beside the worker."""

import hashlib
from datetime import datetime

import msgspec
import pytest
from starlette.testclient import TestClient

from api.adapters.database import read_session, write_session
from api.core import audit
from api.core.drafts import operations as drafts
from api.core.drafts.types import DraftDocument, Findings, Tensor, TriedRow
from api.core.jobs import operations as jobs
from api.http.draft_examples import SMALL_REGRESSION

pytestmark = pytest.mark.parametrize(
    "database_kind",
    ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)],
)
NOW = datetime.fromisoformat("2026-11-23T12:00:00Z")
GRAPH = b"onnx bytes"
FINDINGS = Findings(
    nodes=1,
    operators={"ai.onnx": 17},
    inputs=(Tensor("x", "FP32", (1,)),),
    outputs=(Tensor("value", "FP32", ()),),
    notes=(),
)


class Desk:
    """An engineer at the API, and the worker behind it."""

    def __init__(self, client: TestClient, seeded) -> None:
        seeded.administrator()
        self.client, self.seeded, self.auth = client, seeded, seeded.credentials
        self.uploads = seeded.settings.data_dir / "uploads"

    def upload(self) -> dict:
        files = {"graph": ("line.onnx", GRAPH)}
        answer = self.client.post("/v1/drafts", files=files, auth=self.auth)
        assert answer.status_code == 202, answer.text
        return answer.json()

    def get(self, draft: dict) -> dict:
        return self.client.get(f"/v1/drafts/{draft['id']}", auth=self.auth).json()

    def ask(self, draft: dict, what: str, body: dict):
        return self.client.post(f"/v1/drafts/{draft['id']}/{what}", json=body, auth=self.auth)

    def save(self, draft: dict, name: str = "line", document: dict = SMALL_REGRESSION):
        body = {"name": name, "document": document, "seen_revision": draft["revision"]}
        return self.client.put(f"/v1/drafts/{draft['id']}", json=body, auth=self.auth)

    def finish(self, job: dict, *, error: str | None = None) -> None:
        with write_session(self.seeded.sessions) as session:
            jobs.claim(session, job_id=job["id"], worker="w", now=NOW, lease_seconds=30)
            if error is None:
                jobs.succeed(session, job_id=job["id"], attempt=1, now=NOW)
            else:
                jobs.fail(session, job_id=job["id"], attempt=1, now=NOW, error=error)

    def checked(self) -> dict:
        draft = self.upload()
        document = msgspec.convert(SMALL_REGRESSION | {"title": {"en": ""}}, DraftDocument)
        with write_session(self.seeded.sessions) as session:
            drafts.propose(session, draft_id=draft["id"], document=document, findings=FINDINGS)
        self.finish(draft["check_job"])
        return self.get(draft)

    def tried(self, result: TriedRow | None = None) -> dict:
        draft = self.save(self.checked()).json()
        trial = self.ask(draft, "trials", {"rows": [{"x": 2.0}]}).json()
        with write_session(self.seeded.sessions) as session:
            drafts.answer_trial(
                session,
                draft_id=draft["id"],
                job_id=trial["trial_job"]["id"],
                results=(result or TriedRow(prediction={"value": 4.0}),),
                seconds=0.001,
            )
        self.finish(trial["trial_job"])
        return self.get(draft)


@pytest.fixture
def desk(client: TestClient, seeded) -> Desk:
    return Desk(client, seeded)


def test_a_file_waits_to_be_looked_at(desk: Desk) -> None:
    draft = desk.upload()
    assert (draft["state"], draft["filename"], draft["size_bytes"]) == ("checking", "line.onnx", 10)
    assert draft["sha256"] == hashlib.sha256(GRAPH).hexdigest()
    assert (desk.uploads / draft["id"] / "model.onnx").read_bytes() == GRAPH
    answer = desk.save(draft)
    assert (answer.status_code, answer.json()["detail"]) == (
        409,
        "a draft that is being checked cannot be changed, tried or registered",
    )


def test_a_file_that_is_too_large_is_refused_and_not_kept(desk: Desk) -> None:
    files = {"graph": ("line.onnx", b"0" * 3_500_000)}
    answer = desk.client.post("/v1/drafts", files=files, auth=desk.auth)
    assert answer.status_code == 413
    assert not list(desk.uploads.glob("*"))


def test_what_was_proposed_is_edited_and_its_faults_are_told(desk: Desk) -> None:
    draft = desk.checked()
    assert (draft["state"], draft["faults"]) == ("editing", ["the model has no title in English"])
    assert draft["findings"]["inputs"] == [{"name": "x", "datatype": "FP32", "shape": [1]}]
    saved = desk.save(draft).json()
    assert (saved["revision"], saved["name"], saved["faults"]) == (1, "line", [])
    assert saved["document"] == SMALL_REGRESSION
    assert desk.get(draft) == saved, "it can be left and come back to"


def test_nobody_undoes_unseen_what_somebody_else_has_changed(desk: Desk) -> None:
    draft = desk.checked()
    desk.save(draft)
    answer = desk.save(draft, name="another")
    assert (answer.status_code, answer.json()["type"]) == (409, "urn:farol:problem:draft-changed")


def test_a_schema_with_a_fault_is_kept_but_not_tried(desk: Desk) -> None:
    schema = SMALL_REGRESSION["schema"] | {"task": "binary"}
    broken = desk.save(desk.checked(), document=SMALL_REGRESSION | {"schema": schema}).json()
    assert "a binary model has 1 output with the role probability" in broken["faults"]
    answer = desk.ask(broken, "trials", {"rows": [{"x": 1.0}]})
    assert (answer.status_code, answer.json()["type"]) == (
        409,
        "urn:farol:problem:draft-unfinished",
    )


def test_one_trial_runs_at_a_time(desk: Desk) -> None:
    draft = desk.save(desk.checked()).json()
    assert desk.ask(draft, "trials", {"rows": [{"x": 1.0}]}).status_code == 202
    assert desk.ask(draft, "trials", {"rows": [{"x": 1.0}]}).status_code == 409


def test_the_answers_of_a_trial_are_shown_and_it_may_be_registered_then(desk: Desk) -> None:
    untried = desk.save(desk.checked()).json()
    answer = desk.ask(untried, "register", {"reason": "Early"})
    assert (answer.status_code, answer.json()["type"]) == (409, "urn:farol:problem:draft-untried")

    draft = desk.tried()
    assert draft["trial"]["results"] == [{"prediction": {"value": 4.0}, "error": None}]
    assert draft["trial"]["is_current"]
    registering = desk.ask(draft, "register", {"reason": "It fits"}).json()
    assert registering["state"] == "registering"
    laid_out = [path for path in desk.uploads.iterdir() if (path / "schema.json").exists()]
    assert [sorted(path.name for path in one.iterdir()) for one in laid_out] == [
        ["examples.json", "model.onnx", "presentation.json", "registration.json", "schema.json"]
    ]
    assert (desk.uploads / draft["id"] / "model.onnx").read_bytes() == GRAPH
    with write_session(desk.seeded.sessions) as session:
        done = drafts.complete(session, job_id=registering["register_job"]["id"], version=3)
    assert done == draft["id"]
    desk.finish(registering["register_job"])
    assert (desk.get(draft)["state"], desk.get(draft)["version"]) == ("registered", 3)


def test_a_row_without_an_answer_or_another_schema_needs_another_trial(desk: Desk) -> None:
    failed = desk.tried(TriedRow(error="The model gave nan for row 0."))
    assert failed["trial"]["results"][0]["error"] == "The model gave nan for row 0."
    assert desk.ask(failed, "register", {"reason": "Anyway"}).status_code == 409

    good = desk.tried()
    schema = SMALL_REGRESSION["schema"] | {"unit": "km"}
    changed = desk.save(good, document=SMALL_REGRESSION | {"schema": schema}).json()
    assert not changed["trial"]["is_current"]
    assert desk.ask(changed, "register", {"reason": "Anyway"}).status_code == 409


def test_a_registration_that_failed_is_mended_and_asked_for_again(desk: Desk) -> None:
    draft = desk.tried()
    job = desk.ask(draft, "register", {"reason": "It fits"}).json()["register_job"]
    desk.finish(job, error="Example 1 cannot be scored")
    assert desk.get(draft)["state"] == "editing"
    assert desk.ask(draft, "register", {"reason": "Again"}).status_code == 202


def test_a_name_that_another_model_has_is_told_and_not_taken_by_accident(desk: Desk) -> None:
    desk.seeded.model("delay")
    draft = desk.tried()
    taken = desk.save(draft, name="delay").json()
    assert taken["taken_by"] == "binary"
    for as_new_version in (False, True):
        body = {"reason": "It fits", "as_new_version": as_new_version}
        answer = desk.ask(taken, "register", body)
        assert (answer.status_code, answer.json()["type"]) == (
            409,
            "urn:farol:problem:model-name-taken",
        )


def test_a_refused_file_says_so_and_can_be_discarded(desk: Desk) -> None:
    draft = desk.upload()
    desk.finish(draft["check_job"], error="The file is not an ONNX graph.")
    refused = desk.get(draft)
    assert (refused["state"], refused["check_job"]["error"]) == (
        "refused",
        "The file is not an ONNX graph.",
    )
    gone = desk.client.delete(f"/v1/drafts/{draft['id']}", auth=desk.auth)
    assert gone.status_code == 204
    assert desk.client.get(f"/v1/drafts/{draft['id']}", auth=desk.auth).status_code == 404
    assert not (desk.uploads / draft["id"]).exists()


def test_drafts_are_found_by_their_names_a_page_at_a_time(desk: Desk) -> None:
    first, second = desk.checked(), desk.checked()
    desk.save(first, name="wine")
    page = desk.client.get("/v1/drafts?limit=1", auth=desk.auth).json()
    assert (len(page["drafts"]), page["total"], page["next_offset"]) == (1, 2, 1)
    rest = desk.client.get("/v1/drafts?limit=1&offset=1", auth=desk.auth).json()
    assert {page["drafts"][0]["id"], rest["drafts"][0]["id"]} == {first["id"], second["id"]}
    found = desk.client.get("/v1/drafts?search=WIN", auth=desk.auth).json()
    assert [one["id"] for one in found["drafts"]] == [first["id"]]
    assert page["largest_file_bytes"] == 2_000_000


def test_every_step_is_in_the_audit_log(desk: Desk) -> None:
    draft = desk.tried()
    desk.ask(draft, "register", {"reason": "It fits"})
    with read_session(desk.seeded.sessions) as session:
        entries = audit.search(session, subject=f"draft:{draft['id']}")
    assert [entry.action for entry in reversed(entries)] == [
        "draft.start",
        "draft.change",
        "draft.try",
        "draft.register",
    ]
    assert entries[0].reason == "It fits"
