"""Rows asked of a draft's graph, in a process under limits: before anything is registered, and
never in the process that serves."""

import msgspec

from api.artifact.canonical import canonical_json
from api.artifact.manifest import FILES
from api.core.drafts import operations, queries
from api.core.drafts.types import TriedRow
from worker.context import JobContext
from worker.drafts.asking import Answers
from worker.registrations.limits import GraphRefused, run_limited

ROWS = "rows.json"


def try_draft(context: JobContext, *, draft_id: str) -> None:
    with context.reading() as session:
        draft = queries.get(session, draft_id)
        document, trial = operations.document_of(draft), operations.trial_of(draft)
    graph = context.settings.data_dir / "uploads" / draft_id / FILES["model"]
    if trial is None or not graph.exists():
        raise GraphRefused("The upload is not there any more.")
    directory = context.working_directory() / "trial"
    directory.mkdir()
    (directory / FILES["model"]).symlink_to(graph.absolute())
    (directory / FILES["schema"]).write_bytes(canonical_json(document.schema))
    (directory / ROWS).write_bytes(msgspec.json.encode(trial.rows))
    context.progress(0.2, "asking the graph in a process of its own")
    answer = run_limited(
        "worker.drafts.asking", str(directory.absolute()), log=directory / "asking.log"
    )
    answers = msgspec.json.decode(answer, type=Answers)
    if answers.refusal is not None:
        raise GraphRefused(answers.refusal)
    with context.session() as session:
        operations.answer_trial(
            session,
            draft_id=draft_id,
            job_id=context.job_id,
            results=answers.results,
            seconds=answers.seconds,
        )
    context.log(_sentence(answers.results))


def _sentence(results: tuple[TriedRow, ...]) -> str:
    answered = sum(1 for result in results if result.error is None)
    return f"{answered} of {len(results)} rows answered"
