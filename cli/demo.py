"""The recorded history in this installation: load it, look where it stands, take it away."""

from typing import Annotated, Any

import typer
from sqlalchemy.orm import Session

from api.adapters.database import read_session, write_session
from api.core.history import operations, queries
from api.core.history.types import REPLAY_MODEL, Situation
from api.core.jobs import operations as jobs
from api.core.jobs.types import FINAL_STATES, JobState
from api.core.tables import Job
from cli import context
from cli.follow import Followed, follow
from cli.output import JsonFlag, console, fail, print_json
from cli.working import working


def demo(
    remove: Annotated[bool, typer.Option("--remove", help="Take every row of it away.")] = False,
    status: Annotated[bool, typer.Option("--status", help="Only say where it stands.")] = False,
    reason: Annotated[
        str, typer.Option(help="Why, for the audit log.")
    ] = "Asked for from the command line.",
    as_json: JsonFlag = False,
) -> None:
    """Fill the charts with recorded flights of 2013, moved by whole weeks so that they end now.

    They are labelled as a replay wherever they are shown, nothing acts on them, and --remove
    takes away all of them and nothing else.
    """
    if not status:
        _do(remove=remove, reason=reason, quiet=as_json)
    with read_session(context.sessions()) as session:
        found = queries.situation(session)
        told = _told(session, found)
    if as_json:
        print_json(told)
    else:
        console.print(_sentence(told), highlight=False, markup=False)


def _do(*, remove: bool, reason: str, quiet: bool) -> None:
    with write_session(context.sessions()) as session:
        asked = _ask(session, remove=remove, reason=reason)
        job_id = asked.job.id if asked.job and asked.status in ("loading", "removing") else None
    if job_id is None:
        return
    title = "removing" if remove else "loading"
    with working(context.settings()) as tend:
        followed = [Followed(job_id, title)]
        state = follow(context.sessions(), followed, meanwhile=tend, quiet=quiet)[job_id]
    if state != JobState.SUCCEEDED.value:
        with read_session(context.sessions()) as session:
            job = session.get_one(Job, job_id)
            why = (job.error or job.message).rstrip(".")
            raise fail(f"job {job_id} {state}: {why}. The same command goes on with it")


def _ask(session: Session, *, remove: bool, reason: str) -> Situation:
    given: dict[str, Any] = {"actor": context.actor(), "reason": reason, "now": context.now()}
    if not remove:
        return operations.load(session, **given)
    before = queries.situation(session)
    found = operations.remove(session, **given)
    if before.status == "loading" and before.job is not None:
        _stop(session, before.job)
    return found


def _stop(session: Session, job: Job) -> None:
    if JobState(job.state) not in FINAL_STATES:
        jobs.request_cancel(session, job_id=job.id, now=context.now(), actor=context.actor())


def _told(session: Session, found: Situation) -> dict[str, Any]:
    history = found.history
    if history is None:
        return {"status": found.status}
    plan = queries.plan_of(history)
    return {
        "status": found.status,
        "model": REPLAY_MODEL,
        "base_model": history.base_model,
        "base_version": history.base_version,
        "shifted_weeks": history.shifted_weeks,
        "starts_at": plan.starts_at.isoformat(),
        "ends_at": plan.ends_at.isoformat(),
        "recorded_from": plan.recorded_from.isoformat(),
        "recorded_to": plan.recorded_to.isoformat(),
        "rows": vars(queries.extent(session, REPLAY_MODEL)),
        "job_id": found.job.id if found.job else None,
        "error": found.job.error if found.job else None,
    }


def _sentence(told: dict[str, Any]) -> str:
    if told["status"] == "absent":
        return "No history is loaded. Load it with: farol demo"
    rows = told["rows"]
    return (
        f"Replay of 2013 flights, shifted by {told['shifted_weeks']} weeks ({told['status']}): "
        f"{rows['predictions']:,} predictions, {rows['truths']:,} truths, {rows['checks']} checks "
        f"and {rows['alerts']} alerts of {told['model']}. Remove it with: farol demo --remove"
    )
