"""A draft's first job: its graph is looked at in a process under limits, and described."""

import shutil
from pathlib import Path

import msgspec

from api.core.drafts import operations
from api.core.drafts.types import Checked, DraftDocument, Findings
from worker.context import JobContext
from worker.registrations.limits import GraphRefused, run_limited


def check_draft(context: JobContext, *, draft_id: str) -> None:
    upload = context.settings.data_dir / "uploads" / draft_id
    log = context.working_directory() / "look.log"
    context.progress(0.1, "looking at the graph in a process of its own")
    try:
        document, findings = _looked(upload, log)
    except GraphRefused:
        # The sentence is what remains: a refused graph is of no use, and may be large.
        shutil.rmtree(upload, ignore_errors=True)
        raise
    context.progress(0.9, "proposing a schema")
    for note in findings.notes:
        context.log(note)
    with context.session() as session:
        operations.propose(session, draft_id=draft_id, document=document, findings=findings)


def _looked(upload: Path, log: Path) -> tuple[DraftDocument, Findings]:
    answer = run_limited("worker.drafts.look", str(upload.absolute()), log=log)
    checked = msgspec.json.decode(answer, type=Checked)
    if checked.document is None or checked.findings is None:
        raise GraphRefused(checked.refusal or "The graph's checker gave no answer.")
    return checked.document, checked.findings
