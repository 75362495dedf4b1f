"""A registration job: an uploaded ONNX graph in, a registered version out.

The graph is a stranger's: it is parsed, loaded, run and measured in processes under limits only.
"""

import shutil
from datetime import UTC
from pathlib import Path

import msgspec

from api.artifact.manifest import Manifest
from api.artifact.schema import Task
from api.artifact.sealing import Artifact, open_artifact, seal
from api.artifact.snapshot import Execution
from api.core.drafts import operations as drafts
from api.core.jobs import queries as jobs
from api.core.registrations.types import DOCUMENT, Registration
from api.serving.measuring import Probe, decide
from worker.context import JobContext
from worker.experiment_log import mirror_version
from worker.publishing import Origin, publish
from worker.registrations.limits import GraphRefused, run_limited
from worker.registrations.report import Report

REASON = "registered from an ONNX file"


def register_upload(context: JobContext, *, upload_id: str) -> None:
    upload = context.settings.data_dir / "uploads" / upload_id
    registration = _registration(upload)
    directory, log = context.working_directory() / "artifact", upload / "inspection.log"
    context.progress(0.1, "looking at the graph in a process of its own")
    try:
        task = _inspect(context, upload, directory, log)
    except GraphRefused:
        # The sentence is what remains: a refused graph is of no use, and may be large.
        shutil.rmtree(upload, ignore_errors=True)
        raise
    context.progress(0.5, "sealing")
    artifact = _seal(context, registration, task, directory)
    context.progress(0.6, "measuring what it costs to run")
    execution = _measure(artifact, log)
    context.log(execution.reason)
    with context.session() as session:
        origin = Origin(actor=registration.created_by, reason=registration.reason or REASON)
        published = publish(session, context, artifact, execution, origin)
        draft_id = drafts.complete(session, job_id=context.job_id, version=published.version)
    mirror_version(context, artifact, published, None)
    shutil.rmtree(upload, ignore_errors=True)
    if draft_id is not None:
        shutil.rmtree(upload.parent / draft_id, ignore_errors=True)
    context.log(published.sentence(registration.name))


def _registration(upload: Path) -> Registration:
    try:
        return msgspec.json.decode((upload / DOCUMENT).read_bytes(), type=Registration)
    except FileNotFoundError:
        raise GraphRefused("The upload is not there any more.") from None
    except msgspec.MsgspecError as error:
        raise GraphRefused(f"{DOCUMENT} is not what it should be: {error}") from None


def _inspect(context: JobContext, upload: Path, directory: Path, log: Path) -> Task:
    arguments = (str(upload.absolute()), str(directory.absolute()))
    answer = run_limited("worker.registrations.inspect", *arguments, log=log)
    report = msgspec.json.decode(answer, type=Report)
    if report.refusal is not None or report.task is None:
        raise GraphRefused(report.refusal or "The graph's checker gave no answer.")
    for note in report.notes:
        context.log(note)
    return report.task


def _seal(context: JobContext, registration: Registration, task: Task, directory: Path) -> Artifact:
    with context.reading() as session:
        # The job's own time and not the clock's: a repeated attempt seals the same bytes.
        asked_at = jobs.get(session, context.job_id).created_at.astimezone(UTC)
    seal(
        directory,
        Manifest(
            model=registration.name,
            task=task,
            title=registration.title,
            summary=registration.summary,
            created_at=asked_at.isoformat().replace("+00:00", "Z"),
            origin="upload",
            data=registration.data,
            code_commit="",
            parameters={},
            libraries=registration.libraries,
            files={},
        ),
    )
    return open_artifact(context.store.path(context.store.put(directory)))


def _measure(artifact: Artifact, log: Path) -> Execution:
    answer = run_limited("api.serving.probe", str(artifact.directory.absolute()), log=log)
    return decide(msgspec.json.decode(answer, type=Probe))
